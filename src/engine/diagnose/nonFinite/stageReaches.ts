import type { Call } from '../../core/call.ts';
import type { Formulation } from '../../provenance/formulation.ts';
import type { Geometry } from '../../geometry/geometry.ts';
import { progressOf } from '../../core/progress.ts';
import type { Cursor, StageId } from '../../provenance/stage.ts';
import type { Steps } from '../../core/steps.ts';
import { type MatrixView, readRow } from '../../geometry/matrixView.ts';
import type { NonFiniteElement } from './sources.ts';
import { stagePropagations } from './stagePropagation.ts';

/** How far a source has come in a stage, as drawn for a cursor. */
export interface StageReach {
  readonly id: StageId;
  readonly symbol: string;
  readonly title: string;
  /** Which slice of the stage that is. */
  readonly slice: string;
  readonly rows: number;
  readonly columns: number;
  /** Cells of the slice that it makes non-finite. */
  readonly reachedCells: number;
  readonly picture: ReachPicture;
}

/** A stage made small: 1 where it makes any of a pixel's cells non-finite, row-major. */
export interface ReachPicture {
  readonly rows: number;
  readonly columns: number;
  readonly pixels: Uint8Array<ArrayBuffer>;
}

/** Pictures have no more pixels than these, down and across. */
const most = { rows: 64, columns: 96 };

/** Follows one source through the stages of a formulation, and reads every cell that is drawn for the cursor. */
export function* stageReaches(
  call: Call,
  geometry: Geometry,
  formulation: Formulation,
  source: NonFiniteElement,
  cursor: Cursor,
): Steps<readonly StageReach[]> {
  const found: StageReach[] = [];
  for (const stage of yield* stagePropagations(call, geometry, formulation, source)) {
    const { id, symbol, title } = stage;
    const view = stage.view(cursor);
    const { rows, columns } = view;
    const read = yield* readPropagation(view, title);
    found.push({ id, symbol, title, slice: stage.slice(cursor), rows, columns, ...read });
  }
  return found;
}

/** Where a view of the trace reads NaN. */
function* readPropagation(view: MatrixView, title: string): Steps<Pick<StageReach, 'reachedCells' | 'picture'>> {
  const rows = Math.min(view.rows, most.rows);
  const columns = Math.min(view.columns, most.columns);
  const pixels = new Uint8Array(rows * columns);
  const every = Int32Array.from({ length: view.columns }, (_, column) => column);
  const values = new Float64Array(view.columns);
  const kinds = new Uint8Array(view.columns);
  const progress = progressOf(title, view.rows * view.columns);
  let reachedCells = 0;
  for (let row = 0; row < view.rows; row++) {
    readRow(view, row, every, values, kinds);
    const line = columns * Math.floor((row * rows) / view.rows);
    for (let column = 0; column < view.columns; column++) {
      if (!Number.isNaN(values[column])) continue;
      reachedCells++;
      pixels[line + Math.floor((column * columns) / view.columns)] = 1;
    }
    const step = progress.advance(view.columns);
    if (step !== null) yield step;
  }
  return { reachedCells, picture: { rows, columns, pixels } };
}
