import type { ScanResult } from '../../src/engine/compare/errorScan.ts';
import type { ErrorSpread } from '../../src/engine/compare/errorSpread.ts';
import type { Extent } from '../../src/engine/compare/spreadScale.ts';
import type { WantedBin } from '../../src/engine/compare/quantiles.ts';
import type { ReferenceBy } from '../../src/engine/reference/reference.ts';
import type { Steps } from '../../src/engine/core/steps.ts';
import type { Channel, RequestType } from '../../src/protocol/channel.ts';
import { drive, type Driver } from '../../src/protocol/drive.ts';
import { computePartRequest, keepPartRequest, spreadPartRequest } from '../../src/protocol/workerMessages.ts';
import { type PartJob, type PartResult, PartRun } from '../../src/scenario/run/partRun.ts';

/** Computes one part in three steps; each step resolves with null if it is cancelled. */
export interface PartWorker {
  compute(job: PartJob): Promise<{ readonly scanned: ScanResult; readonly by: ReferenceBy } | null>;
  spread(extent: Extent): Promise<ErrorSpread | null>;
  keep(wanted: readonly WantedBin[], largest: number): Promise<PartResult | null>;
}

/** Returns a part worker that computes in this worker. */
export function localPart(driver: Driver): PartWorker {
  let run: PartRun | null = null;
  const finish = async <T>(steps: Steps<T> | undefined): Promise<T | null> =>
    steps === undefined ? null : ((await drive(steps, driver))?.value ?? null);
  return {
    compute: (job) => finish((run = new PartRun(job)).compute()),
    spread: (extent) => finish(run?.spread(extent)),
    keep: (wanted, largest) => finish(run?.keep(wanted, largest)),
  };
}

/** Time between two checks for a cancellation while another worker computes. */
const checkMilliseconds = 10;

/**
 * Returns a part worker that computes in another worker. Its steps throw if that worker fails, not if they are
 * cancelled.
 */
export function remotePart(channel: Channel, cancelled: () => boolean): PartWorker {
  const ask = async <P, R>(
    request: RequestType<P, R>,
    params: P,
    transfer: readonly ArrayBuffer[] = [],
  ): Promise<R | null> => {
    const pending = channel.call(request, params, { transfer });
    const timer = setInterval(() => {
      if (cancelled()) pending.cancel();
    }, checkMilliseconds);
    const reply = await pending.reply;
    clearInterval(timer);
    if (reply.ok) return reply.value;
    if (reply.reason === 'cancelled') return null;
    throw new Error(reply.error);
  };
  return {
    compute: (job) => ask(computePartRequest, job, job.spare),
    spread: (extent) => ask(spreadPartRequest, extent),
    keep: (wanted, largest) => ask(keepPartRequest, { wanted, largest }),
  };
}
