import { isSameShape, elementCount, type Shape } from '../../../engine/core/tensor.ts';
import { formatShape } from '../../text/format.ts';
import type { ValuesSource } from '../scenario.ts';
import { quotedValue, type JsonReader } from './jsonReader.ts';

/** The deepest nesting that is read. Tensors of a call have fewer axes, and a deeper list would be a long recursion. */
const maxDepth = 8;

/** Words for the numbers that JSON cannot express. */
const words: ReadonlyMap<string, number> = new Map([
  ['NaN', NaN],
  ['Infinity', Infinity],
  ['-Infinity', -Infinity],
]);

/**
 * Reads the numbers of a tensor: nested lists, or one flat row-major list beside a `shape`. If `shape` is null, the
 * nesting is the shape.
 */
export function readValues(reader: JsonReader, value: unknown, path: string, shape: Shape | null): ValuesSource {
  const values: number[] = [];
  const nesting = nestingOf(reader.array(value, path));
  collect(reader, value, path, nesting, values);
  if (shape === null) return { shape: nesting, values };
  if (nesting.length === 1 || values.length === 0) {
    const count = elementCount(shape);
    if (values.length !== count) {
      const wanted = `${count} numbers for the shape ${formatShape(shape)}`;
      reader.complain(path, `${path} must have ${wanted}, but has ${values.length}.`);
    }
  } else if (!isSameShape(nesting, shape)) {
    const wanted = `${formatShape(shape)}, as its shape says`;
    reader.complain(path, `${path} must be nested as ${wanted}, but is ${formatShape(nesting)}.`);
  }
  return { shape, values };
}

/** Returns the nesting: the length of the list and of the first element of each list inside it. */
function nestingOf(value: unknown): readonly number[] {
  const sizes: number[] = [];
  let inner = value;
  while (Array.isArray(inner) && sizes.length <= maxDepth) {
    sizes.push(inner.length);
    inner = (inner as readonly unknown[])[0];
  }
  return sizes;
}

function collect(reader: JsonReader, value: unknown, path: string, sizes: readonly number[], into: number[]): void {
  const [size, ...rest] = sizes;
  if (size === undefined) {
    into.push(readNumber(reader, value, path));
    return;
  }
  const list = reader.array(value, path);
  if (sizes.length > maxDepth)
    reader.complain(path, `${path} is nested too deeply: at most ${maxDepth} levels can be read.`);
  if (list.length !== size) {
    reader.complain(path, `${path} must have ${size} entries like its neighbours, but has ${list.length}.`);
  }
  if (reader.problem !== null) return;
  list.forEach((entry, i) => collect(reader, entry, `${path}[${i}]`, rest, into));
}

function readNumber(reader: JsonReader, value: unknown, path: string): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  const word = typeof value === 'string' ? words.get(value) : undefined;
  if (word !== undefined) return word;
  const found = typeof value === 'number' ? 'a number too large for float64' : quotedValue(value);
  reader.complain(path, `${path} must be a number, "NaN", "Infinity" or "-Infinity", but is ${found}.`);
  return NaN;
}
