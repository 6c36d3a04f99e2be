import { assertNever } from '../../engine/core/assertNever.ts';
import type { ReferenceBy } from '../../engine/reference/reference.ts';

/** Who computed the reference, in two words beside it and in a sentence of its own. */
export function referenceText(by: ReferenceBy): { readonly short: string; readonly long: string } {
  switch (by.kind) {
    case 'naive':
      return { short: 'naive scatter, f64', long: 'The naive scatter loop in float64.' };
    case 'kernels':
      return {
        short: `f64, ${by.checked} checked`,
        long:
          `The naive scatter loop's sums in float64, by the fast kernels; ${by.checked} elements, on the ` +
          'edges and at random, were compared bit for bit with the loop itself.',
      };
    default:
      return assertNever(by, 'reference');
  }
}
