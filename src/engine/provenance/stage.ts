import type { MatrixView } from '../geometry/matrixView.ts';

/**
 * What the debugger is stopped at, like a program counter: an output element (n, c, y, x) and one term of its dot
 * product. `term` counts in the order in which the formulation adds: 0 ≤ term < termCount.
 */
export interface Cursor {
  readonly n: number;
  readonly c: number;
  readonly y: number;
  readonly x: number;
  readonly term: number;
}

export interface Cell {
  readonly row: number;
  readonly column: number;
}

export interface CellRange extends Cell {
  readonly rows: number;
  readonly columns: number;
}

/**
 * The cells of a stage that are highlighted for a cursor: those that belong to the output element, and the one that
 * belongs to the term.
 */
export interface Highlight {
  readonly element: CellRange | null;
  readonly term: Cell | null;
  /**
   * The cells of the output element, if they are not a full rectangle: fold adds cells from all over the column matrix.
   * `element` is then the smallest rectangle around them.
   */
  readonly cells?: readonly Cell[];
}

export type StageId =
  | 'input'
  | 'padded'
  | 'unfolded'
  | 'weight'
  | 'rotated'
  | 'kernel-matrix'
  | 'product'
  | 'weight-matrix'
  | 'input-matrix'
  | 'columns'
  | 'phase-kernel'
  | 'phase-unfolded'
  | 'phase-kernel-matrix'
  | 'phase-product'
  | 'convolution-matrix'
  | 'input-vector'
  | 'output-vector'
  | 'tile'
  | 'transformed-tile'
  | 'transformed-input'
  | 'transformed-kernel'
  | 'transformed-kernel-matrix'
  | 'transformed-product'
  | 'output';

/** One part of the description of the slice of a stage that is drawn, such as its channel. */
export type SlicePart =
  | { readonly kind: 'batch'; readonly n: number }
  | { readonly kind: 'channel'; readonly c: number }
  /** The group, counted from 0, and the number of groups. */
  | { readonly kind: 'group'; readonly group: number; readonly groups: number }
  /** The kernel: its input channel, and its output channel within the group. */
  | { readonly kind: 'kernel'; readonly cin: number; readonly cout: number }
  | { readonly kind: 'phase'; readonly y: number; readonly x: number }
  /** The tile, counted from 0 in its stride phase. */
  | { readonly kind: 'tile'; readonly y: number; readonly x: number }
  /** The place ξ in the transformed tile. */
  | { readonly kind: 'point'; readonly xi: number; readonly nu: number };

/**
 * One matrix or image on the way from the input to the output. Form `image` has two spatial axes of one channel; form
 * `matrix` is a factor or a product of a matrix multiplication, drawn with brackets.
 */
export interface Stage {
  readonly id: StageId;
  /** The stage's symbol in equations: x, x̂, U, w, K, Y … */
  readonly symbol: string;
  readonly title: string;
  readonly form: 'image' | 'matrix';
  /** Shape of the whole stage as a tensor, for example [N, Cin, H, W] or [rows, columns]. */
  readonly shape: readonly number[];
  /**
   * Returns the slice of the stage that is drawn for a cursor: the matrix of the cursor's batch element, channel or
   * group.
   */
  view(cursor: Cursor): MatrixView;
  /**
   * Describes which slice is drawn, outermost part first; empty if the stage has only one slice. `sliceText` turns the
   * parts into words.
   */
  slice(cursor: Cursor): readonly SlicePart[];
  /** Returns the cells that are highlighted for a cursor, in the coordinates of {@link Stage.view}. */
  highlight(cursor: Cursor): Highlight;
  /** Returns the cursor after a click on a cell; null if no output element uses the cell. */
  pick(cell: Cell, cursor: Cursor): Cursor | null;
}
