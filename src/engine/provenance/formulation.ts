import type { Call } from '../core/call.ts';
import type { Geometry } from '../geometry/geometry.ts';
import type { OutputIndex, Term, TermKey, WeightIndex } from './provenance.ts';
import type { Products } from './products.ts';
import type { Reach } from './reach.ts';
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

/** The formulation that computes the definition itself, without inserted or padding zeros. */
export const definition: FormulationId = 'naive';

/**
 * The order in which a formulation adds the terms of an output element.
 *
 * - `sequential`: one accumulator, from 0 through all terms, then the bias.
 * - `columns-first`: each run of `run` consecutive terms is summed from 0 into a cell of the column matrix; fold adds
 *   the cells to the output element; then the bias.
 * - `points-first`: each run of `run` consecutive terms is summed from 0 into an element of M_ξ, which is added to the
 *   output element or, if the sign of the terms is −1, subtracted; then the bias.
 * - `bias-first`: one accumulator that starts with the bias (the scatter loop).
 */
export type Accumulation =
  | { readonly order: 'sequential' }
  | { readonly order: 'columns-first'; readonly run: number }
  | { readonly order: 'points-first'; readonly run: number }
  | { readonly order: 'bias-first' };

/**
 * One way to compute a call, together with the intermediate arrays (stages) that the page shows. Its functions may
 * assume that the call is valid.
 */
export interface Formulation {
  readonly id: FormulationId;
  /** The name shown to the user, for example "unfold + matmul". */
  readonly title: string;
  /** Returns the geometry if this formulation supports the call, otherwise the reason. If omitted, every valid call is supported. */
  serves?(geometry: Geometry): Result<Geometry>;
  /** Returns the bytes that a run allocates at its peak, in addition to the call's tensors and the output. */
  workingBytes(geometry: Geometry, dtype: DType): number;
  /**
   * Computes the output, (N, Cout, Ho, Wo) or (Cout, Ho, Wo), in the call's dtype, rounding every product and sum. The
   * output may overwrite `recycled`, a tensor that is no longer needed.
   */
  run(call: Call, geometry: Geometry, recycled?: Tensor): Steps<Tensor>;
  /**
   * Computes the rounding bound of each output element. Omitted if the formulation sums the products of the definition:
   * then the bound of rounding/bound.ts applies.
   */
  bound?(call: Call, geometry: Geometry): Steps<Float64Array<ArrayBuffer>>;
  /** Returns the largest number of roundings in an output element: the K of γ_K in the bound. Takes O(Ho + Wo). */
  mostRoundings(geometry: Geometry): number;
  /**
   * Returns the output elements for which a weight element is multiplied, even if only with inserted or padding zeros.
   * An infinite or NaN weight makes all of them non-finite, since 0·∞ is NaN. They include those of `reachOfWeight`,
   * which the weight reaches by the definition.
   */
  readonly weightReach: (geometry: Geometry, weight: WeightIndex) => Reach;
  /** Counts the scalar multiplications, useful and wasted ones separately. Takes O(Ho + Wo). */
  products(geometry: Geometry): Products;
  /** Lists the stages from the input to the output. Nothing is computed until a cell is read. */
  stages(call: Call, geometry: Geometry, output: Tensor): readonly Stage[];
  /** True if the formulation adds products from the input's side: each input element stamps the kernel on the output. */
  readonly scatters?: true;
  /** The form of all terms of the formulation. */
  readonly termForm: Term['form'];
  accumulation(geometry: Geometry): Accumulation;
  /**
   * Returns the number of terms of an output element. It may differ between elements (sub-pixel, transposed-matrix).
   */
  termCount(geometry: Geometry, element: OutputIndex): number;
  /** Returns the term at position `index` in the order of summation, 0 ≤ index < termCount. */
  termAt(geometry: Geometry, element: OutputIndex, index: number): Term;
  /** Returns the position of a term in the element's order of summation; null if the element has no such term. */
  termIndexOf(geometry: Geometry, element: OutputIndex, key: TermKey): number | null;
}

/**
 * The part of a formulation that lists the terms of each dot product. With it, a dot product can be stepped through
 * without running the formulation.
 */
export type Terms = Pick<Formulation, 'termForm' | 'accumulation' | 'termCount' | 'termAt' | 'termIndexOf'>;
