import type { Terms } from '../../provenance/formulation.ts';
import { groupOf } from '../../provenance/channels.ts';
import { sameGroup } from '../../provenance/elementTaps.ts';
import { rowOfTap, tapOfRow } from '../../provenance/kernelMatrix.ts';
import { isTap, termThrough } from '../../provenance/provenance.ts';

/**
 * The terms of unfold + matmul: one for each row of U, structural zeros included, in the order of
 * the rows.
 */
export const everyTap: Terms = {
  accumulation: () => ({ order: 'sequential' }),
  termCount: (geometry) => geometry.rows,
  termAt: (geometry, element, index) =>
    termThrough(geometry, element, tapOfRow(geometry, groupOf(geometry, element.c), index)),
  termIndexOf: (geometry, element, tap) =>
    isTap(tap) && sameGroup(geometry, element, tap) ? rowOfTap(geometry, tap) : null,
};
