import { assertNever } from '../../engine/core/assertNever.ts';
import {
  transformedKernelElement,
  transformedProductElement,
  tileElement,
  transformedTileElement,
} from '../../engine/trace/factors.ts';
import type { Geometry } from '../../engine/geometry/geometry.ts';
import { type Tiling, tilings } from '../../engine/geometry/tiles.ts';
import { tileAt } from '../../engine/provenance/elementTile.ts';
import type { StageId } from '../../engine/provenance/stage.ts';
import type { Steps } from '../../engine/core/steps.ts';
import type { Run } from '../run/run.ts';
import { NumberHash } from './sha256.ts';

/** The stages that only minimal filtering has. */
export type TileStageId = Extract<StageId, 'tile' | `transformed-${string}`>;

/**
 * Returns the SHA-256 of a stage of minimal filtering, as in digestsOf: the arrays of the stride phases one after the
 * other, (0, 0), (0, 1), …, with ξ in row-major order and tiles row by row. The elements are not read through views,
 * because a cursor cannot point to every ξ: if the border cuts off the second output of all tiles, no cursor points to
 * a ξ that only the second output has.
 *
 * - tile d and transformed-tile BᵀdB (N, Cin, tiles, points down, points across)
 * - transformed-input V (N, g, ξ, Cin/g, tiles)
 * - transformed-kernel G g Gᵀ (Cin, Cout/g, points down, points across)
 * - transformed-kernel-matrix U (g, ξ, Cout/g, Cin/g); transformed-product M (N, g, ξ, Cout/g, tiles)
 */
export function* tileDigest(stage: TileStageId, title: string, { call }: Run, geometry: Geometry): Steps<string> {
  const hash = new NumberHash(call.dtype);
  const all = [...tilings(geometry)];
  for (const [done, tiling] of all.entries()) {
    const { sizes, value } = arrayOf(stage, call, geometry, tiling);
    const [outer = 0] = sizes;
    for (let first = 0; first < outer; first++) {
      for (const inner of indices(sizes.slice(1))) hash.push(value(first, ...inner));
      yield { stage: `SHA-256, ${title}`, done, total: all.length };
    }
  }
  return hash.digest();
}

interface IndexedArray {
  readonly sizes: readonly number[];
  readonly value: (...index: readonly number[]) => number;
}

/** Returns the array of one pair of phases: its sizes, and its value at an index. */
function arrayOf(stage: TileStageId, call: Run['call'], geometry: Geometry, tiling: Tiling): IndexedArray {
  const { n: batch, cin: inputs, cinPerGroup, coutPerGroup, params } = geometry;
  const { h, w, tiles, points } = tiling;
  const tile = (n: number, cin: number, column: number) => {
    const [ty, tx] = tileAt(tiling, column);
    return { n, cin, ty, tx };
  };
  const point = (at: number) => [Math.floor(at / w.filter.points), at % w.filter.points] as const;
  const perTile = [batch, inputs, tiles, h.filter.points, w.filter.points];
  switch (stage) {
    case 'tile':
      return {
        sizes: perTile,
        value: (n = 0, cin = 0, t = 0, i = 0, j = 0) => tileElement(call, geometry, tiling, tile(n, cin, t), i, j) ?? 0,
      };
    case 'transformed-tile':
      return {
        sizes: perTile,
        value: (n = 0, cin = 0, t = 0, xi = 0, nu = 0) =>
          transformedTileElement(call, geometry, tiling, tile(n, cin, t), xi, nu),
      };
    case 'transformed-input':
      return {
        sizes: [batch, params.groups, points, cinPerGroup, tiles],
        value: (n = 0, group = 0, at = 0, ci = 0, t = 0) =>
          transformedTileElement(call, geometry, tiling, tile(n, group * cinPerGroup + ci, t), ...point(at)),
      };
    case 'transformed-kernel':
      return {
        sizes: [inputs, coutPerGroup, h.filter.points, w.filter.points],
        value: (cin = 0, cout = 0, xi = 0, nu = 0) =>
          transformedKernelElement(call, geometry, tiling, { cin, cout }, xi, nu),
      };
    case 'transformed-kernel-matrix':
      return {
        sizes: [params.groups, points, coutPerGroup, cinPerGroup],
        value: (group = 0, at = 0, cout = 0, ci = 0) => {
          const kernel = { cin: group * cinPerGroup + ci, cout };
          return transformedKernelElement(call, geometry, tiling, kernel, ...point(at));
        },
      };
    case 'transformed-product':
      return {
        sizes: [batch, params.groups, points, coutPerGroup, tiles],
        value: (n = 0, group = 0, at = 0, cout = 0, t = 0) => {
          const { ty, tx } = tile(n, 0, t);
          return transformedProductElement(call, geometry, tiling, { group, n, ty, tx }, cout, ...point(at));
        },
      };
    default:
      return assertNever(stage, 'stage');
  }
}

/** Yields every index of an array of these sizes in row-major order. */
function* indices(sizes: readonly number[]): Generator<readonly number[], void, void> {
  const [size, ...rest] = sizes;
  if (size === undefined) {
    yield [];
    return;
  }
  for (let at = 0; at < size; at++) for (const inner of indices(rest)) yield [at, ...inner];
}
