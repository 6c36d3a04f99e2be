import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { elementCount, type Tensor } from '../../engine/core/tensor.ts';
import { blocksOf, shapeOfPart, type TensorPart, wholePart } from '../../engine/views/tensorPart.ts';
import { elementBytes } from './element.ts';
import { readStrided } from './readStrided.ts';
import type { TensorStorage } from './tensorStorage.ts';

/** Most bytes of a storage that are read at a time. */
const mostBytes = 1 << 22;
/** Bytes between two elements that are read along, because a range of its own would take longer. */
const widestGap = 1 << 17;

/** An axis of a part: its elements lie `from` bytes apart in the storage, and `to` elements apart in the result. */
interface Walk {
  readonly count: number;
  readonly from: number;
  readonly to: number;
}

/**
 * Reads the elements of a part in row-major order, in the bytes of the stored element type. Only ranges that contain such
 * elements are read, at most {@link mostBytes} at a time. `isStopped` is asked before each; if true, the part is refused.
 */
export async function readPart(
  stored: TensorStorage,
  part: TensorPart,
  isStopped: () => boolean = () => false,
): Promise<Result<ArrayBuffer>> {
  const size = elementBytes(stored.element);
  const counts = shapeOfPart(part);
  const result = new Uint8Array(elementCount(counts) * size);
  if (result.length === 0) return ok(result.buffer);
  const walks = part.map(({ count, step }, axis): Walk => {
    const from = step * (stored.strides[axis] as number) * size;
    return { count, from, to: elementCount(counts.slice(axis + 1)) };
  });
  // The axis whose elements lie farthest apart comes first, because the ranges are cut along it.
  const order = walks.filter(({ count }) => count > 1).sort((a, b) => b.from - a.from);
  const first = part.reduce((at, { from }, axis) => at + from * (stored.strides[axis] as number) * size, stored.start);
  const failure = await readAlong(order, first, 0);
  return failure ?? ok(result.buffer);

  /** Reads the elements along `axes` from the byte `from` of the storage on, into the elements from `to` on. */
  async function readAlong(axes: readonly Walk[], from: number, to: number): Promise<Result<never> | null> {
    const [outer, ...inner] = axes;
    const innerSpan = spanOf(inner, size);
    if (outer === undefined) return await readRange([], from, size, to);
    const isCompact = inner.every(({ from: apart }, i) => apart - spanOf(inner.slice(i + 1), size) <= widestGap);
    if (!isCompact || innerSpan > mostBytes) {
      for (let i = 0; i < outer.count; i++) {
        const failed = await readAlong(inner, from + i * outer.from, to + i * outer.to);
        if (failed !== null) return failed;
      }
      return null;
    }
    const isGapNarrow = outer.from - innerSpan <= widestGap;
    const most = isGapNarrow ? Math.floor((mostBytes - innerSpan) / Math.max(1, outer.from)) + 1 : 1;
    for (let i = 0; i < outer.count; i += most) {
      const group = { ...outer, count: Math.min(most, outer.count - i) };
      const axesOfGroup = [group, ...inner];
      const failed = await readRange(axesOfGroup, from + i * outer.from, spanOf(axesOfGroup, size), to + i * outer.to);
      if (failed !== null) return failed;
    }
    return null;
  }

  async function readRange(
    axes: readonly Walk[],
    from: number,
    length: number,
    to: number,
  ): Promise<Result<never> | null> {
    if (isStopped()) return refuse('file', 'Cancelled.');
    const bytes = await stored.read(from, length);
    if (!bytes.ok) return bytes;
    // The last axis of the result is the inner loop.
    const sorted = [...axes].sort((a, b) => b.to - a.to);
    copyElements(new Uint8Array(bytes.value), 0, result, to * size, sorted, size);
    return null;
  }
}

/** Returns the bytes from the first element of some axes to the end of the last one. */
function spanOf(axes: readonly Walk[], size: number): number {
  return axes.reduce((span, { count, from }) => span + (count - 1) * from, size);
}

function copyElements(
  source: Uint8Array,
  from: number,
  target: Uint8Array,
  to: number,
  axes: readonly Walk[],
  size: number,
): void {
  const [axis, ...inner] = axes;
  if (axis === undefined) {
    for (let i = 0; i < size; i++) target[to + i] = source[from + i] as number;
    return;
  }
  const { count, from: fromStep, to: toStep } = axis;
  if (inner.length > 0) {
    for (let i = 0; i < count; i++) {
      copyElements(source, from + i * fromStep, target, to + i * toStep * size, inner, size);
    }
  } else if (fromStep === size && toStep === 1) {
    target.set(source.subarray(from, from + count * size), to);
  } else {
    copyLine(source, from, fromStep, target, to, toStep * size, count, size);
  }
}

/** Copies elements that lie the same distance apart, all in bytes. */
function copyLine(
  source: Uint8Array,
  from: number,
  fromStep: number,
  target: Uint8Array,
  to: number,
  toStep: number,
  count: number,
  size: number,
): void {
  for (let i = 0; i < count; i++) {
    const [at, there] = [from + i * fromStep, to + i * toStep];
    for (let byte = 0; byte < size; byte++) target[there + byte] = source[at + byte] as number;
  }
}

/**
 * Reads the numbers of all elements, in any order, in blocks of at most {@link mostBytes}. Ends after a refusal. A tensor
 * without gaps is read as it is stored, whatever the order of its axes.
 */
export async function* readBlocks(stored: TensorStorage): AsyncGenerator<Result<Tensor['data']>, void, void> {
  const { element, little, shape, strides, start } = stored;
  const size = elementBytes(element);
  const count = elementCount(shape);
  const most = Math.floor(mostBytes / size);
  if (count === 0) return;
  const numbers = (bytes: ArrayBuffer): Tensor['data'] =>
    readStrided(bytes, { element, little, shape: [bytes.byteLength / size] }).data;
  if (isWithoutGaps(shape, strides)) {
    for (let at = 0; at < count; at += most) {
      const bytes = await stored.read(start + at * size, Math.min(most, count - at) * size);
      yield bytes.ok ? ok(numbers(bytes.value)) : bytes;
      if (!bytes.ok) return;
    }
    return;
  }
  for (const block of blocksOf(wholePart(shape), most)) {
    const bytes = await readPart(stored, block);
    yield bytes.ok ? ok(numbers(bytes.value)) : bytes;
    if (!bytes.ok) return;
  }
}

/** Returns true if the elements fill a range of the storage, each place once, in whatever order of the axes. */
export function isWithoutGaps(shape: readonly number[], strides: readonly number[]): boolean {
  const axes = shape
    .map((size, axis) => ({ size, stride: strides[axis] as number }))
    .filter(({ size }) => size > 1)
    .sort((a, b) => a.stride - b.stride);
  let expected = 1;
  for (const { size, stride } of axes) {
    if (stride !== expected) return false;
    expected *= size;
  }
  return true;
}
