import type { Areas } from '../engine/areas/areas.ts';
import type { AxisCut } from '../engine/areas/axisCut.ts';
import type { ErrorMeasure } from '../engine/compare/errorMeasure.ts';
import type { Cursor, StageId } from '../engine/stage.ts';
import type { Run } from '../scenario/run.ts';
import { event, request } from './channel.ts';

/** What a run looks like is made of: everything but the comparison and who made the reference. */
export type Lookable = Omit<Run, 'comparison' | 'referenceBy' | 'actualFile'>;

/** A matrix of a run: a stage, or what stands where a stage does, as drawn for a cursor. */
export interface LookedAt {
  readonly what:
    | { readonly kind: 'stage'; readonly stage: StageId }
    | { readonly kind: 'actual' }
    | { readonly kind: 'reference' }
    | { readonly kind: 'error'; readonly measure: ErrorMeasure };
  readonly cursor: Cursor;
}

/** webview → looking worker: keep a copy of this run's tensors, in place of another's, to look at. */
export const holdRequest = request<Lookable, null>('hold');

/** webview → looking worker: the run that is held is of no use any more. */
export const releaseEvent = event<null>('release');

/** webview → looking worker: read every cell of a part of a matrix of the held run. */
export const areasRequest = request<
  { readonly lookedAt: LookedAt; readonly rows: AxisCut; readonly columns: AxisCut },
  Areas
>('areas');
