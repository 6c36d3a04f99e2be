import type { Cursor } from '../../../src/engine/provenance/stage.ts';
import type { MatrixView } from '../../../src/engine/geometry/matrixView.ts';
import type { PaneModel, TensorStore } from '../paneModel.ts';

/** A pane as it is drawn: what can be copied and saved of it. */
export interface PaneExport {
  readonly source: PaneModel;
  readonly scene: TensorStore;
  readonly view: MatrixView;
  readonly canvas: () => HTMLCanvasElement | null;
  readonly cursor: () => Cursor;
}
