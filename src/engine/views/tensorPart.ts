import { indexAt } from '../core/flatIndex.ts';
import type { Shape } from '../core/tensor.ts';

/** The elements of an axis at `from`, `from + step`, …: `count` of them. */
export interface AxisRange {
  readonly from: number;
  readonly count: number;
  readonly step: number;
}

/** A part of a tensor: the elements whose index on each axis is in the range of that axis. */
export type TensorPart = readonly AxisRange[];

/** Returns the part that is the whole tensor. */
export function wholePart(shape: Shape): TensorPart {
  return shape.map((count) => ({ from: 0, count, step: 1 }));
}

/** Returns the shape of a part. */
export function shapeOfPart(part: TensorPart): Shape {
  return part.map(({ count }) => count);
}

/** Returns true if every element of the part is an element of a tensor of this shape. */
export function isPartOf(part: TensorPart, shape: Shape): boolean {
  const whole = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;
  return (
    part.length === shape.length &&
    part.every(({ from, count, step }, axis) => {
      const size = shape[axis] as number;
      return whole(from) && whole(count) && whole(step) && (count === 0 || from + (count - 1) * step < size);
    })
  );
}

/**
 * Cuts a part into blocks of at most `most` elements. The elements of the blocks, each block in row-major order, are the
 * elements of the part in row-major order.
 */
export function* blocksOf(part: TensorPart, most: number): Generator<TensorPart, void, void> {
  if (part.some(({ count }) => count === 0)) return;
  /** The first axis of which a block takes a range; a block has one index of each axis before. */
  let cut = part.length;
  let inner = 1;
  while (cut > 0 && inner * (part[cut - 1] as AxisRange).count <= most) {
    cut -= 1;
    inner *= (part[cut] as AxisRange).count;
  }
  if (cut === 0) {
    yield part;
    return;
  }
  const axis = cut - 1;
  const { from, count, step } = part[axis] as AxisRange;
  const group = Math.max(1, Math.floor(most / inner));
  const outer = part.slice(0, axis);
  const places = outer.reduce((product, range) => product * range.count, 1);
  for (let place = 0; place < places; place++) {
    const index = indexAt(shapeOfPart(outer), place);
    const fixed = outer.map((range, i) => ({
      from: range.from + (index[i] as number) * range.step,
      count: 1,
      step: 1,
    }));
    for (let at = 0; at < count; at += group) {
      const range = { from: from + at * step, count: Math.min(group, count - at), step };
      yield [...fixed, range, ...part.slice(cut)];
    }
  }
}
