import type { Areas } from '../engine/areas/areas.ts';
import type { AxisCut } from '../engine/areas/axisCut.ts';
import type { ErrorMeasure } from '../engine/compare/errors.ts';
import type { Plane } from '../engine/views/plane.ts';
import type { Cursor, StageId } from '../engine/provenance/stage.ts';
import type { Tensor } from '../engine/core/tensor.ts';
import type { Run } from '../scenario/run/run.ts';
import { defineEvent, defineRequest } from './channel.ts';

/** The parts of a run that panes draw. */
export type RunPictures = Omit<Run, 'originalCall' | 'comparison' | 'referenceBy' | 'actualFile'>;

/** Tensors that are shown without a call: one from a file, or those of a comparison or a diagnosis. */
export interface TensorPictures {
  readonly tensors: readonly Tensor[];
}

/** The tensors that the panes of a page draw. */
export type PictureSource = RunPictures | TensorPictures;

/** Names one matrix of a {@link PictureSource}, in the slice that is drawn for a cursor. */
export interface MatrixRef {
  readonly what:
    | { readonly kind: 'stage'; readonly stage: StageId }
    | { readonly kind: 'actual' }
    /** A map of the number of taps that reach each element of an output plane. */
    | { readonly kind: 'overlap' }
    | { readonly kind: 'reference' }
    | { readonly kind: 'error'; readonly measure: ErrorMeasure }
    | { readonly kind: 'plane'; readonly tensor: number; readonly plane: Plane }
    /** |a − b| of the first two tensors, in one plane. */
    | { readonly kind: 'difference'; readonly plane: Plane }
    /** a − b of two of the tensors, in one plane. */
    | {
        readonly kind: 'signed-difference';
        readonly tensors: readonly [a: number, b: number];
        readonly plane: Plane;
      };
  readonly cursor: Cursor;
}

/** webview → tile worker: keeps a copy of these tensors for {@link areasRequest}. Replaces those kept before. */
export const holdRequest = defineRequest<PictureSource, null>('hold');

/** webview → tile worker: drops the kept tensors. */
export const releaseEvent = defineEvent<null>('release');

/**
 * webview → tile worker: computes the statistics that a coarse grid shows of a part of a matrix of the kept tensors.
 */
export const areasRequest = defineRequest<
  { readonly matrix: MatrixRef; readonly rows: AxisCut; readonly columns: AxisCut },
  Areas
>('areas');
