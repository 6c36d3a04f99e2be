import type { Call } from '../engine/core/call.ts';
import type { NonFiniteElement } from '../engine/diagnose/nonFinite/sources.ts';
import type { StageReach } from '../engine/diagnose/nonFinite/stageReaches.ts';
import type { FormulationId } from '../engine/provenance/formulation.ts';
import type { Geometry } from '../engine/geometry/geometry.ts';
import type { ProfileId } from '../engine/precision/profiles.ts';
import type { Result } from '../engine/core/refusal.ts';
import type { Cursor } from '../engine/provenance/stage.ts';
import type { Tensor } from '../engine/core/tensor.ts';
import type { SmallestCall } from '../scenario/shrink/smallestCall.ts';
import type { TracedCall } from '../scenario/report/propagationReport.ts';
import { defineRequest } from './channel.ts';

/**
 * webview → tracing worker: finds which NaN and infinities of a call's tensors cause those of its output. The worker
 * keeps the call.
 */
export const traceRequest = defineRequest<
  {
    readonly call: Call;
    readonly geometry: Geometry;
    readonly formulation: FormulationId;
    /** The output that the formulation computed. */
    readonly output: Tensor;
    /** The output to check; null if there is none. */
    readonly actual: Tensor | null;
  },
  TracedCall
>('trace');

/**
 * webview → tracing worker: for the call traced last, finds the cells of each stage that one of its NaN or infinities
 * reaches.
 */
export const stageReachRequest = defineRequest<
  { readonly source: NonFiniteElement; readonly cursor: Cursor },
  readonly StageReach[]
>('stage-reaches');

/**
 * webview → tracing worker: diagnoses an output, and searches for the smallest call that still shows the same mistake.
 */
export const shrinkRequest = defineRequest<
  {
    readonly call: Call;
    readonly geometry: Geometry;
    readonly actual: Tensor;
    readonly name: string;
    /** The profile whose rounding errors are accepted. */
    readonly profile: ProfileId;
  },
  Result<SmallestCall>
>('shrink');
