import type { Cursor } from '../../../src/engine/stage.ts';
import type { MatrixView } from '../../../src/engine/view.ts';
import type { Loaded } from '../../store/session.ts';
import type { PaneSource } from '../source.ts';

/** A pane as it is drawn: what can be copied and saved of it. */
export interface Portrait {
  readonly source: PaneSource;
  readonly run: Loaded;
  readonly view: MatrixView;
  readonly canvas: () => HTMLCanvasElement | null;
  readonly cursor: () => Cursor;
}
