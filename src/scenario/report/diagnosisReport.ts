import type { Comparison } from '../../engine/compare/comparison.ts';
import type { Diagnosis } from '../../engine/diagnose/search/diagnose.ts';
import type { Match } from '../../engine/diagnose/search/findMistakes.ts';
import type { StageId } from '../../engine/provenance/stage.ts';
import type { ProfileId } from '../../engine/precision/profiles.ts';
import type { Shape } from '../../engine/core/tensor.ts';
import type { ErrorReport } from './runReport.ts';
import { errorReportOf, errorScaleOf } from './reportOf.ts';

/** A diagnosis in numbers and sentences for the command line and tests. JSON-safe. */
export interface DiagnosisReport {
  readonly verdict: Diagnosis['verdict'];
  readonly profile: ProfileId | null;
  /** The expected precision: the dtype of the scenario. */
  readonly dtype: ProfileId;
  readonly matches: readonly MatchReport[];
  readonly ambiguity: string | null;
  /** An explanation of the shape of the output if it is not that of the call, otherwise null. */
  readonly shape: string | null;
  readonly output: { readonly shape: Shape };
  readonly actual: { readonly shape: Shape };
  readonly error: ErrorReport | null;
}

/** A mistake, or a pair of mistakes, that explains the output. */
export interface MatchReport {
  /** The id of the mistake; for a pair, both ids joined by "+". */
  readonly id: string;
  readonly kind: 'single' | 'pair';
  readonly title: string;
  readonly detail: string;
  /** The stage that the mistake belongs to; empty for a match without a mistake. */
  readonly place: StageId | '';
  readonly fix: string;
  readonly known: readonly string[];
  readonly maxAbs: number;
  /** `ambiguous` if another mistake makes the same output. */
  readonly confidence: 'certain' | 'ambiguous';
}

/**
 * Returns the flat index of the first element that rounding does not explain; null if there is none, or without a
 * comparison, which other shapes do not have.
 */
export function firstMismatchOf(comparison: Comparison | null): number | null {
  if (comparison === null) return null;
  const { beyondBound, nonFinite } = comparison;
  const firsts = [beyondBound?.first ?? null, nonFinite.first].filter((at) => at !== null);
  return firsts.length === 0 ? null : Math.min(...firsts);
}

/** Returns the report of a diagnosis. */
export function diagnosisReportOf({
  verdict,
  profile,
  own,
  target,
  matches,
  ambiguity,
  shape,
  comparison,
}: Diagnosis): DiagnosisReport {
  const expected = target.reference.shape;
  const confidence = matches.length > 1 ? 'ambiguous' : 'certain';
  return {
    verdict,
    profile,
    dtype: own,
    matches: matches.map((match) => matchReport(match, confidence)),
    ambiguity,
    shape,
    output: { shape: expected },
    actual: { shape: target.actual.shape },
    error: comparison === null ? null : errorReportOf(comparison, expected, errorScaleOf(own)),
  };
}

function matchReport({ mistakes, detail, maxAbs }: Match, confidence: MatchReport['confidence']): MatchReport {
  const [first] = mistakes;
  return {
    id: mistakes.map(({ id }) => id).join('+'),
    kind: mistakes.length === 1 ? 'single' : 'pair',
    title: mistakes.map(({ title }) => title).join('; '),
    detail,
    place: first?.place ?? '',
    fix: mistakes.map(({ fix }) => fix).join(' '),
    known: mistakes.flatMap(({ known }) => known),
    maxAbs,
    confidence,
  };
}
