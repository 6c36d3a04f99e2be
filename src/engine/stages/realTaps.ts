import type { Accumulation, Terms } from '../provenance/formulation.ts';
import { groupOf } from '../provenance/channels.ts';
import { rotatedPlaceOf, rotatedTapAt, sameGroup, tapsPerChannel, tapsOf } from '../provenance/elementTaps.ts';
import { isTap, termThrough } from '../provenance/provenance.ts';

/**
 * Lists the terms that multiply an input element, without those of inserted and padding zeros, by channel and then by
 * rotated tap. The larger the rotated tap, the larger the input index. This one order is therefore that of sub-pixel's
 * unfolded phases, of the columns of Cᵀ, and of the scatter loop over (ci, iy, ix, ky, kx), in which each input element
 * reaches a given output element through one tap at most.
 */
function realTaps(accumulation: Accumulation): Terms {
  return {
    termForm: 'tap',
    accumulation: () => accumulation,
    termCount: (geometry, element) => geometry.cinPerGroup * tapsPerChannel(tapsOf(geometry, element)),
    termAt: (geometry, element, index) => {
      const group = groupOf(geometry, element.c);
      const tap = rotatedTapAt(geometry, tapsOf(geometry, element), group, index);
      return termThrough(geometry, element, tap);
    },
    termIndexOf: (geometry, element, tap) =>
      isTap(tap) && sameGroup(geometry, element, tap) ? rotatedPlaceOf(geometry, tapsOf(geometry, element), tap) : null,
  };
}

/** The terms of sub-pixel and of transposed matrix. */
export const gatheredTaps: Terms = realTaps({ order: 'sequential' });

/** The terms of naive scatter, whose sums start with the bias. */
export const scatteredTaps: Terms = realTaps({ order: 'bias-first' });
