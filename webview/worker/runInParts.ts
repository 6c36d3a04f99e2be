import { defaultWorstCount } from '../../src/engine/compare/compareTensors.ts';
import { comparisonOf } from '../../src/engine/compare/comparisonOf.ts';
import { mergeSpreads } from '../../src/engine/compare/errorSpread.ts';
import { mergeScans } from '../../src/engine/compare/errorScan.ts';
import { quantilesOf, wantedBins } from '../../src/engine/compare/quantiles.ts';
import type { Tolerance } from '../../src/engine/compare/comparison.ts';
import type { CallPart } from '../../src/engine/formulations/parts.ts';
import type { ReferenceBy } from '../../src/engine/reference/reference.ts';
import type { ResolvedCall } from '../../src/scenario/run/resolveCall.ts';
import type { Run } from '../../src/scenario/run/run.ts';
import { joinParts } from './joinParts.ts';
import type { Spares } from './spares.ts';
import type { PartWorker } from './partWorker.ts';

/**
 * Computes a run whose parts are divided among several workers; the result has the same bits as the result of a single
 * worker. Resolves with null if the run is cancelled. @throws if a worker fails
 */
export async function runInParts(
  { call, geometry, formulation }: Pick<ResolvedCall, 'call' | 'geometry' | 'formulation'>,
  tolerance: Tolerance,
  parts: readonly CallPart[],
  workers: readonly PartWorker[],
  spares: Spares,
): Promise<Run | null> {
  type Ask<T> = (worker: PartWorker, i: number) => Promise<T | null>;
  const each = <T>(ask: Ask<T>): Promise<readonly T[] | null> => all(workers.map(ask));
  const computed = await each((worker, i) => {
    const part = parts[i] as CallPart;
    const { firstPlane } = part;
    const spare = spares.takePart(i);
    const job = { call: part.call, geometry: part.geometry, formulation: formulation.id, tolerance, firstPlane, spare };
    return worker.compute(job);
  });
  if (computed === null) return null;
  const scans = computed.map(({ scanned }) => scanned);
  const scanned = mergeScans(scans, defaultWorstCount);
  const extent = { compared: scanned.compared, largest: scanned.maxAbs?.value ?? 0 };
  const spreads = await each((worker) => worker.spread(extent));
  if (spreads === null) return null;
  const spread = mergeSpreads(spreads, extent);
  const wanted = wantedBins(spread.bins, extent);
  const results = await each((worker) => worker.keep(wanted, extent.largest));
  if (results === null) return null;
  const kept = results.map((result) => result.kept);
  const quantiles = quantilesOf(wanted, kept, extent.compared);
  const joined = joinParts(geometry, results, spares.whole);
  spares.giveParts(results);
  const total = joined.computedOutput.data.length;
  return {
    call,
    originalCall: call,
    geometry,
    profile: call.dtype,
    formulation: formulation.id,
    ...joined,
    output: joined.computedOutput,
    actualFile: null,
    referenceBy: computed.map(({ by }) => by).reduce(together),
    comparison: comparisonOf({ total, scanned, spread, quantiles, tolerance, bounded: true }),
  };
}

/** Waits for every promise; returns all values, or null if one of them is null. @throws if a promise was rejected */
async function all<T>(promises: readonly Promise<T | null>[]): Promise<readonly T[] | null> {
  const settled = await Promise.allSettled(promises);
  const values: T[] = [];
  for (const outcome of settled) {
    if (outcome.status === 'rejected') throw outcome.reason;
    if (outcome.value !== null) values.push(outcome.value);
  }
  return values.length === promises.length ? values : null;
}

/** Says how the reference of two parts together was computed: by kernels, if either part's was. */
function together(a: ReferenceBy, b: ReferenceBy): ReferenceBy {
  if (a.kind === 'loop') return b;
  return b.kind === 'loop' ? a : { kind: 'kernels', checked: a.checked + b.checked };
}
