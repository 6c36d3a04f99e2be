import { assertNever } from '../../engine/core/assertNever.ts';
import type { ReferenceBy } from '../../engine/reference/reference.ts';

/** Says who computed the reference, in a few words. */
export function referenceText(by: ReferenceBy): string {
  switch (by.kind) {
    case 'loop':
      return 'naive scatter, f64';
    case 'kernels':
      return `f64, ${by.checked} checked`;
    default:
      return assertNever(by, 'reference');
  }
}
