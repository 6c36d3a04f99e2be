import type { Channel, Context } from '../../src/protocol/channel.ts';
import { computePartRequest, keepPartRequest, spreadPartRequest } from '../../src/protocol/workerMessages.ts';
import { resultBuffers } from '../../src/scenario/run/resultBuffers.ts';
import { driverOf } from './driven.ts';
import { localPart, type PartWorker } from './partWorker.ts';

/** Computes one part at a time for the worker that divides a call, from the part's call to its result. */
export function helpWithParts(channel: Channel): void {
  // The latest request drives the part: its caller is the one that cancels.
  let context: Context | null = null;
  let part: PartWorker | null = null;
  const asked = (by: Context): PartWorker => {
    context = by;
    return (part ??= localPart({
      ...driverOf(by),
      cancelled: () => context?.cancelled() ?? false,
      progress: (step) => context?.progress(step),
    }));
  };
  const done = <T>(value: T | null): T => {
    if (value === null) throw new Error('Cancelled.');
    return value;
  };
  channel.handle(computePartRequest, async (job, by) => done(await asked(by).compute(job)));
  channel.handle(spreadPartRequest, async (extent, by) => done(await asked(by).spread(extent)));
  channel.handle(keepPartRequest, async ({ wanted, largest }, by) => {
    const result = done(await asked(by).keep(wanted, largest));
    by.transfer([...resultBuffers(result), ...result.kept.map(({ buffer }) => buffer)]);
    part = null;
    return result;
  });
}
