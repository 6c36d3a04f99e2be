import type { Pair } from '../../engine/core/call.ts';

/** A number as Python reads it back exactly. */
function pythonNumber(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (Object.is(value, -0)) return '-0.0';
  const text = String(value);
  // PyTorch takes no whole number beyond 64 bits, not even for a float.
  return Number.isInteger(value) && !Number.isSafeInteger(value) && !text.includes('e') ? `${text}.0` : text;
}

/** "(2, 1)"; one entry keeps its comma. */
export function pythonTuple(values: readonly number[]): string {
  return values.length === 1 ? `(${String(values[0])},)` : `(${values.join(', ')})`;
}

/** A string literal; JSON's escapes are Python's too. */
export function pythonString(text: string): string {
  return JSON.stringify(text);
}

/** Row-major values as nested lists of the given shape. */
export function pythonList(values: readonly number[], shape: readonly number[]): string {
  const [size, ...inner] = shape;
  if (size === undefined) return pythonNumber(values[0] ?? 0);
  if (inner.length === 0) return `[${values.map(pythonNumber).join(', ')}]`;
  const stride = inner.reduce((count, n) => count * n, 1);
  const parts = Array.from({ length: size }, (_, i) => pythonList(values.slice(i * stride, (i + 1) * stride), inner));
  return `[${parts.join(', ')}]`;
}

/** "sH, sW = (2, 1)". */
export function pythonPair(name: string, [height, width]: Pair): string {
  return `${name}H, ${name}W = ${String(height)}, ${String(width)}`;
}
