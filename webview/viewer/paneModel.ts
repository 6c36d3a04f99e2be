import type { Cell, Cursor, Stage } from '../../src/engine/provenance/stage.ts';
import type { DType } from '../../src/engine/core/tensor.ts';
import type { PictureSource, MatrixRef } from '../../src/protocol/tileMessages.ts';
import type { StageAxes } from './axisNames.ts';

/** What is drawn: a stage of a run, or anything that is seen like one. */
export type MatrixModel = Omit<Stage, 'id' | 'shape'>;

/** What a pane shows: a stage, something that stands where a stage does (the reference, the error), a tensor. */
export interface PaneModel {
  /** The pane's own name, by which its viewport is kept. */
  readonly key: string;
  readonly stage: MatrixModel;
  /** Precision of its values. */
  readonly dtype: DType;
  /** The title stands without the symbol: what it is says enough. */
  readonly untitled?: boolean;
  /** The symbol stands without the title: there is no room for both. */
  readonly brief?: boolean;
  /** How another thread knows it. */
  readonly what: MatrixRef['what'];
  /** What its rows and columns count. */
  readonly axes: StageAxes;
  /** The index of a drawn cell in the whole tensor: "[0, 25, 14, 9]". */
  index(cursor: Cursor, cell: Cell): string;
}

/** What the panes of a page belong to: a run, or tensors of files. */
export interface TensorStore {
  /** What another thread is given, to look at it as well. */
  readonly looked: PictureSource;
  /** What files that are saved of it are called. */
  readonly name: string;
  /** Keeps its memory from being used for something else until what is returned is called. */
  hold(): () => void;
}

/** What a source shows for a cursor, in words that another thread understands. */
export function lookedAtOf({ what }: PaneModel, cursor: Cursor): MatrixRef {
  return { what, cursor };
}
