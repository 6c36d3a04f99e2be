import { assertNever } from '../../engine/core/assertNever.ts';
import type { ReferenceBy } from '../../engine/reference/reference.ts';

/** Says who computed the reference: in a few words, and in a sentence. */
export function referenceText(by: ReferenceBy): { readonly short: string; readonly long: string } {
  switch (by.kind) {
    case 'loop':
      return { short: 'naive scatter, f64', long: 'The naive scatter loop in float64.' };
    case 'kernels':
      return {
        short: `f64, ${by.checked} checked`,
        long:
          `The sums of the naive scatter loop in float64, computed by the fast kernels. ${by.checked} elements, on the ` +
          'edges and at random, were compared with the loop bit for bit.',
      };
    default:
      return assertNever(by, 'reference');
  }
}
