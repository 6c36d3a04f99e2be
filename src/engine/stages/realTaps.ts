import type { Accumulation, Terms } from '../provenance/formulation.ts';
import { groupOf } from '../provenance/channels.ts';
import { rotatedPlaceOf, rotatedTapAt, sameGroup, tapsPerChannel, tapsOf } from '../provenance/elementTaps.ts';
import { isTap, termThrough } from '../provenance/provenance.ts';

/**
 * Terms with a real input element only, by channel and then by rotated tap. A falling stored tap is
 * a rising input index, so this is at once the order of sub-pixel's unfolded phases, of the columns
 * of Cᵀ, and of the scatter loop over (ci, iy, ix, ky, kx): for one output element, an input
 * element leaves no choice of tap.
 */
function realTaps(accumulation: Accumulation): Terms {
  return {
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

/** The terms of sub-pixel and of the transposed matrix. */
export const gatheredTaps: Terms = realTaps({ order: 'sequential' });

/** The terms of the scatter loop, which starts from the bias. */
export const scatteredTaps: Terms = realTaps({ order: 'bias-first' });
