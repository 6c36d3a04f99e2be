import type { MatrixView } from '../geometry/matrixView.ts';

/**
 * The debugger's program counter: an output element (n, c, y, x) and one term of its dot product.
 * `term` counts in the order in which the formulation adds: 0 ≤ term < termCount.
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

/** The cells that a stage marks for a cursor: those of the output element, and the one of the term. */
export interface Highlight {
  readonly element: CellRange | null;
  readonly term: Cell | null;
  /**
   * The element's cells, if they do not fill their rectangle. Fold gathers them from all over the column matrix;
   * `element` is then their bounding box.
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

/** One thing that tells the drawn slice of a stage from its other slices. */
export type SlicePart =
  | { readonly kind: 'batch'; readonly n: number }
  | { readonly kind: 'channel'; readonly c: number }
  /** The group, counted from 0, among so many. */
  | { readonly kind: 'group'; readonly group: number; readonly groups: number }
  /** The input channel and the output channel within its group. */
  | { readonly kind: 'kernel'; readonly cin: number; readonly cout: number }
  | { readonly kind: 'phase'; readonly y: number; readonly x: number }
  /** The tile among those of its phase. */
  | { readonly kind: 'tile'; readonly y: number; readonly x: number }
  /** The place in the transformed tile. */
  | { readonly kind: 'point'; readonly xi: number; readonly nu: number };

/**
 * One matrix or image on the way from the input to the output.
 * `image`: two spatial axes of one channel; `matrix`: a factor or a product, drawn with brackets.
 */
export interface Stage {
  readonly id: StageId;
  /** Its symbol in the equation: x, x̂, U, w, K, Y … */
  readonly symbol: string;
  readonly title: string;
  readonly form: 'image' | 'matrix';
  /** Full shape of the stage as a tensor, e.g. [N, Cin, H, W] or [rows, columns]. */
  readonly shape: readonly number[];
  /** Returns the matrix drawn for this cursor: its batch element, channel or group. */
  view(cursor: Cursor): MatrixView;
  /** Tells that slice from the stage's others, outermost part first; sliceText writes it. Empty if there is only one slice. */
  slice(cursor: Cursor): readonly SlicePart[];
  /** Returns the cells that the cursor marks, in the coordinates of {@link Stage.view}. */
  highlight(cursor: Cursor): Highlight;
  /** Returns the new cursor when this cell is picked; null if no output element uses the cell. */
  pick(cell: Cell, cursor: Cursor): Cursor | null;
}
