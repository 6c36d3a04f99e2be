import type { AxisGeometry, Geometry } from '../../geometry/geometry.ts';
import { type TileAxis, tileInput, tileOutput, tilings } from '../../geometry/tiles.ts';
import type { Products } from '../../provenance/products.ts';

/**
 * Counts the multiplications U · V of all tiles. Row ξ of Bᵀd is a structural zero if all inputs that it combines are
 * padding. It is dropped if it contributes only to outputs beyond the last one of the phase. An element of BᵀdB is
 * neither if that holds for both its row and its column, so the counts of a tile are products of the counts along the
 * axes.
 */
export function tiledProducts(geometry: Geometry): Products {
  const { n, cout, cinPerGroup, h, w } = geometry;
  let [all, read, used] = [0, 0, 0];
  for (const tiling of tilings(geometry)) {
    const [down, across] = [countsOf(h, tiling.h), countsOf(w, tiling.w)];
    all += tiling.tiles * tiling.points;
    read += down.read * across.read;
    used += down.used * across.used;
  }
  const products = n * cout * cinPerGroup;
  return {
    multiplications: products * all,
    useful: products * used,
    structuralZeros: products * (all - read),
    dropped: products * (read - used),
  };
}

/**
 * Counts the pairs (tile, ξ) along one axis: `read`, the ones that combine at least one input element; and `used`, the
 * ones among these that an existing output needs.
 */
function countsOf({ inputSize }: AxisGeometry, axis: TileAxis): { read: number; used: number } {
  const { filter, tiles, size } = axis;
  const counts = { read: 0, used: 0 };
  for (let t = 0; t < tiles; t++) {
    for (const [xi, coefficients] of filter.input.entries()) {
      const reads = coefficients.some((coefficient, k) => {
        const i = tileInput(axis, t, k);
        return coefficient !== 0 && i >= 0 && i < inputSize;
      });
      if (!reads) continue;
      counts.read += 1;
      const needed = filter.output.some((row, m) => row[xi] !== 0 && tileOutput(axis, t, m) < size);
      if (needed) counts.used += 1;
    }
  }
  return counts;
}
