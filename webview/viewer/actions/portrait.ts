import type { Cursor } from '../../../src/engine/provenance/stage.ts';
import type { MatrixView } from '../../../src/engine/geometry/matrixView.ts';
import type { PaneSource, Scene } from '../source.ts';

/** A pane as it is drawn: what can be copied and saved of it. */
export interface Portrait {
  readonly source: PaneSource;
  readonly scene: Scene;
  readonly view: MatrixView;
  readonly canvas: () => HTMLCanvasElement | null;
  readonly cursor: () => Cursor;
}
