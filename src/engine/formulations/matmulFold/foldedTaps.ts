import type { Terms } from '../../provenance/formulation.ts';
import { groupOf } from '../../provenance/channels.ts';
import { sameGroup, storedPlaceOf, storedTapAt, tapsPerChannel, tapsOf } from '../../provenance/elementTaps.ts';
import { isTap, termThrough } from '../../provenance/provenance.ts';

/**
 * The terms of matmul + fold: for each stored tap that brings a cell of the column matrix to the
 * element, that cell's own dot product over the input channels of the group.
 */
export const foldedTaps: Terms = {
  accumulation: ({ cinPerGroup }) => ({ order: 'columns-first', run: cinPerGroup }),
  termCount: (geometry, element) => geometry.cinPerGroup * tapsPerChannel(tapsOf(geometry, element)),
  termAt: (geometry, element, index) => {
    const group = groupOf(geometry, element.c);
    const tap = storedTapAt(geometry, tapsOf(geometry, element), group, index);
    return termThrough(geometry, element, tap);
  },
  termIndexOf: (geometry, element, tap) =>
    isTap(tap) && sameGroup(geometry, element, tap) ? storedPlaceOf(geometry, tapsOf(geometry, element), tap) : null,
};
