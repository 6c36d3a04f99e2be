import { assertNever } from '../../engine/core/assertNever.ts';
import { knownMistakeCount } from '../../engine/diagnose/model/knownMistakeCount.ts';
import { indexAt } from '../../engine/core/flatIndex.ts';
import { elementCount, type Tensor } from '../../engine/core/tensor.ts';
import { formatIndex, formatInteger, formatRatio, formatShort } from '../text/format.ts';
import { precisionName } from '../text/precisionText.ts';
import { explainsAllText, type NamedMistake, verdictHeadline } from '../text/verdictWords.ts';
import { type DiagnosisReport, judgedOutputOf, type MatchReport } from './diagnosisReport.ts';
import type { ErrorReport } from './runReport.ts';

/** A wrong element, with its value and the correct one. */
export interface WrongElement {
  readonly index: readonly number[];
  readonly yours: number;
  readonly correct: number;
}

/** Returns the element of an output at a flat index with its correct value; null for no index. */
export function wrongElementAt(
  { actual, expected }: { readonly actual: Tensor; readonly expected: Tensor },
  at: number | null,
): WrongElement | null {
  if (at === null) return null;
  const [yours, correct] = [actual.data[at] as number, expected.data[at] as number];
  return { index: indexAt(actual.shape, at), yours, correct };
}

/** A diagnosis in words. */
export interface DiagnosisWords {
  /** "Wrong: the kernel was not rotated by 180°". */
  readonly headline: string;
  /** Sentences that justify the headline. */
  readonly detail: string;
}

/**
 * Returns the words of a diagnosis. `nonFinite` is the first element that is NaN or infinite although the correct value
 * is another one, or the other way round; null if there is none.
 */
export function wordsOfDiagnosis(
  report: DiagnosisReport,
  nonFinite: WrongElement | null,
  known: KnownMistakes = ofOutputs,
): DiagnosisWords {
  return { headline: diagnosisHeadline(report), detail: detailOf(report, nonFinite, known) };
}

/** The mistakes that were tried, and what they are made in. */
export interface KnownMistakes {
  readonly count: number;
  readonly what: 'output' | 'gradient';
}

const ofOutputs: KnownMistakes = { count: knownMistakeCount, what: 'output' };

/** Returns the headline of a diagnosis: "Wrong: the kernel was not rotated by 180°". */
export function diagnosisHeadline(report: DiagnosisReport): string {
  return verdictHeadline(judgedOutputOf(report), namedMistakes(report));
}

/** Returns the mistakes that reproduce an output as a headline names them, best first. */
export function namedMistakes({ matches }: DiagnosisReport): readonly NamedMistake[] {
  return matches.map((match) => ({ title: matchName(match), fix: match.fix }));
}

function detailOf(report: DiagnosisReport, nonFinite: WrongElement | null, known: KnownMistakes): string {
  const { verdict, profile, dtype, error, output } = report;
  const total = formatInteger(elementCount(output.shape));
  const name = precisionName[profile ?? dtype];
  switch (verdict) {
    case 'exact':
      return `All ${total} values equal the float64 reference.`;
    case 'rounding':
      return `All ${total} values are within ${name} rounding of the float64 reference.`;
    case 'mismatch':
      return `${explained(report, known)} ${largestText(error, report.matches.length === 0)}`.trim();
    case 'non-finite': {
      const places = nonFiniteText(report, nonFinite);
      // In a precision with a narrow range an overflow is no mistake.
      if (profile === dtype) return `${places} These are ${name} overflows; all else is within ${name} rounding.`;
      return `${explained(report, known)} ${places}`;
    }
    case 'shape-mismatch':
      return `${report.shape ?? ''} ${report.matches.length === 0 ? '' : explained(report, known)}`.trim();
    default:
      return assertNever(verdict, 'verdict');
  }
}

function explained({ matches: [best], actual }: DiagnosisReport, { count, what }: KnownMistakes): string {
  if (best === undefined) return `None of the ${count} known mistakes, nor a pair of them, gives this ${what}.`;
  // Of another shape than the call's output, if the mistake makes one.
  const total = elementCount(actual.shape);
  return best.kind === 'pair' ? `Together, they explain all ${formatInteger(total)} values.` : explainsAllText(total);
}

/**
 * Returns "Yours is exactly conv_transpose2d with stride 1 in place of 2."; null if the mistake changes more than
 * parameters.
 */
export function otherCallText({ instead }: Pick<MatchReport, 'instead'>): string | null {
  return instead === null || instead === '' ? null : `Yours is exactly conv_transpose2d with ${instead}.`;
}

/**
 * Names a match: "The output is shifted (by (0, 1): rolled)", "Yours is exactly conv_transpose2d with stride 1 in place
 * of 2".
 */
export function matchName(match: Pick<MatchReport, 'id' | 'title' | 'detail' | 'instead'>): string {
  const { id, title, detail } = match;
  // No more is known of it than its call.
  const call = id === 'other-parameters' ? otherCallText(match) : null;
  if (call !== null) return call.slice(0, -1);
  return detail === '' ? title : `${title} (${detail})`;
}

/** Names the largest difference; `isCompared` adds how far it is from the rounding bound. */
function largestText(error: ErrorReport | null, isCompared: boolean): string {
  if (typeof error?.maxAbs !== 'number') return '';
  const { maxAbs, maxAbsAt, boundRatio } = error;
  const largest = `Largest difference ${formatShort(maxAbs)} at ${formatIndex(maxAbsAt ?? [])}`;
  if (!isCompared || boundRatio === null) return `${largest}.`;
  // A greater ratio says no more than "far".
  const times = boundRatio >= 1e5 ? 'far more than' : `up to ${formatRatio(boundRatio)} times what`;
  return `${largest}, ${times} rounding can cause.`;
}

/** Says where a NaN or an infinity is wrong: "1 of 3 456 values is NaN where −0.873 is expected: [0, 2, 5, 7]." */
function nonFiniteText({ output, error }: DiagnosisReport, first: WrongElement | null): string {
  const total = formatInteger(elementCount(output.shape));
  const count = error?.nonFinite.unmatched ?? 0;
  if (first === null) return `${formatInteger(count)} of ${total} values are NaN or infinite where they should not be.`;
  const { index, yours, correct } = first;
  const what = `${formatShort(yours)} where ${formatShort(correct)} is expected`;
  if (count === 1) return `1 of ${total} values is ${what}: ${formatIndex(index)}.`;
  return `${formatInteger(count)} of ${total} values differ in being NaN or infinite. The first is ${what}: ${formatIndex(index)}.`;
}
