import type { AxisGeometry, Geometry } from '../../geometry/geometry.ts';
import { type TileAxis, tileInput, tileOutput, tilings } from '../../geometry/tiles.ts';
import type { Products } from '../../provenance/products.ts';

/**
 * The products U · V of Winograd's tiles. A row ξ of Bᵀd is a structural zero where all the inputs that it
 * combines are padding, and goes to no output where those that it adds to lie behind the phase's last.
 * An element of BᵀdB is so by its row or by its column, hence the counts are products of the axes'.
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

/** Of an axis's (tile, ξ): those that read an input element, and of these those that an output needs. */
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
