import type { Call } from '../../engine/core/call.ts';
import { type Changes, changesOf } from '../../engine/diagnose/search/changes.ts';
import { type DiffLine, diffLines, type FixCode } from '../../engine/diagnose/model/fixCode.ts';
import type { HypothesisCandidate, ExplainedHypothesis, Fit } from '../../engine/diagnose/search/hypotheses.ts';
import type { Hypothesis } from '../../engine/diagnose/model/hypothesis.ts';
import type { Case, Mistake } from '../../engine/diagnose/model/mistake.ts';
import type { Float64Tensor } from '../../engine/core/tensor.ts';

/** A hypothesis as the page lists it: no functions, so that it crosses threads. */
export interface HypothesisRow {
  readonly key: string;
  readonly title: string;
  readonly means: string;
  readonly detail: string;
  /** The stage that it belongs to; null of the call as it is. */
  readonly place: string | null;
  readonly fix: string;
  readonly known: readonly string[];
  readonly fit: Fit;
}

/** The same with what it makes and how it is mended. */
export interface HypothesisExplanation {
  readonly row: HypothesisRow;
  readonly predicted: Float64Tensor | null;
  readonly changes: Changes | null;
  /** Whether there are kernels in the changes that are too many to be handed over. */
  readonly kernelsLeftOut: boolean;
  /** Lines of the program before and after the fix, for each mistake; none where no lines are it. */
  readonly code: readonly (readonly DiffLine[])[];
}

export function hypothesisRowOf({ key, mistakes, detail, fit }: HypothesisCandidate): HypothesisRow {
  const [first] = mistakes;
  if (first === undefined) {
    const title = 'No mistake: the call as it is';
    return { key, title, means: 'rounding only', detail, place: null, fix: '', known: [], fit };
  }
  return {
    key,
    title: mistakes.map(({ title }) => title).join('; '),
    means: mistakes.map(({ means }) => means).join('; '),
    detail,
    place: first.place,
    fix: mistakes.map(({ fix }) => fix).join(' '),
    known: mistakes.flatMap(({ known }) => known),
    fit,
  };
}

/** Elements of a weight up to which it is handed over for its picture. */
const mostWeights = 2 ** 22;

export function explanationOf(
  testCase: Case,
  { candidate, hypothesis, under, predicted }: ExplainedHypothesis,
): HypothesisExplanation {
  const { mistakes } = candidate;
  const changes = hypothesis === null || mistakes.length === 0 ? null : changesOf(testCase, hypothesis);
  const kernelsLeftOut = (changes?.weights?.yours.data.length ?? 0) > mostWeights;
  const [first, second] = mistakes;
  // Of a pair each mistake has lines of its own.
  const made: readonly (readonly [Mistake | undefined, Hypothesis | null])[] =
    second === undefined
      ? [[first, hypothesis]]
      : [
          [first, under],
          [second, hypothesis],
        ];
  return {
    row: hypothesisRowOf(candidate),
    predicted,
    changes: changes && kernelsLeftOut ? { ...changes, weights: null } : changes,
    kernelsLeftOut,
    code: made.flatMap(([mistake, variant]) => {
      const code = variant?.code === undefined ? (mistake?.code ?? null) : variant.code;
      const lines = code === null || mistake === undefined ? null : linesFor(testCase.call, code);
      return lines === null ? [] : [lines];
    }),
  };
}

/** PyTorch has the same padding at both ends: of a call that has not, lines about padding would not do. */
function linesFor(call: Call, code: FixCode): readonly DiffLine[] | null {
  const lines = diffLines(code, call);
  const { padding, paddingEnd } = call.params;
  const even = paddingEnd === undefined || String(paddingEnd) === String(padding);
  const isAboutPads = lines.some(({ sign, text }) => sign === '-' && /\bo?p[HW]\b/.test(text));
  return even || !isAboutPads ? lines : null;
}
