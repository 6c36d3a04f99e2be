import { absError, signedError } from '../compare/errors.ts';
import { CellKind } from '../geometry/geometry.ts';
import { elementCount, type Shape, type Tensor } from '../core/tensor.ts';
import type { MatrixView } from '../geometry/matrixView.ts';

/** What of a tensor is seen at once: its last two axes, at one index of each axis before them. */
export interface Plane {
  /** Flat index of its first element; its elements follow one another. */
  readonly at: number;
  readonly rows: number;
  readonly columns: number;
}

/** The axes of a shape that a plane has an index of. */
export function leadingAxes(shape: Shape): Shape {
  return shape.slice(0, Math.max(0, shape.length - 2));
}

/** The plane at `leading`, an index for each of {@link leadingAxes}. A vector is one row, a scalar one cell. */
export function planeAt(shape: Shape, leading: readonly number[]): Plane {
  const [rows = 1, columns = 1] = shape.length < 2 ? [1, ...shape] : shape.slice(-2);
  const axes = leadingAxes(shape);
  const plane = axes.reduce((flat, size, axis) => flat * size + (leading[axis] ?? 0), 0);
  return { at: plane * rows * columns, rows, columns };
}

/** Whether there is an element to be seen. */
export function hasElements(shape: Shape): boolean {
  return elementCount(shape) > 0;
}

/** A plane of a tensor as a matrix. */
export function planeView({ data }: Tensor, plane: Plane): MatrixView {
  return viewOf(plane, (at) => data[at] as number);
}

/** |a − b| in a plane of two tensors of one shape, each element computed when it is read. */
export function differenceView(a: Tensor, b: Tensor, plane: Plane): MatrixView {
  return viewOf(plane, (at) => absError(a.data[at] as number, b.data[at] as number));
}

/** a − b in a plane of two tensors of one shape, each element computed when it is read. */
export function signedDifferenceView(a: Tensor, b: Tensor, plane: Plane): MatrixView {
  return viewOf(plane, (at) => signedError(a.data[at] as number, b.data[at] as number));
}

function viewOf({ at, rows, columns }: Plane, read: (at: number) => number): MatrixView {
  return {
    rows,
    columns,
    value: (row, column) => read(at + row * columns + column),
    kind: () => CellKind.value,
  };
}
