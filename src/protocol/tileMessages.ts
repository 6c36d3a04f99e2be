import type { Areas } from '../engine/areas/areas.ts';
import type { AxisCut } from '../engine/areas/axisCut.ts';
import type { ErrorMeasure } from '../engine/compare/errors.ts';
import type { Plane } from '../engine/views/plane.ts';
import type { Cursor, StageId } from '../engine/provenance/stage.ts';
import type { Tensor } from '../engine/core/tensor.ts';
import type { Run } from '../scenario/run/run.ts';
import { defineEvent, defineRequest } from './channel.ts';

/** The parts of a run that its pictures are made of: everything but the original call, the comparison and who made the reference. */
export type RunPictures = Omit<Run, 'originalCall' | 'comparison' | 'referenceBy' | 'actualFile'>;

/** Tensors without a call: one of a file, or two that are compared. */
export interface TensorPictures {
  readonly tensors: readonly Tensor[];
}

export type PictureSource = RunPictures | TensorPictures;

/** A matrix of a picture source, as drawn for a cursor. */
export interface MatrixRef {
  readonly what:
    | { readonly kind: 'stage'; readonly stage: StageId }
    | { readonly kind: 'actual' }
    /** How many taps reach each element of an output plane. */
    | { readonly kind: 'overlap' }
    | { readonly kind: 'reference' }
    | { readonly kind: 'error'; readonly measure: ErrorMeasure }
    | { readonly kind: 'plane'; readonly tensor: number; readonly plane: Plane }
    /** |a − b| of the first two tensors. */
    | { readonly kind: 'difference'; readonly plane: Plane }
    /** a − b of two of the tensors. */
    | {
        readonly kind: 'signed-difference';
        readonly tensors: readonly [a: number, b: number];
        readonly plane: Plane;
      };
  readonly cursor: Cursor;
}

/** webview → tile worker: keeps a copy of these tensors, in place of others, to read tiles of. */
export const holdRequest = defineRequest<PictureSource, null>('hold');

/** webview → tile worker: the tensors held are of no use any more. */
export const releaseEvent = defineEvent<null>('release');

/** webview → tile worker: reads every cell of a part of a matrix of the tensors held. */
export const areasRequest = defineRequest<
  { readonly lookedAt: MatrixRef; readonly rows: AxisCut; readonly columns: AxisCut },
  Areas
>('areas');
