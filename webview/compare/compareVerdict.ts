import type { Comparison } from '../../src/engine/compare/comparison.ts';
import { assertNever } from '../../src/engine/core/assertNever.ts';
import { comparedHeadline } from '../../src/scenario/text/verdictWords.ts';
import { type VerdictMark, verdictMarks } from '../ui/verdictMarks.ts';

/** Returns the mark and the headline of the verdict on two tensors, and a sentence with the reason. */
export function compareVerdict(
  comparison: Comparison,
): VerdictMark & { readonly words: string; readonly detail: string } {
  return {
    ...verdictMarks[comparison.verdict],
    words: comparedHeadline(comparison),
    detail: detailOf(comparison),
  };
}

function detailOf({ verdict }: Comparison): string {
  switch (verdict) {
    case 'exact':
      return 'A and B are equal in every element.';
    case 'rounding':
    case 'close':
      return 'Every difference is within rtol and atol.';
    case 'mismatch':
      return 'Press F8 to step through the mismatches.';
    case 'non-finite':
      return 'Press F8 to step through them and the other mismatches.';
    default:
      return assertNever(verdict, 'verdict');
  }
}
