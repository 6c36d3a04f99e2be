import type { Call } from '../../src/engine/core/call.ts';
import { diagnose } from '../../src/engine/diagnose/search/diagnose.ts';
import { stageReaches } from '../../src/engine/diagnose/nonFinite/stageReaches.ts';
import type { FormulationId } from '../../src/engine/provenance/formulation.ts';
import { formulationOf } from '../../src/engine/formulations/formulations.ts';
import type { Geometry } from '../../src/engine/geometry/geometry.ts';
import { profileOf } from '../../src/engine/precision/profiles.ts';
import type { Channel } from '../../src/protocol/channel.ts';
import { shrinkRequest, stageReachRequest, traceRequest } from '../../src/protocol/traceMessages.ts';
import { smallestCallOf } from '../../src/scenario/shrink/smallestCall.ts';
import { tracePropagation } from '../../src/scenario/report/propagationReport.ts';
import { runToEnd } from './runToEnd.ts';

/** The last traced call. */
interface KeptCall {
  readonly call: Call;
  readonly geometry: Geometry;
  readonly formulation: FormulationId;
}

/**
 * Answers requests for the sources of NaN and infinities and for the smallest failing example; keeps the last traced call.
 */
export function answerTracing(channel: Channel): void {
  let kept: KeptCall | null = null;
  channel.handle(traceRequest, async ({ call, geometry, formulation, output, actual }, context) => {
    kept = { call, geometry, formulation };
    return await runToEnd(tracePropagation(call, geometry, formulation, output, actual), context);
  });
  channel.handle(stageReachRequest, async ({ source, cursor }, context) => {
    // A worker that was started after the trace has no call.
    if (kept === null) throw new Error('The trace has expired. Trace the run again.');
    const { call, geometry, formulation } = kept;
    const steps = stageReaches(call, geometry, formulationOf(formulation), source, cursor);
    return await runToEnd(steps, context);
  });
  channel.handle(shrinkRequest, ({ call, geometry, actual, name, profile }, context) => {
    const steps = function* () {
      return yield* smallestCallOf(yield* diagnose(call, geometry, actual, profileOf(profile)), name);
    };
    return runToEnd(steps(), context);
  });
}
