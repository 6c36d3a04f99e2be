import { absError, signedError } from '../compare/errors.ts';
import { CellKind } from '../geometry/geometry.ts';
import { elementCount, type Shape, type Tensor } from '../core/tensor.ts';
import type { MatrixView } from '../geometry/matrixView.ts';

/** A two-dimensional slice of a tensor: its last two axes, for one index along each of the other axes. */
export interface Plane {
  /** Flat index of the plane's first element. The elements of a plane are contiguous. */
  readonly at: number;
  readonly rows: number;
  readonly columns: number;
}

/** Returns the sizes of all axes but the last two. A plane has one index along each of them. */
export function leadingAxes(shape: Shape): Shape {
  return shape.slice(0, Math.max(0, shape.length - 2));
}

/**
 * Returns the plane at `leading`, which has one index for each of {@link leadingAxes}. A vector is a plane of one row,
 * a scalar a plane of one cell.
 */
export function planeAt(shape: Shape, leading: readonly number[]): Plane {
  const [rows = 1, columns = 1] = shape.length < 2 ? [1, ...shape] : shape.slice(-2);
  const axes = leadingAxes(shape);
  const plane = axes.reduce((flat, size, axis) => flat * size + (leading[axis] ?? 0), 0);
  return { at: plane * rows * columns, rows, columns };
}

/** Returns true if a tensor of this shape has at least one element. */
export function hasElements(shape: Shape): boolean {
  return elementCount(shape) > 0;
}

/** Returns a plane of a tensor as a matrix. */
export function planeView({ data }: Tensor, plane: Plane): MatrixView {
  return viewOf(plane, (index) => data[index] as number);
}

/** Returns |a − b| in a plane of two tensors of the same shape. Cells are computed when they are read. */
export function differenceView(a: Tensor, b: Tensor, plane: Plane): MatrixView {
  return viewOf(plane, (index) => absError(a.data[index] as number, b.data[index] as number));
}

/** Returns a − b in a plane of two tensors of the same shape. Cells are computed when they are read. */
export function signedDifferenceView(a: Tensor, b: Tensor, plane: Plane): MatrixView {
  return viewOf(plane, (index) => signedError(a.data[index] as number, b.data[index] as number));
}

function viewOf({ at, rows, columns }: Plane, read: (index: number) => number): MatrixView {
  return {
    rows,
    columns,
    value: (row, column) => read(at + row * columns + column),
    kind: () => CellKind.value,
  };
}
