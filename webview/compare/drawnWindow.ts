import { elementCount, type Shape } from '../../src/engine/core/tensor.ts';
import { leadingAxes, type Plane, planeAt } from '../../src/engine/views/plane.ts';
import { type TensorPart, wholePart } from '../../src/engine/views/tensorPart.ts';
import { clampIndex, clampIndices } from '../viewer/tensor/clampIndices.ts';

/** Tensors of at most this many elements are read whole, so that all of their planes are there at once. */
const wholeElements = 1 << 20;
/** The most elements of a plane that are read and drawn; of a larger plane, a window is. */
const mostElements = 1 << 20;

/** The place of a window in a plane: its first row and column. */
export interface WindowCorner {
  readonly row: number;
  readonly column: number;
}

/** The part of a plane that is drawn. */
export interface DrawnWindow extends WindowCorner {
  readonly rows: number;
  readonly columns: number;
  /** The sizes of the plane. */
  readonly ofRows: number;
  readonly ofColumns: number;
}

/** Returns the window on a plane of a tensor of this shape: the whole plane unless it is too large. */
export function windowOf(shape: Shape, corner: WindowCorner): DrawnWindow {
  const { rows: ofRows, columns: ofColumns } = planeAt(shape, []);
  const side = Math.floor(Math.sqrt(mostElements));
  const isWhole = ofRows * ofColumns <= mostElements;
  const columns = isWhole ? ofColumns : Math.min(ofColumns, Math.max(side, Math.floor(mostElements / ofRows)));
  const rows = isWhole ? ofRows : Math.min(ofRows, Math.floor(mostElements / columns));
  return {
    rows,
    columns,
    ofRows,
    ofColumns,
    row: clampIndex(corner.row, ofRows - rows + 1),
    column: clampIndex(corner.column, ofColumns - columns + 1),
  };
}

/** Returns the corner with which a cell of the plane is in the window: the present one, or one that centres the cell. */
export function cornerShowing({ row, column, rows, columns }: DrawnWindow, at: WindowCorner): WindowCorner {
  const moved = (from: number, size: number, cell: number): number =>
    cell >= from && cell < from + size ? from : Math.max(0, cell - Math.floor(size / 2));
  return { row: moved(row, rows, at.row), column: moved(column, columns, at.column) };
}

/** Returns true if the window is smaller than the plane. */
export function isCut({ rows, columns, ofRows, ofColumns }: DrawnWindow): boolean {
  return rows < ofRows || columns < ofColumns;
}

/** Returns true if a tensor of this shape is read whole. */
export function isReadWhole(shape: Shape): boolean {
  return elementCount(shape) <= wholeElements;
}

/** Returns the part of a tensor that is read to draw a window: the window, or the whole of a small tensor. */
export function windowPart(shape: Shape, leading: readonly number[], window: DrawnWindow): TensorPart {
  if (isReadWhole(shape)) return wholePart(shape);
  const before = clampIndices(leading, leadingAxes(shape)).map((from) => ({ from, count: 1, step: 1 }));
  const row = { from: window.row, count: window.rows, step: 1 };
  const column = { from: window.column, count: window.columns, step: 1 };
  return shape.length === 0 ? [] : shape.length === 1 ? [column] : [...before, row, column];
}

/** Returns where the window's elements are in what was read for it. */
export function windowPlane(shape: Shape, leading: readonly number[], { rows, columns }: DrawnWindow): Plane {
  if (isReadWhole(shape)) return planeAt(shape, clampIndices(leading, leadingAxes(shape)));
  return { at: 0, rows, columns, rowStride: columns, columnStride: 1 };
}
