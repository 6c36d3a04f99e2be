import { combineKinds, gatherIndex, inputIndexAt, kindAt, rotateTap } from '../geometry/indices.ts';
import { CellKind } from '../geometry/geometry.ts';
import type { Geometry } from '../geometry/geometry.ts';
import { coutInGroup, groupOf } from './channels.ts';
import { flatten } from './flat.ts';

/** An output element. */
export interface OutputIndex {
  readonly n: number;
  readonly c: number;
  readonly y: number;
  readonly x: number;
}

/** An input element. */
export interface InputIndex {
  readonly n: number;
  readonly c: number;
  readonly y: number;
  readonly x: number;
}

/** A weight element as stored: (cin, cout within the group, kH, kW). */
export interface WeightIndex {
  readonly cin: number;
  readonly cout: number;
  readonly ky: number;
  readonly kx: number;
}

/** A weight element without its output channel, which an output element implies. */
export interface Tap {
  readonly cin: number;
  readonly ky: number;
  readonly kx: number;
}

/**
 * A factor of transformed kernels and tiles: place ξ = (xi, nu) of the transformed tile, of one input
 * channel. An output element implies the tile and the output channel.
 */
export interface Point {
  readonly cin: number;
  readonly xi: number;
  readonly nu: number;
}

/** What tells one term of an output element from the others. */
export type TermKey = Tap | Point;

/** One product of an output element's dot product. */
export type Term = TapTerm | PointTerm;

/**
 * A weight element times an input element. `kind` says what the input factor is;
 * `input` is null where it is a structural zero. `padded` is its place in x̂ (of channel
 * `weight.cin`), also in a formulation that does not build x̂.
 */
export interface TapTerm {
  readonly form: 'tap';
  readonly kind: CellKind;
  readonly input: InputIndex | null;
  readonly weight: WeightIndex;
  readonly padded: { readonly u: number; readonly v: number };
}

/** An element of U_ξ times one of V_ξ; the sum of them over the channels is added to the output element, or subtracted. */
export interface PointTerm {
  readonly form: 'point';
  readonly point: Point;
  readonly sign: 1 | -1;
}

/** Whether a term is a tap's. */
export function isTap(key: TermKey): key is Tap {
  return 'ky' in key;
}

/** What tells this term from the others. */
export function keyOf(term: Term): TermKey {
  return term.form === 'tap' ? term.weight : term.point;
}

/** A rectangle of the padded input. */
export interface PaddedWindow {
  readonly u: number;
  readonly v: number;
  readonly rows: number;
  readonly columns: number;
}

/** The product that a tap contributes to an output element, whatever stands in the padded input there. */
export function termThrough(geometry: Geometry, element: OutputIndex, tap: Tap): TapTerm {
  const { h, w } = geometry;
  const u = gatherIndex(h, element.y, rotateTap(h, tap.ky));
  const v = gatherIndex(w, element.x, rotateTap(w, tap.kx));
  const kind = combineKinds(kindAt(h, u), kindAt(w, v));
  const input =
    kind === CellKind.value ? { n: element.n, c: tap.cin, y: inputIndexAt(h, u), x: inputIndexAt(w, v) } : null;
  const weight = weightOf(geometry, element, tap);
  return { form: 'tap', kind, input, weight, padded: { u, v } };
}

/** The weight element that a tap multiplies for an output element. */
export function weightOf(geometry: Geometry, element: OutputIndex, tap: Tap): WeightIndex {
  return { ...tap, cout: coutInGroup(geometry, element.c) };
}

/** The window of the padded input that an output element gathers from, dilation gaps included. */
export function windowOf(geometry: Geometry, element: OutputIndex): PaddedWindow {
  const { h, w } = geometry;
  return {
    u: element.y,
    v: element.x,
    rows: gatherIndex(h, 0, h.kernelSize - 1) + 1,
    columns: gatherIndex(w, 0, w.kernelSize - 1) + 1,
  };
}

/** The output element's column of U and Y. */
export function columnOf({ h, w }: Geometry, { y, x }: OutputIndex): number {
  return flatten({ rows: h.outputSize, columns: w.outputSize }, { plane: 0, row: y, column: x });
}

/** The output place at this column of U and Y: the inverse of {@link columnOf}. */
export function elementAt({ w }: Geometry, l: number): { readonly y: number; readonly x: number } {
  return { y: Math.floor(l / w.outputSize), x: l % w.outputSize };
}

/** The output element's group and its row of that group's K and Y. */
export function kernelRowOf(geometry: Geometry, { c }: OutputIndex): { readonly group: number; readonly row: number } {
  return { group: groupOf(geometry, c), row: coutInGroup(geometry, c) };
}

/** Whether a place lies inside the output: a tap may land outside it, where padding crops. */
export function insideOutput({ h, w }: Geometry, { y, x }: Pick<OutputIndex, 'y' | 'x'>): boolean {
  return y >= 0 && y < h.outputSize && x >= 0 && x < w.outputSize;
}

/** Whether a place lies inside the input. */
export function insideInput({ h, w }: Geometry, { y, x }: Pick<InputIndex, 'y' | 'x'>): boolean {
  return y >= 0 && y < h.inputSize && x >= 0 && x < w.inputSize;
}
