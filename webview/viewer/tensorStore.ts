import { flatAt } from '../../src/engine/core/flatIndex.ts';
import type { Plane } from '../../src/engine/views/plane.ts';
import type { Cell, Cursor } from '../../src/engine/provenance/stage.ts';
import type { Shape, Tensor } from '../../src/engine/core/tensor.ts';
import type { MatrixView } from '../../src/engine/geometry/matrixView.ts';
import { formatIndex } from '../../src/scenario/text/format.ts';
import type { MatrixModel, TensorStore } from './paneModel.ts';

const looked = new WeakMap<Tensor, TensorStore['looked']>();

/** Tensors without a call as what panes belong to; `name` is what files saved of it are called. */
export function tensorStoreOf(tensors: readonly Tensor[], name: string): TensorStore {
  const [first] = tensors;
  // The same object for the same tensors: by it the looking worker knows what it holds.
  const known = first && looked.get(first);
  const same = known !== undefined && 'tensors' in known && known.tensors.every((t, i) => t === tensors[i]);
  const found = same && known.tensors.length === tensors.length ? known : { tensors };
  if (first !== undefined) looked.set(first, found);
  return { looked: found, name, hold: () => () => undefined };
}

/** As NumPy writes what is seen: "[0, 3, :, :]"; "[:]" of a vector, "[()]" of a scalar. */
export function numpySliceText(shape: Shape, leading: readonly number[]): string {
  if (shape.length === 0) return '[()]';
  const axes = shape.map((_, axis) => (axis < shape.length - 2 ? String(leading[axis] ?? 0) : ':'));
  return `[${axes.join(', ')}]`;
}

/** A plane of a tensor, seen like a stage: the cursor's y and x are its row and column. */
export function planePicture(symbol: string, title: string, plane: Plane, view: MatrixView): MatrixModel {
  const last = (index: number, size: number): number => Math.max(0, Math.min(index, size - 1));
  return {
    symbol,
    title,
    form: 'image',
    view: () => view,
    slice: () => '',
    highlight: ({ y, x }) => ({
      element: { row: last(y, plane.rows), column: last(x, plane.columns), rows: 1, columns: 1 },
      term: null,
    }),
    pick: ({ row, column }, cursor) => ({ ...cursor, y: row, x: column }),
  };
}

/** The index of a cell of a plane in the whole tensor. */
export function planeIndex(shape: Shape, leading: readonly number[]): (cursor: Cursor, cell: Cell) => string {
  return (_, cell) => formatIndex(indexOf(shape, leading, cell));
}

/** The same as numbers, one an axis. */
export function indexOf(shape: Shape, leading: readonly number[], { row, column }: Cell): readonly number[] {
  const last = shape.length >= 2 ? [row, column] : shape.length === 1 ? [column] : [];
  return [...leading.slice(0, Math.max(0, shape.length - 2)), ...last];
}

/** The flat index of the element under the cursor. */
export function flatUnder(shape: Shape, leading: readonly number[], { y, x }: Cursor): number {
  return flatAt(shape, indexOf(shape, leading, { row: y, column: x }));
}
