import type { Call } from '../../src/engine/core/call.ts';
import { stageReaches } from '../../src/engine/diagnose/nonFinite/stageReaches.ts';
import type { FormulationId } from '../../src/engine/provenance/formulation.ts';
import { formulationOf } from '../../src/engine/formulations/formulations.ts';
import type { Geometry } from '../../src/engine/geometry/geometry.ts';
import { profileOf } from '../../src/engine/precision/profiles.ts';
import type { Channel } from '../../src/protocol/channel.ts';
import { shrinkRequest, stageReachRequest, traceRequest } from '../../src/protocol/traceMessages.ts';
import { smallestCallOf } from '../../src/scenario/shrink/smallestCall.ts';
import { tracePropagation } from '../../src/scenario/report/propagationReport.ts';
import { driven } from './driven.ts';

interface Kept {
  readonly call: Call;
  readonly geometry: Geometry;
  readonly formulation: FormulationId;
}

/** Answers where NaN and infinities come from and what the smallest wrong call is; keeps the last call that was traced. */
export function answerTracing(channel: Channel): void {
  let kept: Kept | null = null;
  channel.handle(traceRequest, async ({ call, geometry, formulation, output, actual }, context) => {
    kept = { call, geometry, formulation };
    return await driven(tracePropagation(call, geometry, formulation, output, actual), context);
  });
  channel.handle(stageReachRequest, async ({ source, cursor }, context) => {
    // A worker that did not trace the call has none.
    if (kept === null) throw new Error('The call is not known any more.');
    const { call, geometry, formulation } = kept;
    const steps = stageReaches(call, geometry, formulationOf(formulation), source, cursor);
    return await driven(steps, context);
  });
  channel.handle(shrinkRequest, ({ call, actual, name, profile }, context) =>
    driven(smallestCallOf(call, actual, name, profileOf(profile)), context),
  );
}
