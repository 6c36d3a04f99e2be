import type { Call } from '../core/call.ts';
import type { Geometry } from '../geometry/geometry.ts';
import type { OutputIndex, Term, TermKey } from './provenance.ts';
import type { Products } from './products.ts';
import type { Result } from '../core/refusal.ts';
import type { Stage } from './stage.ts';
import type { Steps } from '../core/steps.ts';
import type { DType, Tensor } from '../core/tensor.ts';

export const formulationIds = [
  'unfold-matmul',
  'matmul-fold',
  'sub-pixel',
  'transposed-matrix',
  'winograd',
  'naive',
] as const;
export type FormulationId = (typeof formulationIds)[number];

/**
 * The order in which a formulation adds an output element's terms.
 * `sequential`: one accumulator from 0 through all terms, then the bias.
 * `columns-first`: runs of `run` consecutive terms are summed from 0 by themselves (a cell of the
 * column matrix), and the run's sum is then added to the output (fold); then the bias.
 * `points-first`: runs of `run` consecutive terms are summed from 0 by themselves (an element of M_ξ),
 * and the run's sum is then added to the output or, where the sign of its terms says so, subtracted;
 * then the bias.
 * `bias-first`: one accumulator that starts at the bias (the scatter loop).
 */
export type Accumulation =
  | { readonly order: 'sequential' }
  | { readonly order: 'columns-first'; readonly run: number }
  | { readonly order: 'points-first'; readonly run: number }
  | { readonly order: 'bias-first' };

/** One way to compute a call, with everything that is visible of it. Assumes an accepted call. */
export interface Formulation {
  readonly id: FormulationId;
  /** As the interface names it: "unfold + matmul". */
  readonly title: string;
  /** The geometry itself where the formulation can compute it, else why not. Without it: every accepted call. */
  serves?(geometry: Geometry): Result<Geometry>;
  /** Bytes it allocates at its peak beyond the call's own tensors and the output. */
  workingBytes(geometry: Geometry, dtype: DType): number;
  /** The output, (N, Cout, Ho, Wo) or (Cout, Ho, Wo), in the call's dtype: every product and sum rounded to it. `recycled`: a tensor that nobody needs any more and that the output may overwrite. */
  run(call: Call, geometry: Geometry, recycled?: Tensor): Steps<Tensor>;
  /**
   * Its own rounding bound, where it does not compute the sum of the definition's products and so is
   * not covered by the one of bound.ts; in the output's order. Without it: that one.
   */
  bound?(call: Call, geometry: Geometry): Steps<Float64Array<ArrayBuffer>>;
  /** Counts its scalar multiplications, sorted by what they are good for. O(outputs of both axes). */
  products(geometry: Geometry): Products;
  /** The stages in reading order, for drawing; nothing is computed until a cell is read. */
  stages(call: Call, geometry: Geometry, output: Tensor): readonly Stage[];
  accumulation(geometry: Geometry): Accumulation;
  /** Number of terms of this output element; may differ between elements (sub-pixel, transposed-matrix). */
  termCount(geometry: Geometry, element: OutputIndex): number;
  /** The term at this place of the order of summation, 0 ≤ index < termCount. */
  termAt(geometry: Geometry, element: OutputIndex, index: number): Term;
  /** The place of this term in the element's order of summation; null if it is not one of its terms. */
  termIndexOf(geometry: Geometry, element: OutputIndex, key: TermKey): number | null;
}

/** What a formulation says about its dot products: enough to walk one without running it. */
export type Terms = Pick<Formulation, 'accumulation' | 'termCount' | 'termAt' | 'termIndexOf'>;
