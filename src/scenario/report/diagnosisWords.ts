import { assertNever } from '../../engine/core/assertNever.ts';
import { catalogue } from '../../engine/diagnose/mistakes/catalogue.ts';
import { elementCount } from '../../engine/core/tensor.ts';
import { formatIndex, formatInteger, formatRatio, formatShort } from '../text/format.ts';
import { precisionName } from '../text/precisionText.ts';
import type { DiagnosisReport, MatchReport } from './diagnosisReport.ts';
import type { ErrorReport } from './runReport.ts';

/** A wrong element, with its value and the correct one. */
export interface WrongElement {
  readonly index: readonly number[];
  readonly yours: number;
  readonly correct: number;
}

/** A diagnosis in words: the answer in one sentence, and sentences that justify it. */
export interface DiagnosisWords {
  readonly headline: string;
  /** "" if there is nothing to add. */
  readonly detail: string;
}

/**
 * Returns the words of a diagnosis. `nonFinite` is the first element that is NaN or infinite although the correct value
 * is another one, or the other way round; null if there is none.
 */
export function wordsOfDiagnosis(report: DiagnosisReport, nonFinite: WrongElement | null): DiagnosisWords {
  const { verdict, profile, dtype, error, output } = report;
  const total = formatInteger(elementCount(output.shape));
  switch (verdict) {
    case 'exact':
      return { headline: `All ${total} values equal the float64 reference.`, detail: '' };
    case 'rounding': {
      const name = precisionName[profile ?? dtype];
      return { headline: `All ${total} values are correct within ${name} rounding.`, detail: '' };
    }
    case 'mismatch':
      return answer(report, largestText(error, report.matches.length === 0));
    case 'non-finite': {
      const places = nonFiniteText(report, nonFinite);
      if (profile === dtype) {
        // In a precision with a narrow range an overflow is no mistake.
        const name = precisionName[dtype];
        return { headline: places, detail: `These are ${name} overflows; all else is within ${name} rounding.` };
      }
      if (report.matches.length > 0) return answer(report, places);
      return { headline: places, detail: unexplained };
    }
    case 'shape-mismatch':
      return answer(report, report.shape ?? '');
    default:
      return assertNever(verdict, 'verdict');
  }
}

const unexplained = `None of the ${catalogue.length} known mistakes, nor a pair of them, gives this output.`;

/** Names the mistake that explains an output; `facts` is a sentence about what is wrong. */
function answer({ matches, output }: DiagnosisReport, facts: string): DiagnosisWords {
  const [best, ...others] = matches;
  if (best === undefined) return { headline: unexplained, detail: facts };
  const total = formatInteger(elementCount(output.shape));
  const explains = best.kind === 'pair' ? 'Together, they explain' : 'That explains';
  const more =
    others.length === 0
      ? ''
      : others.length === 1
        ? ' Another known mistake gives the same output here.'
        : ` ${formatInteger(others.length)} other known mistakes give the same output here.`;
  return { headline: `${matchName(best)}.`, detail: `${explains} all ${total} values.${more} ${facts}`.trimEnd() };
}

/** Names a match: "The output is shifted (by (0, 1): rolled)". */
export function matchName({ title, detail }: Pick<MatchReport, 'title' | 'detail'>): string {
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
