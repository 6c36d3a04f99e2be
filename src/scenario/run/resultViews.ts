import { CellKind, type Geometry } from '../../engine/geometry/geometry.ts';
import { outputOffset } from '../../engine/provenance/offsets.ts';
import type { Cursor } from '../../engine/provenance/stage.ts';
import type { MatrixView } from '../../engine/geometry/matrixView.ts';
import type { Run } from './run.ts';

/** A run and its sizes, as the views of its results need them. */
export interface RunShape {
  readonly run: Pick<Run, 'profile' | 'output' | 'reference'>;
  readonly geometry: Geometry;
  /** Returns the rounding bound of the output element at a flat index. */
  readonly boundAt: (at: number) => number;
}

/** Returns a view of one output channel; `read` returns the value at a flat index of the output. */
function channelView({ geometry }: RunShape, { n, c }: Cursor, read: (offset: number) => number): MatrixView {
  return {
    rows: geometry.h.outputSize,
    columns: geometry.w.outputSize,
    value: (y, x) => read(outputOffset(geometry, { n, c, y, x })),
    kind: () => CellKind.value,
  };
}

/** Returns a view of the checked output: the formulation's, or that of another implementation. */
export function outputView(run: RunShape, cursor: Cursor): MatrixView {
  return channelView(run, cursor, (i) => run.run.output.data[i] ?? NaN);
}

/** Returns a view of the reference, of the cursor's batch element and channel. */
export function referenceView(run: RunShape, cursor: Cursor): MatrixView {
  return channelView(run, cursor, (i) => run.run.reference.data[i] ?? NaN);
}

/** Returns a view of the signed error, output − reference, of the cursor's batch element and channel. */
export function errorView(run: RunShape, cursor: Cursor): MatrixView {
  const { output, reference } = run.run;
  return channelView(run, cursor, (i) => (output.data[i] ?? NaN) - (reference.data[i] ?? NaN));
}
