import type { Geometry } from '../geometry/geometry.ts';
import { tilings } from '../geometry/tiles.ts';

/** Sizes that are large enough for the tiles of every stride phase. */
export interface TilingSizes {
  readonly points: readonly [height: number, width: number];
  readonly tiles: number;
}

/**
 * Returns the largest numbers, over all pairs of stride phases, of positions in a tile along each axis and of tiles.
 */
export function largestTiling(geometry: Geometry): TilingSizes {
  const all = [...tilings(geometry)];
  return {
    points: [Math.max(...all.map(({ h }) => h.filter.points)), Math.max(...all.map(({ w }) => w.filter.points))],
    tiles: Math.max(...all.map(({ tiles }) => tiles)),
  };
}
