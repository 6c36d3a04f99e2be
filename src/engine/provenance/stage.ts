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

/** What a stage marks for a cursor: the cells of the output element, and the one cell of the term. */
export interface Highlight {
  readonly element: CellRange | null;
  readonly term: Cell | null;
  /**
   * Where the element's cells do not fill their rectangle: which ones they are. Fold gathers them
   * from all over the column matrix; `element` is then their bounding box.
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
  /** What is drawn for this cursor: its batch element, its channel or its group. */
  view(cursor: Cursor): MatrixView;
  /** One line about that slice: "n 0, c 25", "group 1 of 4", "phase (0, 1)". Empty when there is only one. */
  slice(cursor: Cursor): string;
  /** What the cursor marks here, in the coordinates of {@link Stage.view}. */
  highlight(cursor: Cursor): Highlight;
  /** Where the cursor goes when this cell is picked; null where no output element uses the cell. */
  pick(cell: Cell, cursor: Cursor): Cursor | null;
}
