import type { AxisGeometry, Geometry } from '../geometry/geometry.ts';
import { phaseOf } from '../geometry/phases.ts';
import {
  type TileAxis,
  tileAxisOf,
  tileInput,
  tileOf,
  tileOutput,
  type Tiling,
  tilingUnder,
} from '../geometry/tiles.ts';
import type { OutputIndex, Point } from './provenance.ts';
import { placeInPhase } from './tapProgressions.ts';

/** Along one axis: the tile that contains an output index, and its place m in the tile (0 or 1). */
export interface TilePlace {
  readonly axis: TileAxis;
  readonly tile: number;
  readonly m: number;
}

/** Where an output element is among the tiles of its stride phases. */
export interface ElementTile {
  readonly tiling: Tiling;
  readonly y: TilePlace;
  readonly x: TilePlace;
  /** The tile's column in V_ξ and M_ξ. */
  readonly column: number;
}

/** Returns the tile that contains an output element. Only for calls that winograd supports. */
export function tileUnder(geometry: Geometry, { y, x }: Pick<OutputIndex, 'y' | 'x'>): ElementTile {
  const tiling = tilingUnder(geometry, { y, x });
  const down = { axis: tiling.h, ...tileOf(tiling.h, placeInPhase(geometry.h, y)) };
  const across = { axis: tiling.w, ...tileOf(tiling.w, placeInPhase(geometry.w, x)) };
  return { tiling, y: down, x: across, column: down.tile * tiling.w.tiles + across.tile };
}

/** Returns the position, down and across, of the tile at this column of V_ξ and M_ξ. */
export function tileAt({ w }: Tiling, column: number): readonly [ty: number, tx: number] {
  return [Math.floor(column / w.tiles), column % w.tiles];
}

/**
 * Returns the position nearest to `at` that output m of a tile uses. It uses r positions, from m on, of the tile's
 * inputs and of the ξ.
 */
export function clampToWindow({ axis, m }: TilePlace, at: number): number {
  return Math.min(Math.max(at, m), m + axis.filter.taps - 1);
}

/** Returns true if output m of a tile uses position `at` of the tile's inputs, or of its ξ. */
export function inWindow(place: TilePlace, at: number): boolean {
  return clampToWindow(place, at) === at;
}

/**
 * Returns the term of the output element, in input channel `cin`, whose ξ is nearest to the given one. Returns null if
 * winograd does not support the call.
 */
export function nearestPoint(geometry: Geometry, element: OutputIndex, { cin, xi, nu }: Point): Point | null {
  const down = tileAxisOf(geometry.h, phaseOf(geometry.h, element.y));
  const across = tileAxisOf(geometry.w, phaseOf(geometry.w, element.x));
  if (down === null || across === null) return null;
  const { y, x } = tileUnder(geometry, element);
  return { cin, xi: clampToWindow(y, xi), nu: clampToWindow(x, nu) };
}

/**
 * Returns an output index in tile `tile` that uses position `at` of the tile: output `m` if it does, otherwise the
 * tile's other output. Returns null if neither exists because the border cuts the tile.
 */
export function outputInTile(
  { stride }: AxisGeometry,
  axis: TileAxis,
  tile: number,
  m: number,
  at: number,
): number | null {
  for (const candidate of [m, 1 - m]) {
    const j = tileOutput(axis, tile, candidate);
    if (j < axis.size && inWindow({ axis, tile, m: candidate }, at)) {
      return axis.phase + j * stride;
    }
  }
  return null;
}

/** Returns {@link outputInTile} for the nearest tile that has such an output; null if no tile has. */
export function outputNearTile(axis: AxisGeometry, { axis: tiles, tile, m }: TilePlace, at: number): number | null {
  for (let away = 0; away < tiles.tiles; away++) {
    for (const candidate of [tile - away, tile + away]) {
      if (candidate < 0 || candidate >= tiles.tiles) continue;
      const output = outputInTile(axis, tiles, candidate, m, at);
      if (output !== null) return output;
    }
  }
  return null;
}

/** Returns the input indices of a tile that lie inside the input. If the whole tile is padding, the count is 0. */
export function tileSpan(
  { inputSize }: AxisGeometry,
  { axis, tile }: TilePlace,
): { readonly first: number; readonly count: number } {
  const places = Array.from({ length: axis.filter.points }, (_, k) => tileInput(axis, tile, k));
  const inside = places.filter((i) => i >= 0 && i < inputSize);
  const [first, last] = [inside.at(0), inside.at(-1)];
  return first === undefined || last === undefined ? { first: 0, count: 0 } : { first, count: last - first + 1 };
}
