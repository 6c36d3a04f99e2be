import type { Cursor } from '../../../src/engine/provenance/stage.ts';
import type { MatrixView } from '../../../src/engine/geometry/matrixView.ts';
import type { PaneModel, TensorStore } from '../paneModel.ts';

/** A pane as currently drawn, for copying and saving. */
export interface PaneExport {
  readonly pane: PaneModel;
  readonly store: TensorStore;
  readonly view: MatrixView;
  readonly canvas: () => HTMLCanvasElement | null;
  readonly cursor: () => Cursor;
}
