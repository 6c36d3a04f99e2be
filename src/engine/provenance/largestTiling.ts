import type { Geometry } from '../geometry/geometry.ts';
import { tilings } from '../geometry/tiles.ts';

/** Sizes that hold the tiles of every phase. */
export interface TilingSizes {
  readonly points: readonly [height: number, width: number];
  readonly tiles: number;
}

/** The most places of a tile along each axis, and the most tiles, that any pair of phases has. */
export function largestTiling(geometry: Geometry): TilingSizes {
  const all = [...tilings(geometry)];
  return {
    points: [Math.max(...all.map(({ h }) => h.filter.points)), Math.max(...all.map(({ w }) => w.filter.points))],
    tiles: Math.max(...all.map(({ tiles }) => tiles)),
  };
}
