import type { Call } from '../core/call.ts';
import type { Geometry } from '../geometry/geometry.ts';
import { flatIndexOf, weightPlane, inputPlane } from '../geometry/planeOffsets.ts';
import { tapPlace } from '../geometry/tapPlace.ts';
import { tileInput, type Tiling } from '../geometry/tiles.ts';
import { transformed } from '../geometry/minimalFilter.ts';
import { cinOf, coutInGroup } from '../provenance/channels.ts';
import { inputOffset, weightOffset } from '../provenance/offsets.ts';
import { tileUnder } from '../provenance/tile.ts';
import type { OutputIndex, Term } from '../provenance/provenance.ts';
import { arithmeticOf, roundingOf } from '../rounding/rounding.ts';

/** The two numbers that a term multiplies: from the weight, and from the input. */
export interface Factors {
  readonly w: number;
  readonly x: number;
}

/** The factors of a term, the very bits the run had; 0 for a structural zero of the input. */
export function factorsOf(call: Call, geometry: Geometry, element: OutputIndex, term: Term): Factors {
  switch (term.form) {
    case 'tap': {
      const { input, weight } = term;
      return {
        w: call.weight.data[weightOffset(geometry, weight)] as number,
        x: input === null ? 0 : (call.input.data[inputOffset(geometry, input)] as number),
      };
    }
    case 'point': {
      const { cin, xi, nu } = term.point;
      const { tiling, y, x } = tileUnder(geometry, element);
      const kernel = { cin, cout: coutInGroup(geometry, element.c) };
      const tile = { n: element.n, cin, ty: y.tile, tx: x.tile };
      return {
        w: kernelPoint(call, geometry, tiling, kernel, xi, nu),
        x: tilePoint(call, geometry, tiling, tile, xi, nu),
      };
    }
    default: {
      const never: never = term;
      return never;
    }
  }
}

/** A kernel: an input channel, and an output channel within its group. */
export interface KernelIndex {
  readonly cin: number;
  readonly cout: number;
}

/** A tile of an input channel. */
export interface TileIndex {
  readonly n: number;
  readonly cin: number;
  readonly ty: number;
  readonly tx: number;
}

/** Element (i, j) of a phase's kernel g. */
export function kernelTap(
  { weight }: Call,
  geometry: Geometry,
  tiling: Tiling,
  { cin, cout }: KernelIndex,
  i: number,
  j: number,
): number {
  const at = weightPlane(geometry, cin, cout) + tapPlace(geometry, tiling, i, j);
  return weight.data[at] as number;
}

/** Element (xi, nu) of G g Gᵀ, in the call's arithmetic. */
export function kernelPoint(
  call: Call,
  geometry: Geometry,
  tiling: Tiling,
  kernel: KernelIndex,
  xi: number,
  nu: number,
): number {
  const g = (i: number, j: number): number => kernelTap(call, geometry, tiling, kernel, i, j);
  const [left, right] = [tiling.h.filter.kernel, tiling.w.filter.kernel];
  return transformed(left, right, xi, nu, g, roundingOf(arithmeticOf(call)));
}

/** Element (i, j) of a tile d; null where it is padding. */
export function tileElement(
  { input }: Call,
  geometry: Geometry,
  tiling: Tiling,
  { n, cin, ty, tx }: TileIndex,
  i: number,
  j: number,
): number | null {
  const { h, w } = geometry;
  const [y, x] = [tileInput(tiling.h, ty, i), tileInput(tiling.w, tx, j)];
  if (y < 0 || y >= h.inputSize || x < 0 || x >= w.inputSize) return null;
  return input.data[inputPlane(geometry, n, cin) + flatIndexOf(w.inputSize, y, x)] as number;
}

/** Element (xi, nu) of Bᵀ d B, in the call's arithmetic. */
export function tilePoint(
  call: Call,
  geometry: Geometry,
  tiling: Tiling,
  tile: TileIndex,
  xi: number,
  nu: number,
): number {
  const d = (i: number, j: number): number => tileElement(call, geometry, tiling, tile, i, j) ?? 0;
  const [left, right] = [tiling.h.filter.input, tiling.w.filter.input];
  return transformed(left, right, xi, nu, d, roundingOf(arithmeticOf(call)));
}

/** A column of V_ξ: a tile of a group's channels. */
export type GroupTile = Omit<TileIndex, 'cin'> & { readonly group: number };

/** Element of M_ξ, ξ = (xi, nu): output channel `cout` of the group in one tile, in the call's arithmetic. O(Cin / groups). */
export function productPoint(
  call: Call,
  geometry: Geometry,
  tiling: Tiling,
  { group, n, ty, tx }: GroupTile,
  cout: number,
  xi: number,
  nu: number,
): number {
  const round = roundingOf(arithmeticOf(call));
  let sum = 0;
  for (let ci = 0; ci < geometry.cinPerGroup; ci += 1) {
    const cin = cinOf(geometry, group, ci);
    const kernel = kernelPoint(call, geometry, tiling, { cin, cout }, xi, nu);
    const tile = tilePoint(call, geometry, tiling, { n, cin, ty, tx }, xi, nu);
    sum = round(sum + round(kernel * tile));
  }
  return sum;
}
