import { absError, signedError } from '../compare/errors.ts';
import { CellKind } from '../geometry/geometry.ts';
import { elementCount, type Shape, type Tensor } from '../core/tensor.ts';
import type { MatrixView } from '../geometry/matrixView.ts';

/** One two-dimensional slice of a tensor: two of its axes, at one index of each other axis. */
export interface Plane {
  /** Flat index of the first element. */
  readonly at: number;
  readonly rows: number;
  readonly columns: number;
  /** Elements between neighbouring rows, and between neighbouring columns. */
  readonly rowStride: number;
  readonly columnStride: number;
}

/** Returns the sizes of all axes but the last two. A plane has one index along each of them. */
export function leadingAxes(shape: Shape): Shape {
  return shape.slice(0, Math.max(0, shape.length - 2));
}

/**
 * Returns the plane of the last two axes at `leading`, one index for each of {@link leadingAxes}. A vector is one row, a
 * scalar one cell.
 */
export function planeAt(shape: Shape, leading: readonly number[]): Plane {
  const [rows = 1, columns = 1] = shape.length < 2 ? [1, ...shape] : shape.slice(-2);
  const axes = leadingAxes(shape);
  const plane = axes.reduce((flat, size, axis) => flat * size + (leading[axis] ?? 0), 0);
  return { at: plane * rows * columns, rows, columns, rowStride: columns, columnStride: 1 };
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

function viewOf({ at, rows, columns, rowStride, columnStride }: Plane, read: (index: number) => number): MatrixView {
  return {
    rows,
    columns,
    value: (row, column) => read(at + row * rowStride + column * columnStride),
    kind: () => CellKind.value,
  };
}
