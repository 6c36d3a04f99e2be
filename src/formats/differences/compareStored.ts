import type { ComparedPart } from '../../engine/compare/comparedPart.ts';
import type { Comparison, Extreme, Tolerance } from '../../engine/compare/comparison.ts';
import { comparisonOf } from '../../engine/compare/comparisonOf.ts';
import { compareTensors, defaultWorstCount } from '../../engine/compare/compareTensors.ts';
import { mergeScans, scanErrors, type ScanResult } from '../../engine/compare/errorScan.ts';
import { type ErrorSpread, mergeSpreads, spreadErrors } from '../../engine/compare/errorSpread.ts';
import { keepErrors } from '../../engine/compare/keepErrors.ts';
import { isMismatch } from '../../engine/compare/nextMismatch.ts';
import { quantilesOf, wantedBins } from '../../engine/compare/quantiles.ts';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import type { Steps } from '../../engine/core/steps.ts';
import { elementCount } from '../../engine/core/tensor.ts';
import type { FormatName } from '../../engine/rounding/formats.ts';
import { type BlockPlace, blockPlacesOf, readPairBlock, type StoredPair } from './storedPair.ts';

/** How a long comparison shares its thread with other work. */
export interface Pacing {
  /** Runs a computation to its end; null if it was cancelled. */
  readonly run: <T>(steps: Steps<T>) => Promise<{ readonly value: T } | null>;
  /** Resolves when other work that is waiting has been done. Called between tensors. */
  readonly rest: () => Promise<void>;
  /** Called after every block with the number of elements that were compared. */
  readonly report: (elements: number) => void;
}

/** How two stored tensors are compared. */
export interface StoredOptions {
  readonly tolerance: Tolerance;
  /** The format whose units in the last place are counted; null if neither tensor has one, as integers. */
  readonly ulp: FormatName | null;
}

/** The largest differences between two tensors, and how many of their elements differ. */
export interface ValueDifference {
  readonly total: number;
  /** True if every element equals the other file's. NaN equals NaN here, whatever the tolerance. */
  readonly isEqual: boolean;
  readonly maxAbs: Extreme | null;
  /** |a − b| ÷ |b|. */
  readonly maxRel: Extreme | null;
  /** In units in the last place of the elements' type; null for integers, which have none. */
  readonly maxUlp: Extreme | null;
  /** Elements outside the tolerance, unmatched NaN and infinities included. */
  readonly mismatches: number;
  /** Elements that are NaN or infinite in one tensor and not the same in the other. */
  readonly unmatched: number;
  /** Elements that are NaN in both tensors. They are mismatches unless NaN equals NaN. */
  readonly bothNaN: number;
}

/** The refusal of work that was cancelled. */
export const cancelledRefusal = refuse('file', 'Cancelled.');

/** Compares two stored tensors in one pass, block by block. */
export async function scanStored(
  pair: StoredPair,
  { tolerance, ulp }: StoredOptions,
  { run, report }: Pacing,
): Promise<Result<ValueDifference>> {
  const scans: ScanResult[] = [];
  let bothNaN = 0;
  for (const place of blockPlacesOf(pair)) {
    const part = await readPairBlock(pair, place);
    if (!part.ok) return part;
    const scanned = await run(
      scanErrors(part.value, { tolerance: { ...tolerance, equalNan: true }, bound: null, worst: 1, ...formatOf(ulp) }),
    );
    if (scanned === null) return cancelledRefusal;
    const { actual, expected } = scanned.value;
    if (actual.nan > 0 && expected.nan > 0) bothNaN += countBothNaN(part.value);
    scans.push(scanned.value);
    report(place.count);
  }
  const { allEqual, maxAbs, maxRel, maxUlp, mismatches, unmatched } = mergeScans(scans, 1);
  return ok({
    total: elementCount(pair.a.shape),
    isEqual: allEqual,
    maxAbs,
    maxRel,
    maxUlp: ulp === null ? null : maxUlp,
    mismatches: mismatches.count + (tolerance.equalNan ? 0 : bothNaN),
    unmatched: unmatched.count,
    bothNaN,
  });
}

function countBothNaN({ actual, expected }: ComparedPart): number {
  let count = 0;
  for (let i = 0; i < actual.data.length; i++) {
    if (Number.isNaN(actual.data[i]) && Number.isNaN(expected.data[i])) count += 1;
  }
  return count;
}

/** The most errors that are kept for the exact quantiles. */
const mostKeptErrors = 1 << 24;

/**
 * Compares two stored tensors as `compareTensors` does two tensors in memory. The quantiles are left out if more errors
 * would have to be kept than memory should be spent on.
 */
