import { type ProfileId, profileOf } from '../../engine/precision/profiles.ts';
import type { DerivedPrecision } from '../../engine/probe/precisionRuns.ts';
import type { ProbeResult } from '../../engine/probe/probe.ts';
import { formats } from '../../engine/rounding/formats.ts';

/** What a probe may conclude; the first that applies is its verdict. */
export const probeVerdicts = [
  'crashed',
  'timed-out',
  'no-output',
  'unreadable',
  'wrong-shape',
  'wrong-dtype',
  'too-many-runs',
  'not-finite',
  'not-deterministic',
  'ignored-factors',
  'not-bilinear',
  'unresolved',
  'other-map',
  'batch-dependent',
  'other-dtype',
  'lower-precision',
  'non-finite',
  'right',
] as const;
export type ProbeVerdict = (typeof probeVerdicts)[number];

/** Returns the verdict of a probe whose implementation must have at least the precision of a profile. */
export function probeVerdictOf(
  { answer, random, subject, dependsOnBatch }: ProbeResult,
  profile: ProfileId,
): ProbeVerdict {
  if (answer.kind === 'failed') return answer.failure.kind;
  if (answer.kind !== 'found') return answer.kind;
  if (answer.map.unexplained.length > 0) return 'unresolved';
  if (answer.different.length > 0) return 'other-map';
  if (dependsOnBatch) return 'batch-dependent';
  if (random !== null && random.element !== subject.dtype) return 'other-dtype';
  if (isLowerPrecision(answer.precision, profile)) return 'lower-precision';
  const { nonFinite } = answer;
  const isSwallowed =
    nonFinite !== null &&
    [nonFinite.inputNan, nonFinite.inputInfinity, nonFinite.weightNan, nonFinite.zeroTimesNan].some(
      ({ missing, foreign }) => missing + foreign > 0,
    );
  return isSwallowed || nonFinite?.overflow?.saturates === true ? 'non-finite' : 'right';
}

/** Returns true if an implementation has fewer bits than a profile: in its factors, its result or its sums. */
export function isLowerPrecision(precision: DerivedPrecision | null, profile: ProfileId): boolean {
  if (precision === null) return false;
  const { factors, accumulation, output } = profileOf(profile);
  const needed = Math.min(formats[factors.format].fractionBits, formats[output.format].fractionBits);
  const sums = formats[accumulation.format].fractionBits;
  const hasSums = precision.sums === null || precision.sums === 'more' || precision.sums >= sums;
  const result = Math.min(needed, formats[output.format].fractionBits);
  return (precision.factors ?? 0) < needed || (precision.result ?? 0) < result || !hasSums;
}
