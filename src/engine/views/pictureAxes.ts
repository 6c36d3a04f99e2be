import { elementCount, type Shape } from '../core/tensor.ts';
import type { Plane } from './plane.ts';
import { type AxisRange, type TensorPart, wholePart } from './tensorPart.ts';

/**
 * The axes of a tensor that a picture shows as its rows, its columns and its colours (red, green, blue and, of four,
 * opacity); null for none. Every other axis has one index.
 */
export interface PictureAxes {
  readonly rows: number | null;
  readonly columns: number | null;
  readonly colours: number | null;
}

/** Returns the axes of the picture that a matrix shows: the last two, without colours. A vector is one row. */
export function matrixAxes({ length }: Shape): PictureAxes {
  return { rows: length >= 2 ? length - 2 : null, columns: length >= 1 ? length - 1 : null, colours: null };
}

/** Returns true if an axis of this size can be colours. */
export function canBeColours(size: number | undefined): boolean {
  return size === 3 || size === 4;
}

/** Rows and columns of the smallest picture that is taken for a colour image unasked; smaller ones are kernels. */
const smallestImage = 8;

/** Returns the axes of a picture whose last axis (`last`) or third axis from the end has colours, if the sizes allow it. */
export function imageAxes(shape: Shape, colours: 'last' | 'first'): PictureAxes | null {
  const { length } = shape;
  if (length < 3) return null;
  const axes =
    colours === 'last'
      ? { rows: length - 3, columns: length - 2, colours: length - 1 }
      : { rows: length - 2, columns: length - 1, colours: length - 3 };
  const isLarge = [axes.rows, axes.columns].every((axis) => (shape[axis] as number) >= smallestImage);
  return isLarge && canBeColours(shape[axes.colours]) ? axes : null;
}

/** Returns true if the axes are different axes of a tensor of this shape. */
export function areAxesOf({ rows, columns, colours }: PictureAxes, shape: Shape): boolean {
  const used = [rows, columns, colours].filter((axis) => axis !== null);
  const exist = used.every((axis) => Number.isInteger(axis) && axis >= 0 && axis < shape.length);
  return exist && new Set(used).size === used.length && (colours === null || canBeColours(shape[colours]));
}

/** Returns the axes that have one index, in order. */
export function fixedAxes(shape: Shape, { rows, columns, colours }: PictureAxes): readonly number[] {
  return shape.map((_, axis) => axis).filter((axis) => axis !== rows && axis !== columns && axis !== colours);
}

/**
 * Returns the plane that a picture shows of a row-major tensor, at one index for each axis of the tensor; the indices of
 * rows and columns are ignored, that of the colours is the colour.
 */
export function planeOf(shape: Shape, { rows, columns }: PictureAxes, indices: readonly number[]): Plane {
  const stride = (axis: number): number => elementCount(shape.slice(axis + 1));
  const at = shape.reduce(
    (sum, _, axis) => (axis === rows || axis === columns ? sum : sum + (indices[axis] ?? 0) * stride(axis)),
    0,
  );
  return {
    at,
    rows: rows === null ? 1 : (shape[rows] as number),
    columns: columns === null ? 1 : (shape[columns] as number),
    rowStride: rows === null ? 0 : stride(rows),
    columnStride: columns === null ? 0 : stride(columns),
  };
}

/** Returns the index in the tensor of a cell of the picture, one number for each axis. */
export function indexInTensor(
  { rows, columns }: PictureAxes,
  indices: readonly number[],
  cell: { readonly row: number; readonly column: number },
): readonly number[] {
  return indices.map((index, axis) => (axis === rows ? cell.row : axis === columns ? cell.column : index));
}

/** Returns the part of a tensor that a picture shows: all of its axes' elements, at one index of each other axis. */
export function picturePart(shape: Shape, axes: PictureAxes, indices: readonly number[]): TensorPart {
  const fixed = fixedAxes(shape, axes);
  return wholePart(shape).map((range, axis): AxisRange =>
    fixed.includes(axis) ? { from: indices[axis] ?? 0, count: 1, step: 1 } : range,
  );
}

/** Returns the indices within a part of a tensor; an axis of which the part has one element has index 0. */
export function indicesInPart(part: TensorPart, indices: readonly number[]): readonly number[] {
  return part.map(({ from, count }, axis) => (count === 1 ? 0 : (indices[axis] ?? 0) - from));
}

/**
 * Returns every n-th row and column of a picture's part, with the smallest n for which at most `side` rows and columns
 * are left.
 */
export function thinnedPart(part: TensorPart, { rows, columns }: PictureAxes, side: number): TensorPart {
  return part.map((range, axis) => {
    if (axis !== rows && axis !== columns) return range;
    const step = Math.max(1, Math.ceil(range.count / side));
    return { ...range, step: range.step * step, count: Math.ceil(range.count / step) };
  });
}
