import { assertNever } from '../../engine/core/assertNever.ts';
import type { Comparison, NonFiniteCounts, Verdict } from '../../engine/compare/comparison.ts';
import type { ProfileId } from '../../engine/precision/profiles.ts';
import { formatInteger, formatShape } from './format.ts';
import { precisionName } from './precisionText.ts';

/*
 * The words of a verdict, for the page, the report and the command line; nothing else writes them. A headline says
 * "correct" or "wrong" first, then why.
 */

/** The NaN and infinities of an output and of its reference. */
export interface JudgedNonFinite {
  readonly actual: NonFiniteCounts;
  readonly expected: NonFiniteCounts;
  /** Elements that are NaN or infinite on one side, and not equal to the other side's. */
  readonly unmatched: number;
}

/** The numbers of a comparison with a reference that its headline names. */
export interface JudgedValues {
  readonly verdict: Verdict;
  /** The precision whose rounding the verdict allows. */
  readonly precision: ProfileId;
  /** Elements of the output. */
  readonly total: number;
  /** Elements whose error exceeds the rounding bound. */
  readonly beyondBound: number;
  readonly nonFinite: JudgedNonFinite;
  /** True if every such element is an overflow of `precision`, which is no mistake. */
  readonly isOverflow: boolean;
}

/** An output whose shape is not the call's. */
export interface JudgedShape {
  readonly verdict: 'shape-mismatch';
  readonly actual: readonly number[];
  readonly expected: readonly number[];
}

export type JudgedOutput = JudgedValues | JudgedShape;

/** A known mistake, or a pair of them, that reproduces a wrong output. */
export interface NamedMistake {
  /** "The kernel was not rotated by 180°"; the titles of a pair are joined by "; ". */
  readonly title: string;
  /** The fix in a sentence; the sentences of a pair follow each other. */
  readonly fix: string;
}

/** Returns the numbers of a comparison with a reference that its headline names. */
export function judgedValuesOf(comparison: Comparison, precision: ProfileId): JudgedValues {
  const { verdict, total, beyondBound, nonFinite } = comparison;
  return {
    verdict,
    precision,
    total,
    beyondBound: beyondBound?.count ?? 0,
    nonFinite,
    isOverflow: false,
  };
}

/**
 * Returns the headline of a verdict: "Correct, within float32 rounding", "Wrong: the kernel was not rotated by 180°".
 * `mistakes` are the known mistakes that reproduce the output, best first; empty before a diagnosis.
 */
export function verdictHeadline(judged: JudgedOutput, mistakes: readonly NamedMistake[] = []): string {
  switch (judged.verdict) {
    case 'exact':
      return 'Exactly correct';
    case 'rounding':
      return `Correct, within ${roundingOf(judged.precision)}`;
    case 'close':
      return 'Close, within rtol and atol';
    case 'mismatch':
      return wrongBecause(mistakes) ?? `Wrong: ${offText(judged)}`;
    case 'non-finite':
      if (judged.isOverflow) return `Correct, with ${precisionName[judged.precision]} overflow`;
      return wrongBecause(mistakes) ?? nonFiniteText(judged);
    case 'shape-mismatch': {
      const { actual, expected } = judged;
      return wrongBecause(mistakes) ?? `Wrong shape: ${formatShape(actual)} instead of ${formatShape(expected)}`;
    }
    default:
      return assertNever(judged, 'verdict');
  }
}

/** Returns the headline of a comparison of two tensors without a call, which has no rounding bound. */
export function comparedHeadline({ verdict, mismatches, nonFinite, total }: Comparison): string {
  switch (verdict) {
    case 'exact':
      return 'Equal';
    case 'rounding':
    case 'close':
      return 'Close, within rtol and atol';
    case 'mismatch':
      return `Different: ${ofTotal(mismatches.count, total, 'differs', 'differ')} by more than rtol and atol allow`;
    case 'non-finite':
      return `Different: ${ofTotal(nonFinite.unmatched, total, 'is', 'are')} NaN or infinite in one tensor and not the same in the other`;
    default:
      return assertNever(verdict, 'verdict');
  }
}

/** Returns "That explains all 3 456 values.": what a mistake that reproduces every element claims. */
export function explainsAllText(total: number): string {
  return total === 1 ? 'That explains the value.' : `That explains all ${formatInteger(total)} values.`;
}

/** Returns "Fix: flip the kernel along both spatial axes …". */
export function fixText({ fix }: NamedMistake): string {
  return `Fix: ${clauseOf(fix)}`;
}

/** Returns "Wrong: the kernel was not rotated by 180°"; null if no known mistake reproduces the output. */
function wrongBecause(mistakes: readonly NamedMistake[]): string | null {
  const [best] = mistakes;
  if (best === undefined) return null;
  const others = mistakes.length - 1;
  const more =
    others === 0
      ? ''
      : others === 1
        ? ', or another mistake with the same result'
        : `, or one of ${formatInteger(others)} other mistakes with the same result`;
  return `Wrong: ${best.title.split('; ').map(clauseOf).join(', and ')}${more}`;
}

/** Returns "3 438 of 3 456 values are off by more than rounding can cause". */
function offText({ beyondBound, total }: JudgedValues): string {
  return `${ofTotal(beyondBound, total, 'is', 'are')} off by more than rounding can cause`;
}

/** Returns "Not finite: 64 of 64 values are NaN or infinite, 48 of them unlike the reference". */
function nonFiniteText({ nonFinite: { actual, expected, unmatched }, total }: JudgedValues): string {
  const [here, there] = [countOf(actual), countOf(expected)];
  // Nothing is non-finite in the reference alone, or in another way than there.
  if (here - there === unmatched) {
    const which = there === 0 ? 'unlike the reference' : `${formatInteger(unmatched)} of them unlike the reference`;
    return `Not finite: ${ofTotal(here, total, 'is', 'are')} NaN or infinite, ${which}`;
  }
  if (there - here === unmatched) {
    return `Wrong: ${ofTotal(unmatched, total, 'is', 'are')} finite where the reference is NaN or infinite`;
  }
  return `Wrong: ${ofTotal(unmatched, total, 'differs', 'differ')} from the reference in being NaN or infinite`;
}

function countOf({ nan, positiveInfinity, negativeInfinity }: NonFiniteCounts): number {
  return nan + positiveInfinity + negativeInfinity;
}

/** Returns "3 of 64 values are", "1 of 64 values is", "the only value is". */
function ofTotal(count: number, total: number, one: string, many: string): string {
  if (total === 1) return `the only value ${one}`;
  return `${formatInteger(count)} of ${formatInteger(total)} values ${count === 1 ? one : many}`;
}

/** Returns "float32 rounding"; "the rounding of float16 sums", where the name is a plural. */
function roundingOf(precision: ProfileId): string {
  const name = precisionName[precision];
  return name.endsWith('sums') ? `the rounding of ${name}` : `${name} rounding`;
}

/** Returns a sentence as the end of another one: its first letter is small if its first word is written so elsewhere. */
function clauseOf(sentence: string): string {
  return /^[A-Z](?=[a-z]* |$)/.test(sentence) ? sentence.charAt(0).toLowerCase() + sentence.slice(1) : sentence;
}
