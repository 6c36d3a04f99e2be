import { flatAt } from '../../src/engine/core/flatIndex.ts';
import type { Plane } from '../../src/engine/views/plane.ts';
import type { Cell, Cursor } from '../../src/engine/provenance/stage.ts';
import type { Shape, Tensor } from '../../src/engine/core/tensor.ts';
import type { MatrixView } from '../../src/engine/geometry/matrixView.ts';
import { formatIndex } from '../../src/scenario/text/format.ts';
import type { MatrixModel, TensorStore } from './paneModel.ts';

const sources = new WeakMap<Tensor, TensorStore['tileSource']>();

/** Returns tensors without a call as a tensor store; `name` is the base name of saved files. */
export function tensorStoreOf(tensors: readonly Tensor[], name: string): TensorStore {
  const [first] = tensors;
  // The source is the same object for the same tensors, because the tile worker recognizes by it which tensors it
  // holds.
  const known = first && sources.get(first);
  const same = known !== undefined && 'tensors' in known && known.tensors.every((t, i) => t === tensors[i]);
  const found = same && known.tensors.length === tensors.length ? known : { tensors };
  if (first !== undefined) sources.set(first, found);
  return { tileSource: found, name, hold: () => () => undefined };
}

/** Writes the index of a plane as in NumPy: "[0, 3, :, :]"; "[:]" for a vector, "[()]" for a scalar. */
export function numpySliceText(shape: Shape, leading: readonly number[]): string {
  if (shape.length === 0) return '[()]';
  const axes = shape.map((_, axis) => (axis < shape.length - 2 ? String(leading[axis] ?? 0) : ':'));
  return `[${axes.join(', ')}]`;
}

/** Returns a plane of a tensor as a matrix that can be drawn; the cursor's y and x are the row and the column. */
export function planeModel(
  symbol: string,
  title: string,
  plane: Pick<Plane, 'rows' | 'columns'>,
  view: MatrixView,
): MatrixModel {
  const last = (index: number, size: number): number => Math.max(0, Math.min(index, size - 1));
  return {
    symbol,
    title,
    form: 'image',
    view: () => view,
    slice: () => [],
    highlight: ({ y, x }) => ({
      element: { row: last(y, plane.rows), column: last(x, plane.columns), rows: 1, columns: 1 },
      term: null,
    }),
    pick: ({ row, column }, cursor) => ({ ...cursor, y: row, x: column }),
  };
}

/** Returns the function that writes the index of a plane's cell in the whole tensor. */
export function planeIndex(shape: Shape, leading: readonly number[]): (cursor: Cursor, cell: Cell) => string {
  return (_, cell) => formatIndex(indexOf(shape, leading, cell));
}

/** Returns the index of a plane's cell in the whole tensor, one number per axis. */
export function indexOf(shape: Shape, leading: readonly number[], { row, column }: Cell): readonly number[] {
  const last = shape.length >= 2 ? [row, column] : shape.length === 1 ? [column] : [];
  return [...leading.slice(0, Math.max(0, shape.length - 2)), ...last];
}

/** Returns the flat index of the element at the cursor. */
export function flatUnder(shape: Shape, leading: readonly number[], { y, x }: Cursor): number {
  return flatAt(shape, indexOf(shape, leading, { row: y, column: x }));
}
