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

/** Along one axis: the tile of an output index, and which of the tile's two outputs it is. */
export interface TilePlace {
  readonly axis: TileAxis;
  readonly tile: number;
  readonly m: number;
}

/** Where an output element stands among the tiles of its phases. */
export interface ElementTile {
  readonly tiling: Tiling;
  readonly y: TilePlace;
  readonly x: TilePlace;
  /** Column of V_ξ and M_ξ. */
  readonly column: number;
}

/** The tile of an output element of a call that winograd serves. */
export function tileUnder(geometry: Geometry, { y, x }: Pick<OutputIndex, 'y' | 'x'>): ElementTile {
  const tiling = tilingUnder(geometry, { y, x });
  const down = { axis: tiling.h, ...tileOf(tiling.h, placeInPhase(geometry.h, y)) };
  const across = { axis: tiling.w, ...tileOf(tiling.w, placeInPhase(geometry.w, x)) };
  return { tiling, y: down, x: across, column: down.tile * tiling.w.tiles + across.tile };
}

/** The tile at this column of V_ξ and M_ξ, down and across. */
export function tileAt({ w }: Tiling, column: number): readonly [ty: number, tx: number] {
  return [Math.floor(column / w.tiles), column % w.tiles];
}

/** The place nearest to `at` in the r places from m on: what output m of a tile has of its inputs and of its ξ. */
export function withinWindow({ axis, m }: TilePlace, at: number): number {
  return Math.min(Math.max(at, m), m + axis.filter.taps - 1);
}

/** Whether output m of a tile has place `at` of its inputs, or of its ξ. */
export function inWindow(place: TilePlace, at: number): boolean {
  return withinWindow(place, at) === at;
}

/** The nearest ξ that is a term of the output element, of input channel `cin`. */
export function nearestPoint(geometry: Geometry, element: OutputIndex, { cin, xi, nu }: Point): Point | null {
  const down = tileAxisOf(geometry.h, phaseOf(geometry.h, element.y));
  const across = tileAxisOf(geometry.w, phaseOf(geometry.w, element.x));
  if (down === null || across === null) return null;
  const { y, x } = tileUnder(geometry, element);
  return { cin, xi: withinWindow(y, xi), nu: withinWindow(x, nu) };
}

/**
 * Output index of tile `tile` that has place `at` of its inputs and its ξ: that of output `m` if it
 * is one, else of the other; null if there is none, where the border cuts the tile.
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

/** As {@link outputInTile}, of the nearest tile that has one; null where none has. */
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

/** Input indices of a tile that exist, from the first to the last; count 0 where all of it is padding. */
export function tileSpan(
  { inputSize }: AxisGeometry,
  { axis, tile }: TilePlace,
): { readonly first: number; readonly count: number } {
  const places = Array.from({ length: axis.filter.points }, (_, k) => tileInput(axis, tile, k));
  const inside = places.filter((i) => i >= 0 && i < inputSize);
  const [first, last] = [inside.at(0), inside.at(-1)];
  return first === undefined || last === undefined ? { first: 0, count: 0 } : { first, count: last - first + 1 };
}
