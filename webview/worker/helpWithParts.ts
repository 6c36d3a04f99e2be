import type { Channel, Context } from '../../src/protocol/channel.ts';
import { computePartRequest, keepPartRequest, spreadPartRequest } from '../../src/protocol/workerMessages.ts';
import { resultBuffers } from '../../src/scenario/run/resultBuffers.ts';
import { driverOf } from './runToEnd.ts';
import { localPart, type PartWorker } from './partWorker.ts';

/** Answers the requests of the worker that divides a call: computes one part at a time, in three steps. */
export function helpWithParts(channel: Channel): void {
  // The caller of the latest request cancels the part and receives its progress.
  let context: Context | null = null;
  let part: PartWorker | null = null;
  const partFor = (latest: Context): PartWorker => {
    context = latest;
    return (part ??= localPart({
      ...driverOf(latest),
      cancelled: () => context?.cancelled() ?? false,
      progress: (step) => context?.progress(step),
    }));
  };
  const valueOf = <T>(value: T | null): T => {
    if (value === null) throw new Error('Cancelled.');
    return value;
  };
  channel.handle(computePartRequest, async (job, latest) => valueOf(await partFor(latest).compute(job)));
  channel.handle(spreadPartRequest, async (extent, latest) => valueOf(await partFor(latest).spread(extent)));
  channel.handle(keepPartRequest, async ({ wanted, largest }, latest) => {
    const result = valueOf(await partFor(latest).keep(wanted, largest));
    latest.transfer([...resultBuffers(result), ...result.kept.map(({ buffer }) => buffer)]);
    part = null;
    return result;
  });
}