export async function compareStored(
  pair: StoredPair,
  { tolerance, ulp }: StoredOptions,
  { run, report }: Pacing,
): Promise<Result<Comparison>> {
  const places = blockPlacesOf(pair);
  const [only] = places;
  if (places.length <= 1) {
    const none = { actual: emptyTensor, expected: emptyTensor, first: 0, plane: 1 };
    const part = only === undefined ? ok(none) : await readPairBlock(pair, only);
    if (!part.ok) return part;
    const { actual, expected } = part.value;
    const compared = await run(compareTensors(actual, expected, { tolerance, ...formatOf(ulp) }));
    report(3 * actual.data.length);
    return compared === null ? cancelledRefusal : ok(withoutUlp(compared.value, ulp));
  }
  /** Runs a pass over all blocks. */
  const pass = async <T>(steps: (part: ComparedPart) => Steps<T>): Promise<Result<readonly T[]>> => {
    const results: T[] = [];
    for (const place of places) {
      const part = await readPairBlock(pair, place);
      if (!part.ok) return part;
      const done = await run(steps(part.value));
      if (done === null) return cancelledRefusal;
      results.push(done.value);
      report(place.count);
    }
    return ok(results);
  };
  const options = { tolerance, bound: null, worst: defaultWorstCount, ...formatOf(ulp) };
  const scans = await pass((part) => scanErrors(part, options));
  if (!scans.ok) return scans;
  const scanned = mergeScans(scans.value, defaultWorstCount);
  const extent = { compared: scanned.compared, largest: scanned.maxAbs?.value ?? 0 };
  const spreads: Result<readonly ErrorSpread[]> = await pass((part) => spreadErrors(part, extent));
  if (!spreads.ok) return spreads;
  const spread = mergeSpreads(spreads.value, extent);
  const wanted = wantedBins(spread.bins, extent);
  const isAffordable = wanted.reduce((sum, { size }) => sum + size, 0) <= mostKeptErrors;
  const kept = isAffordable
    ? await pass((part) => keepErrors(part, smaller(wanted, part.actual.data.length), extent.largest))
    : ok([]);
  if (!kept.ok) return kept;
  const quantiles = isAffordable ? quantilesOf(wanted, kept.value, extent.compared) : [];
  const total = elementCount(pair.a.shape);
  return ok(withoutUlp(comparisonOf({ total, scanned, spread, quantiles, tolerance, bounded: false }), ulp));
}

const emptyTensor = { dtype: 'float32', shape: [0], data: new Float32Array(0) } as const;

/** Returns the bins with no more room than a block has elements. */
function smaller(wanted: ReturnType<typeof wantedBins>, most: number): ReturnType<typeof wantedBins> {
  return wanted.map((bin) => ({ ...bin, size: Math.min(bin.size, most) }));
}

function formatOf(ulp: FormatName | null): { readonly stored?: FormatName } {
  return ulp === null ? {} : { stored: ulp };
}

function withoutUlp(comparison: Comparison, ulp: FormatName | null): Comparison {
  return ulp === null ? { ...comparison, maxUlp: null } : comparison;
}

/**
 * Finds the next mismatch after the element `from` (or, if `by` is −1, the previous one), wrapping around; null if there
 * is none.
 */
export async function nextStoredMismatch(
  pair: StoredPair,
  tolerance: Tolerance,
  from: number,
  by: 1 | -1,
  { run, report }: Pacing,
): Promise<Result<number | null>> {
  const places = blockPlacesOf(pair);
  const start = Math.max(
    0,
    places.findIndex(({ first, count }) => from < first + count),
  );
  // The block of `from` comes first for the elements on one side of it, and last for those on the other.
  for (let step = 0; step <= places.length; step++) {
    const place = places[(((start + by * step) % places.length) + places.length) % places.length];
    if (place === undefined) return ok(null);
    const part = await readPairBlock(pair, place);
    if (!part.ok) return part;
    const [low, high] = rangeIn(place, from, by, step === 0, step === places.length);
    const found = await run(findMismatch(part.value, tolerance, low, high, by));
    if (found === null) return cancelledRefusal;
    report(place.count);
    if (found.value !== null) return ok(found.value);
  }
  return ok(null);
}

/** Returns the elements of a block to search, as indices in the block: from the first up to, but without, the second. */
function rangeIn(
  { first, count }: BlockPlace,
  from: number,
  by: 1 | -1,
  isFirst: boolean,
  isLast: boolean,
): readonly [number, number] {
  const here = from - first;
  if (isFirst) return by > 0 ? [here + 1, count] : [0, here];
  if (isLast) return by > 0 ? [0, here + 1] : [here, count];
  return [0, count];
}

const elementsPerStep = 1 << 16;

function* findMismatch(
  { actual, expected, first }: ComparedPart,
  tolerance: Tolerance,
  low: number,
  high: number,
  by: 1 | -1,
): Steps<number | null> {
  for (let step = 0; step < high - low; step++) {
    const at = by > 0 ? low + step : high - 1 - step;
    if (isMismatch(actual.data[at] as number, expected.data[at] as number, tolerance)) return first + at;
    if (step % elementsPerStep === 0) yield { stage: 'Mismatch', done: step, total: high - low };
  }
  return null;
}
