import type { Comparison } from '../../engine/compare/comparison.ts';
import type { Call, Params } from '../../engine/core/call.ts';
import { type Hypothesis, changesOnlyCall } from '../../engine/diagnose/model/hypothesis.ts';
import type { ErrorPlaces } from '../../engine/diagnose/where/whereWrong.ts';
import { whereSentences } from './whereWords.ts';
import type { Diagnosis } from '../../engine/diagnose/search/diagnose.ts';
import type { Confidence, Evidence } from '../../engine/diagnose/search/evidence.ts';
import type { Match } from '../../engine/diagnose/search/findMistakes.ts';
import type { StageId } from '../../engine/provenance/stage.ts';
import type { ProfileId } from '../../engine/precision/profiles.ts';
import { elementCount, type Shape } from '../../engine/core/tensor.ts';
import type { JudgedOutput } from '../text/verdictWords.ts';
import { changesInWords } from '../../engine/diagnose/model/parameterNames.ts';
import { shapeCauses } from '../../engine/diagnose/search/explainShape.ts';
import type { ErrorReport } from './runReport.ts';
import { errorReportOf, errorScaleOf, parametersReport } from './reportOf.ts';

/** A diagnosis in numbers and sentences for the command line and tests. JSON-safe. */
export interface DiagnosisReport {
  readonly verdict: Diagnosis['verdict'];
  readonly profile: ProfileId | null;
  /** The expected precision: the dtype of the scenario. */
  readonly dtype: ProfileId;
  readonly matches: readonly MatchReport[];
  /** Number of independent elements that show the mistake, and of hypotheses tried; null without a match. */
  readonly evidence: Evidence | null;
  /** Why the first match is not certain; null if it is certain, or without a match. */
  readonly ambiguity: string | null;
  /** How the shape of the output differs from that of the call; null if it does not. */
  readonly shape: string | null;
  /** Where the wrong elements are, in numbers and in sentences; null if none are, or if the shape differs. */
  readonly where: (ErrorPlaces & { readonly sentences: readonly string[] }) | null;
  /** The mistakes that give such a shape, but other values; null if the shape does not differ, or is explained. */
  readonly shapeCauses: string | null;
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
  /** The parameters of the call whose output this is, if the mistake changes nothing but parameters; null otherwise. */
  readonly call: ReturnType<typeof parametersReport> | null;
  /** How these parameters differ from those of the call: "stride 1 in place of 2"; null if `call` is null. */
  readonly instead: string | null;
  /** `ambiguous` if another mistake makes the same output, `possible` if too few elements decide. */
  readonly confidence: Confidence;
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
  tried,
  confidence,
  evidence,
  ambiguity,
  shape,
  where,
  comparison,
}: Diagnosis): DiagnosisReport {
  const expected = target.reference.shape;
  return {
    verdict,
    profile,
    dtype: own,
    matches: confidence === null ? [] : matches.map((match) => matchReport(match, confidence, target.call)),
    evidence,
    ambiguity,
    shape,
    where: where && { ...where, sentences: whereSentences(where) },
    shapeCauses: shape === null ? null : shapeCauses({ matches, tried }),
    output: { shape: expected },
    actual: { shape: target.actual.shape },
    error: comparison === null ? null : errorReportOf(comparison, expected, errorScaleOf(own)),
  };
}

function matchReport(
  { mistakes, detail, maxAbs, hypothesis }: Match,
  confidence: MatchReport['confidence'],
  call: Call,
): MatchReport {
  const params = hypothesis.parameters ?? otherParameters(hypothesis, call);
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
    call: params && parametersReport(params),
    instead: params && changesInWords(call.params, params),
    confidence,
  };
}

/** Returns the parameters of a hypothesis if it is the call with other parameters; null otherwise. */
function otherParameters(hypothesis: Hypothesis, call: Call): Params | null {
  const { call: made } = hypothesis;
  const isSame = made.input === call.input && made.weight === call.weight && made.bias === call.bias;
  return changesOnlyCall(hypothesis) && isSame && made.params !== call.params ? made.params : null;
}

const noCounts = { nan: 0, positiveInfinity: 0, negativeInfinity: 0 } as const;

/** Returns the numbers that the headline of a diagnosed output names. */
export function judgedOutputOf({ verdict, profile, dtype, output, actual, error }: DiagnosisReport): JudgedOutput {
  if (verdict === 'shape-mismatch') return { verdict, actual: actual.shape, expected: output.shape };
  return {
    verdict,
    precision: profile ?? dtype,
    total: elementCount(output.shape),
    beyondBound: error?.beyondBound ?? 0,
    nonFinite: error?.nonFinite ?? { actual: noCounts, expected: noCounts, unmatched: 0 },
    // In a precision with a narrow range an overflow is no mistake.
    isOverflow: verdict === 'non-finite' && profile === dtype,
  };
}
