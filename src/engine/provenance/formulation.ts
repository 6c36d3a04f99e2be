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

/** The formulation that is the definition itself; it multiplies no structural zero. */
export const definition: FormulationId = 'naive';

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

/** One way to compute a call, with its visible stages. Assumes a valid call. */
export interface Formulation {
  readonly id: FormulationId;
  /** The name in the interface: "unfold + matmul". */
  readonly title: string;
  /** Returns the geometry if this formulation supports the call, otherwise the reason. If omitted, every valid call is supported. */
  serves?(geometry: Geometry): Result<Geometry>;
  /** Returns the bytes allocated at the peak, beyond the call's own tensors and the output. */
  workingBytes(geometry: Geometry, dtype: DType): number;
  /**
   * Computes the output, (N, Cout, Ho, Wo) or (Cout, Ho, Wo), in the call's dtype; every product and sum is rounded to it.
   * `recycled` is a tensor that is no longer needed and that the output may overwrite.
   */
  run(call: Call, geometry: Geometry, recycled?: Tensor): Steps<Tensor>;
  /**
   * Computes the formulation's own rounding bound, one number per output element. If omitted, the formulation sums the
   * definition's products and the bound of rounding/bound.ts applies.
   */
  bound?(call: Call, geometry: Geometry): Steps<Float64Array<ArrayBuffer>>;
  /** Returns the largest number of roundings in one output element: K of the γ_K in the bound. O(outputs of both axes). */
  mostRoundings(geometry: Geometry): number;
  /**
   * The output elements that multiply a weight element, structural zeros included: an infinite or NaN weight makes
   * all of them non-finite, since 0·∞ is NaN. They contain the outputs of the definition, reachOfWeight.
   */
  readonly weightReach: (geometry: Geometry, weight: WeightIndex) => Reach;
  /** Counts the scalar multiplications, divided into useful and wasted ones. O(outputs of both axes). */
  products(geometry: Geometry): Products;
  /** Lists the stages in reading order; nothing is computed until a cell is read. */
  stages(call: Call, geometry: Geometry, output: Tensor): readonly Stage[];
  /** True if the formulation adds products from the input's side: each input element stamps the kernel on the output. */
  readonly scatters?: true;
  /** The form of all terms of the formulation. */
  readonly termForm: Term['form'];
  accumulation(geometry: Geometry): Accumulation;
  /** Returns the number of terms of this output element, which may differ between elements (sub-pixel, transposed-matrix). */
  termCount(geometry: Geometry, element: OutputIndex): number;
  /** Returns the term at this position of the order of summation, 0 ≤ index < termCount. */
  termAt(geometry: Geometry, element: OutputIndex, index: number): Term;
  /** Returns the position of this term in the element's order of summation; null if the element has no such term. */
  termIndexOf(geometry: Geometry, element: OutputIndex, key: TermKey): number | null;
}

/** The terms of a formulation's dot products, which can be stepped through without running the formulation. */
export type Terms = Pick<Formulation, 'termForm' | 'accumulation' | 'termCount' | 'termAt' | 'termIndexOf'>;
