import { combineKinds, gatherIndex, inputIndexAt, kindAt, rotateTap } from '../geometry/indices.ts';
import { CellKind } from '../geometry/geometry.ts';
import type { Geometry } from '../geometry/geometry.ts';
import { coutInGroup, groupOf } from './channels.ts';
import { flatten } from './blockIndex.ts';

/** The index of an output element. */
export interface OutputIndex {
  readonly n: number;
  readonly c: number;
  readonly y: number;
  readonly x: number;
}

/** The index of an input element. */
export interface InputIndex {
  readonly n: number;
  readonly c: number;
  readonly y: number;
  readonly x: number;
}

/** The index of a weight element as stored: (cin, cout within the group, ky, kx). */
export interface WeightIndex {
  readonly cin: number;
  readonly cout: number;
  readonly ky: number;
  readonly kx: number;
}

/** A weight element without its output channel, which follows from the output element that it is multiplied for. */
export interface Tap {
  readonly cin: number;
  readonly ky: number;
  readonly kx: number;
}

/**
 * Element ξ = (xi, nu) of the transformed tile and kernel of one input channel (winograd). The tile and the output
 * channel follow from the output element.
 */
export interface Point {
  readonly cin: number;
  readonly xi: number;
  readonly nu: number;
}

/** Names one of the terms of an output element. */
export type TermKey = Tap | Point;

/** A term of an output element: one product of its dot product. */
export type Term = TapTerm | PointTerm;

/**
 * A weight element times an input element. `kind` says whether the second factor is an input element or an inserted or
 * padding zero; if it is a zero, `input` is null. `padded` is the factor's position in x̂ (channel `weight.cin`), even
 * if the formulation does not build x̂.
 */
export interface TapTerm {
  readonly form: 'tap';
  readonly kind: CellKind;
  readonly input: InputIndex | null;
  readonly weight: WeightIndex;
  readonly padded: { readonly u: number; readonly v: number };
}

/**
 * An element of U_ξ times one of V_ξ (winograd). The sum of these products over the channels is added to the output
 * element or, if `sign` is −1, subtracted.
 */
export interface PointTerm {
  readonly form: 'point';
  readonly point: Point;
  readonly sign: 1 | -1;
}

/** Returns true if a key names the term of a tap, false if that of a point ξ. */
export function isTap(key: TermKey): key is Tap {
  return 'ky' in key;
}

/** Returns the key that identifies this term. */
export function termKeyOf(term: Term): TermKey {
  return term.form === 'tap' ? term.weight : term.point;
}

/** A rectangle of the padded input. */
export interface PaddedWindow {
  readonly u: number;
  readonly v: number;
  readonly rows: number;
  readonly columns: number;
}

/** Returns the product that a tap contributes to an output element. The tap may read an input element or a zero. */
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

/** Returns the weight element that a tap multiplies for an output element. */
export function weightOf(geometry: Geometry, element: OutputIndex, tap: Tap): WeightIndex {
  return { ...tap, cout: coutInGroup(geometry, element.c) };
}

/** Returns the window of the padded input that an output element reads, including the gaps between dilated taps. */
export function paddedWindowOf(geometry: Geometry, element: OutputIndex): PaddedWindow {
  const { h, w } = geometry;
  return {
    u: element.y,
    v: element.x,
    rows: gatherIndex(h, 0, h.kernelSize - 1) + 1,
    columns: gatherIndex(w, 0, w.kernelSize - 1) + 1,
  };
}

/** Returns the output element's column of U and Y. */
export function columnOf({ h, w }: Geometry, { y, x }: OutputIndex): number {
  return flatten({ rows: h.outputSize, columns: w.outputSize }, { plane: 0, row: y, column: x });
}

/** Returns the output position of this column of U and Y: the inverse of {@link columnOf}. */
export function elementAt({ w }: Geometry, l: number): { readonly y: number; readonly x: number } {
  return { y: Math.floor(l / w.outputSize), x: l % w.outputSize };
}

/** Returns the output element's group and its row of that group's K and Y. */
export function kernelRowOf(geometry: Geometry, { c }: OutputIndex): { readonly group: number; readonly row: number } {
  return { group: groupOf(geometry, c), row: coutInGroup(geometry, c) };
}

/** Returns true if a position lies inside the output. A tap may land outside it where padding crops. */
export function insideOutput({ h, w }: Geometry, { y, x }: Pick<OutputIndex, 'y' | 'x'>): boolean {
  return y >= 0 && y < h.outputSize && x >= 0 && x < w.outputSize;
}

/** Returns true if a position lies inside the input. */
export function insideInput({ h, w }: Geometry, { y, x }: Pick<InputIndex, 'y' | 'x'>): boolean {
  return y >= 0 && y < h.inputSize && x >= 0 && x < w.inputSize;
}
