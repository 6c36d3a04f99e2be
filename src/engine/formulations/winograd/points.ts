import type { Terms } from '../../provenance/formulation.ts';
import type { Geometry } from '../../geometry/geometry.ts';
import { cinInGroup, cinOf, groupOf } from '../../provenance/channels.ts';
import { sameGroup } from '../../provenance/elementTaps.ts';
import { flatten, unflatten } from '../../provenance/flat.ts';
import { type ElementTile, inWindow, type TilePlace, tileUnder } from '../../provenance/tile.ts';
import { isTap } from '../../provenance/provenance.ts';

/**
 * The terms of winograd: for each ξ that Aᵀ takes for the element, row-major, the products of U_ξ and
 * V_ξ over the input channels of the group, whose sum is added or subtracted. An element has as
 * many terms as its phase has taps: of a row m of Aᵀ, the r places from m on are not 0.
 */
export const points: Terms = {
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

/** The nonzero of Aᵀ for output m of a tile. */
function signAt({ axis, m }: TilePlace, at: number): number {
  return axis.filter.output[m]?.[at] ?? 0;
}
