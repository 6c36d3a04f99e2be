import type { Cell, Cursor, Stage } from '../../src/engine/provenance/stage.ts';
import type { DType, Tensor } from '../../src/engine/core/tensor.ts';
import type { PictureSource, MatrixRef } from '../../src/protocol/tileMessages.ts';
import type { StageAxes } from './ticks.ts';

/** A matrix that can be drawn: a stage of a run, or anything with the same interface. */
export type MatrixModel = Omit<Stage, 'id' | 'shape'>;

/** The content of a pane: a stage, a matrix in place of a stage (the reference, the error), or a tensor. */
export interface PaneModel {
  /** Name of the pane, unique on its page; the key of its viewport. */
  readonly key: string;
  readonly stage: MatrixModel;
  /** Precision of the values. */
  readonly dtype: DType;
  /** If true, the header shows the title without the symbol. */
  readonly untitled?: boolean;
  /** If true, the header shows the symbol without the title, for lack of room. */
  readonly brief?: boolean;
  /** The matrix as the tile worker is asked for it. */
  readonly what: MatrixRef['what'];
  /** Names of the rows and columns. */
  readonly axes: StageAxes;
  /** If a cell shows several numbers: the numbers and how they are drawn, in place of those of `stage`. */
  readonly image?: PixelPicture;
  /** Returns the index of a drawn cell in the whole tensor: "[0, 25, 14, 9]". */
  index(cursor: Cursor, cell: Cell): string;
  /** Says what the row and the column of a drawn cell are. If omitted, the index says it. */
  meaning?(cursor: Cursor, cell: Cell): string;
}

/** A picture whose cells show several numbers each, as the pixels of a colour image do. */
export interface PixelPicture {
  /** The image, with one pixel for each cell. */
  readonly canvas: HTMLCanvasElement;
  /** All numbers, of shape (rows, columns, numbers of a cell). */
  readonly tensor: () => Tensor;
  /** Returns the numbers of a cell for people. */
  readonly words: (cell: Cell) => string;
}

/** The tensors behind the panes of a page: a run, or tensors from files. */
export interface TensorStore {
  /** The tensors as the tile worker receives them. */
  readonly tileSource: PictureSource;
  /** Base name of files that are saved. */
  readonly name: string;
  /** Keeps the memory of the tensors from being recycled until the returned function is called. */
  hold(): () => void;
}

/** Returns the reference by which the tile worker finds a pane's matrix at a cursor. */
export function matrixRefOf({ what }: PaneModel, cursor: Cursor): MatrixRef {
  return { what, cursor };
}
