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

/** Takes a part from its call to its result; each step resolves with null when it is cancelled. */
export interface PartWorker {
  compute(job: PartJob): Promise<{ readonly scanned: ScanResult; readonly by: ReferenceBy } | null>;
  spread(extent: Extent): Promise<ErrorSpread | null>;
  keep(wanted: readonly WantedBin[], largest: number): Promise<PartResult | null>;
}

/** Computes a part in this worker. */
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

/** How often a cancellation is checked for while another worker computes. */
const lookMilliseconds = 10;

/** Computes a part in another worker. @throws if that worker fails; a cancellation is no failure */
export function remotePart(channel: Channel, cancelled: () => boolean): PartWorker {
  const ask = async <P, R>(
    request: RequestType<P, R>,
    params: P,
    transfer: readonly ArrayBuffer[] = [],
  ): Promise<R | null> => {
    const pending = channel.call(request, params, { transfer });
    const timer = setInterval(() => {
      if (cancelled()) pending.cancel();
    }, lookMilliseconds);
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
