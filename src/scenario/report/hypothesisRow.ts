import type { Call } from '../../engine/core/call.ts';
import { type Changes, changesOf } from '../../engine/diagnose/search/changes.ts';
import { type DiffLine, diffLines, type FixCode } from '../../engine/diagnose/model/fixCode.ts';
import type { HypothesisCandidate, ExplainedHypothesis, Fit } from '../../engine/diagnose/search/hypotheses.ts';
import type { Hypothesis } from '../../engine/diagnose/model/hypothesis.ts';
import type { DiagnosisTarget, Mistake } from '../../engine/diagnose/model/mistake.ts';
import type { StageId } from '../../engine/provenance/stage.ts';
import type { Float64Tensor } from '../../engine/core/tensor.ts';

/** A hypothesis as the page lists it. It has no functions, so that it can be sent between threads. */
export interface HypothesisRow {
  readonly key: string;
  /** One mistake, two of them together, or the call as it is. */
  readonly kind: 'none' | 'single' | 'pair';
  readonly title: string;
  readonly means: string;
  readonly detail: string;
  /** The stage that the mistake belongs to; null for the call without a mistake. */
  readonly place: StageId | null;
  readonly fix: string;
  readonly known: readonly string[];
  readonly fit: Fit;
}

/** A hypothesis with its predicted output and its fix. */
export interface HypothesisExplanation {
  readonly row: HypothesisRow;
  readonly predicted: Float64Tensor | null;
  readonly changes: Changes | null;
  /** True if the changed kernels were left out because they are too large to be sent. */
  readonly kernelsLeftOut: boolean;
  /**
   * For each mistake, the lines of the program before and after the fix; empty if the fix is not a change of these
   * lines.
   */
  readonly code: readonly (readonly DiffLine[])[];
}

/** Returns the row of a hypothesis. */
export function hypothesisRowOf({ key, mistakes, detail, fit }: HypothesisCandidate): HypothesisRow {
  const [first] = mistakes;
  if (first === undefined) {
    const title = 'No mistake: the call as it is';
    return { key, kind: 'none', title, means: 'rounding only', detail, place: null, fix: '', known: [], fit };
  }
  return {
    key,
    kind: mistakes.length === 1 ? 'single' : 'pair',
    title: mistakes.map(({ title }) => title).join('; '),
    means: mistakes.map(({ means }) => means).join('; '),
    detail,
    place: first.place,
    fix: mistakes.map(({ fix }) => fix).join(' '),
    known: mistakes.flatMap(({ known }) => known),
    fit,
  };
}

/** The most elements of a weight that are sent to be drawn. */
const mostWeights = 2 ** 22;

/** Returns the explanation of a hypothesis for `testCase`. */
export function explanationOf(
  target: DiagnosisTarget,
  { candidate, hypothesis, firstHypothesis, predicted }: ExplainedHypothesis,
): HypothesisExplanation {
  const { mistakes } = candidate;
  const changes = hypothesis === null || mistakes.length === 0 ? null : changesOf(target, hypothesis);
  const kernelsLeftOut = (changes?.weights?.yours.data.length ?? 0) > mostWeights;
  return {
    row: hypothesisRowOf(candidate),
    predicted,
    changes: changes && kernelsLeftOut ? { ...changes, weights: null } : changes,
    kernelsLeftOut,
    code: fixLinesOf(target.call, { mistakes, hypothesis, firstHypothesis }),
  };
}

/** A mistake, or a pair of them, with the variants that were made. */
interface MadeMistakes {
  readonly mistakes: readonly Mistake[];
  readonly hypothesis: Hypothesis | null;
  /** For a pair, the first mistake on its own. */
  readonly firstHypothesis?: Hypothesis | null;
}

/** Returns the lines of the fix of each mistake; none of a mistake whose fix is not a change of these lines. */
export function fixLinesOf(
  call: Call,
  { mistakes: [first, second], hypothesis, firstHypothesis = null }: MadeMistakes,
): readonly (readonly DiffLine[])[] {
  // In a pair, each mistake has its own lines.
  const made: readonly (readonly [Mistake | undefined, Hypothesis | null])[] =
    second === undefined
      ? [[first, hypothesis]]
      : [
          [first, firstHypothesis],
          [second, hypothesis],
        ];
  return made.flatMap(([mistake, variant]) => {
    const code = variant?.code === undefined ? (mistake?.code ?? null) : variant.code;
    const lines = code === null || mistake === undefined ? null : linesFor(call, code);
    return lines === null ? [] : [lines];
  });
}

/**
 * Returns the lines of a fix, or null if the call has asymmetric padding and the lines are about padding: PyTorch has
 * only symmetric padding.
 */
function linesFor(call: Call, code: FixCode): readonly DiffLine[] | null {
  const lines = diffLines(code, call);
  const { padding, paddingEnd } = call.params;
  const even = paddingEnd === undefined || String(paddingEnd) === String(padding);
  const isAboutPads = lines.some(({ sign, text }) => sign === '-' && /\bo?p[HW]\b/.test(text));
  return even || !isAboutPads ? lines : null;
}
