import type { Comparison } from '../../src/engine/compare/comparison.ts';
import { formatInteger } from '../../src/scenario/text/format.ts';
import { verdictTitle } from '../ui/verdictTitle.ts';

/** The verdict on two tensors, by icon and words, and what it rests on. */
export function compareVerdict(
  comparison: Comparison,
): (typeof verdictTitle)[Comparison['verdict']] & { readonly detail: string } {
  const { verdict, mismatches, nonFinite, total } = comparison;
  const title = verdictTitle[verdict];
  switch (verdict) {
    case 'exact':
      return { ...title, detail: 'Every element of A equals that of B.' };
    case 'rounding':
    case 'close':
      return { ...title, detail: 'Every difference is within rtol and atol.' };
    case 'mismatch': {
      const counted = `${formatInteger(mismatches.count)} of ${formatInteger(total)}`;
      // Without a call nobody knows what rounding could explain: that it is a bug is not said.
      return { ...title, words: 'Mismatch', detail: `${counted} elements are further apart than rtol and atol allow.` };
    }
    case 'non-finite': {
      const counted = formatInteger(nonFinite.unmatched);
      return { ...title, detail: `${counted} elements are NaN or infinite on one side and not the same on the other.` };
    }
    default: {
      const never: never = verdict;
      throw new Error(`unknown verdict ${String(never)}`);
    }
  }
}
