import type { Call, Pair } from '../../engine/core/call.ts';
import type { Tensor } from '../../engine/core/tensor.ts';
import type { Library } from './stages.ts';

/** Writes a number that Python reads back exactly. */
function pythonNumber(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (Object.is(value, -0)) return '-0.0';
  const text = String(value);
  // PyTorch accepts no integer beyond 64 bits, not even for a float tensor.
  return Number.isInteger(value) && !Number.isSafeInteger(value) && !text.includes('e') ? `${text}.0` : text;
}

/** Writes a tuple: "(2, 1)"; a single entry keeps its comma. */
export function pythonTuple(values: readonly number[]): string {
  return values.length === 1 ? `(${String(values[0])},)` : `(${values.join(', ')})`;
}

/** Writes a string literal; the escapes of JSON are valid in Python. */
export function pythonString(text: string): string {
  return JSON.stringify(text);
}

/** Writes row-major values as nested lists of the given shape. */
export function pythonList(values: readonly number[], shape: readonly number[]): string {
  const [size, ...inner] = shape;
  if (size === undefined) return pythonNumber(values[0] ?? 0);
  if (inner.length === 0) return `[${values.map(pythonNumber).join(', ')}]`;
  const stride = inner.reduce((count, n) => count * n, 1);
  const parts = Array.from({ length: size }, (_, i) => pythonList(values.slice(i * stride, (i + 1) * stride), inner));
  return `[${parts.join(', ')}]`;
}

/** Writes an assignment of a pair: "sH, sW = 2, 1". */
export function pythonPair(name: string, [height, width]: Pair): string {
  return `${name}H, ${name}W = ${String(height)}, ${String(width)}`;
}

/**
 * Writes the parameters of a call as keyword arguments under PyTorch's names. `padding_end`, which PyTorch does not
 * have, is only written if the call has it.
 */
export function callArguments({ params }: Call): string {
  const { stride, padding, paddingEnd, outputPadding, dilation, groups } = params;
  const end = paddingEnd === undefined ? '' : `padding_end=${pythonTuple(paddingEnd)}, `;
  return (
    `stride=${pythonTuple(stride)}, padding=${pythonTuple(padding)}, ${end}` +
    `output_padding=${pythonTuple(outputPadding)}, groups=${String(groups)}, dilation=${pythonTuple(dilation)}`
  );
}

/** Writes a tensor as an expression, exact to the last bit. `inf` and `nan` are those of Python's math. */
export function tensorLiteral({ dtype, shape, data }: Tensor, library: Library): string {
  const [make, prefix] = library === 'pytorch' ? (['torch.tensor', 'torch'] as const) : (['np.array', 'np'] as const);
  // An empty list has no shape.
  return data.length === 0
    ? `${prefix}.zeros(${pythonTuple(shape)}, dtype=${prefix}.${dtype})`
    : `${make}(${pythonList(Array.from(data), shape)}, dtype=${prefix}.${dtype})`;
}

/** Returns the first line of a free text, because only one line fits in a comment. */
export function commentText(text: string): string {
  return text.split(/[\r\n\u2028\u2029]/, 1)[0] ?? '';
}
