import { assertNever } from '../core/assertNever.ts';
import type { Call } from '../core/call.ts';
import type { Geometry } from '../geometry/geometry.ts';
import { flatIndexOf, weightPlane, inputPlane } from '../geometry/planeOffsets.ts';
import { tapPlace, tileInput, type Tiling } from '../geometry/tiles.ts';
import { transformed } from '../geometry/minimalFilter.ts';
import { cinOf, coutInGroup } from '../provenance/channels.ts';
import { inputOffset, weightOffset } from '../provenance/offsets.ts';
import { tileUnder } from '../provenance/elementTile.ts';
import type { OutputIndex, Term } from '../provenance/provenance.ts';
import { arithmeticOf, roundingOf } from '../rounding/arithmetic.ts';

/** The two factors of a term: `w` from the weight (or its transform), `x` from the input (or its transform). */
export interface Factors {
  readonly w: number;
  readonly x: number;
}

/**
 * Returns a term's factors, bit-identical to the run's. If the term reads an inserted or padding zero, `x` is 0.
 */
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
        w: transformedKernelElement(call, geometry, tiling, kernel, xi, nu),
        x: transformedTileElement(call, geometry, tiling, tile, xi, nu),
      };
    }
    default:
      return assertNever(term, 'form of term');
  }
}

/** The index of a kernel: its input channel, and its output channel within the group. */
export interface KernelIndex {
  readonly cin: number;
  readonly cout: number;
}

/** The index of a tile of one input channel. */
export interface TileIndex {
  readonly n: number;
  readonly cin: number;
  readonly ty: number;
  readonly tx: number;
}

/** Returns element (i, j) of g, the kernel of a stride phase. */
export function kernelElement(
  { weight }: Call,
  geometry: Geometry,
  tiling: Tiling,
  { cin, cout }: KernelIndex,
  i: number,
  j: number,
): number {
  const index = weightPlane(geometry, cin, cout) + tapPlace(geometry, tiling, i, j);
  return weight.data[index] as number;
}

/** Returns element (xi, nu) of G g Gᵀ, computed in the call's arithmetic. */
export function transformedKernelElement(
  call: Call,
  geometry: Geometry,
  tiling: Tiling,
  kernel: KernelIndex,
  xi: number,
  nu: number,
): number {
  const g = (i: number, j: number): number => kernelElement(call, geometry, tiling, kernel, i, j);
  const [left, right] = [tiling.h.filter.kernel, tiling.w.filter.kernel];
  return transformed(left, right, xi, nu, g, roundingOf(arithmeticOf(call)));
}

/** Returns element (i, j) of a tile d; null if it is padding. */
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

/** Returns element (xi, nu) of Bᵀ d B, computed in the call's arithmetic. */
export function transformedTileElement(
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

/** The index of a column of V_ξ: a tile position and a group of channels. */
export type GroupTile = Omit<TileIndex, 'cin'> & { readonly group: number };

/**
 * Returns the element of M_ξ, with ξ = (xi, nu), for one tile and output channel `cout` of the group, computed in the
 * call's arithmetic. Takes O(Cin / groups).
 */
export function transformedProductElement(
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
    const kernel = transformedKernelElement(call, geometry, tiling, { cin, cout }, xi, nu);
    const tile = transformedTileElement(call, geometry, tiling, { n, cin, ty, tx }, xi, nu);
    sum = round(sum + round(kernel * tile));
  }
  return sum;
}
