import type { Terms } from '../../provenance/formulation.ts';
import type { Geometry } from '../../geometry/geometry.ts';
import { cinInGroup, cinOf, groupOf } from '../../provenance/channels.ts';
import { sameGroup } from '../../provenance/elementTaps.ts';
import { flatten, unflatten } from '../../provenance/blockIndex.ts';
import { type ElementTile, inWindow, type TilePlace, tileUnder } from '../../provenance/elementTile.ts';
import { isTap } from '../../provenance/provenance.ts';

/**
 * The terms of winograd. An output element is a sum of elements M_ξ with signs from Aᵀ, and M_ξ is the sum over the
 * group's input channels of U_ξ times V_ξ. A term is one of these products; ξ runs in row-major order over the nonzero
 * coefficients of Aᵀ for the element. In row m of Aᵀ the r places from m on are nonzero, so an element has as many ξ as
 * its phase has taps.
 */
export const points: Terms = {
  termForm: 'point',
  accumulation: ({ cinPerGroup }) => ({ order: 'points-first', run: cinPerGroup }),
  termCount(geometry, element) {
    const { y, x } = tileUnder(geometry, element);
    return geometry.cinPerGroup * y.axis.filter.taps * x.axis.filter.taps;
  },
  termAt(geometry, element, index) {
    const tile = tileUnder(geometry, element);
    const at = unflatten(sizes(geometry, tile), index);
    const [xi, nu] = [tile.y.m + at.plane, tile.x.m + at.row];
    return {
      form: 'point',
      point: { cin: cinOf(geometry, groupOf(geometry, element.c), at.column), xi, nu },
      sign: signAt(tile.y, xi) * signAt(tile.x, nu) > 0 ? 1 : -1,
    };
  },
  termIndexOf(geometry, element, key) {
    if (isTap(key) || !sameGroup(geometry, element, key)) return null;
    const tile = tileUnder(geometry, element);
    if (!inWindow(tile.y, key.xi) || !inWindow(tile.x, key.nu)) return null;
    return flatten(sizes(geometry, tile), {
      plane: key.xi - tile.y.m,
      row: key.nu - tile.x.m,
      column: cinInGroup(geometry, key.cin),
    });
  },
};

function sizes({ cinPerGroup }: Geometry, { x }: ElementTile) {
  return { rows: x.axis.filter.taps, columns: cinPerGroup };
}

/**
 * Returns the coefficient of Aᵀ (1, −1 or 0) with which output m of a tile takes place `at` of the transformed tile,
 * along one axis.
 */
function signAt({ axis, m }: TilePlace, at: number): number {
  return axis.filter.output[m]?.[at] ?? 0;
}
