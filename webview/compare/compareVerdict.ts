import type { Comparison } from '../../src/engine/compare/comparison.ts';
import { assertNever } from '../../src/engine/core/assertNever.ts';
import { formatInteger } from '../../src/scenario/text/format.ts';
import { verdictTitle } from '../ui/verdictTitle.ts';

/** Returns the icon and the title of the verdict on two tensors, and a sentence with the reason. */
export function compareVerdict(
  comparison: Comparison,
): (typeof verdictTitle)[Comparison['verdict']] & { readonly detail: string } {
  const { verdict, mismatches, nonFinite, total } = comparison;
  const title = verdictTitle[verdict];
  switch (verdict) {
    case 'exact':
      return { ...title, detail: 'A and B are equal in every element.' };
    case 'rounding':
    case 'close':
      return { ...title, detail: 'Every difference is within rtol and atol.' };
    case 'mismatch': {
      const counted = `${formatInteger(mismatches.count)} of ${formatInteger(total)}`;
      // Without a call there is no rounding bound, so the title does not say "bug".
      return { ...title, words: 'Mismatch', detail: `${counted} elements differ by more than rtol and atol allow.` };
    }
    case 'non-finite': {
      const counted = formatInteger(nonFinite.unmatched);
      return { ...title, detail: `${counted} elements are NaN or infinite in one tensor and different in the other.` };
    }
    default:
      return assertNever(verdict, 'verdict');
  }
}
