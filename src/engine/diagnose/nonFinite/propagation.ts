import type { Call } from '../../core/call.ts';
import type { FormulationId } from '../../provenance/formulation.ts';
import { formulationOf } from '../../formulations/formulations.ts';
import type { Geometry } from '../../geometry/geometry.ts';
import { reachCount, reachOfWeight } from '../../provenance/reach.ts';
import type { Steps } from '../../core/steps.ts';
import type { Tensor } from '../../core/tensor.ts';
import { markBiases, markInputs, markWeights } from './mark.ts';
import { definedReach, formulatedReach } from './sourceReach.ts';
import { NonFiniteCause } from './nonFiniteCause.ts';
import { type NonFiniteElement, findNonFinite, type SourceTensor } from './sources.ts';

/** A NaN or infinity of a call's tensors, and how many output elements it affects. */
export interface PropagationSource extends NonFiniteElement {
  /** Number of output elements that it contributes to by the definition; all of them are non-finite. */
  readonly reaches: number;
  /**
   * Number of output elements that it makes non-finite in the formulation, including those where it meets structural
   * zeros.
   */
  readonly spoils: number;
}

/** The origin of an output's NaN and infinities. */
export interface Propagation {
  /** The first sources of each tensor: input, then weight, then bias, each in row-major order. */
  readonly sources: readonly PropagationSource[];
  /** Number of sources in each tensor. */
  readonly counts: Readonly<Record<SourceTensor, number>>;
  /** A {@link NonFiniteCause} for each output element, row-major. */
  readonly outputs: Uint8Array<ArrayBuffer>;
  /** Number of output elements of each kind, indexed by {@link NonFiniteCause}. */
  readonly kinds: readonly [clean: number, defined: number, formulated: number, overflow: number];
}

export interface PropagationOptions {
  /** The most sources to list per tensor; 100 if omitted. */
  readonly most?: number;
}

/** Output elements between two progress steps. */
const atOnce = 2 ** 20;

/**
 * Finds the cause of each element of a formulation's `output` of a valid call:
 *
 * - `defined`: a product of the definition, or the bias, has a non-finite factor. The element is then non-finite in any
 *   formulation: NaN · x is NaN, ∞ · x is ±∞ or (x = 0) NaN, and no sum with a NaN or an infinity is finite.
 * - `formulated`: no factor is non-finite, but the formulation multiplies a structural zero by a non-finite weight.
 * - `overflow`: neither applies, but a product, a sum or a transform of finite numbers exceeded the dtype's largest number.
 *
 * An element with one of these causes is non-finite, every other element is finite. The first two causes follow from the
 * call alone; overflow follows from the output. Uses one byte per output element, plus a plane of marks.
 */
export function* propagationOf(
  call: Call,
  geometry: Geometry,
  formulation: FormulationId,
  output: Tensor,
  { most = 100 }: PropagationOptions = {},
): Steps<Propagation> {
  const { first, counts } = yield* findNonFinite(call, most);
  const outputs = new Uint8Array(output.data.length);
  if (counts.weight > 0) {
    const { weightReach } = formulationOf(formulation);
    yield* markWeights(call, geometry, weightReach, outputs, NonFiniteCause.formulated);
    yield* markWeights(call, geometry, reachOfWeight, outputs, NonFiniteCause.defined);
  }
  if (counts.input > 0) yield* markInputs(call, geometry, outputs, NonFiniteCause.defined);
  if (counts.bias > 0) yield* markBiases(call, geometry, outputs, NonFiniteCause.defined);
  const kinds: [number, number, number, number] = [0, 0, 0, 0];
  for (let at = 0; at < outputs.length; at++) {
    if (at % atOnce === 0) yield { stage: 'Overflow', done: at, total: outputs.length };
    if (outputs[at] === NonFiniteCause.clean && !Number.isFinite(output.data[at])) {
      outputs[at] = NonFiniteCause.overflow;
    }
    kinds[outputs[at] as NonFiniteCause]++;
  }
  const sources = first.map((source) => ({
    ...source,
    reaches: reachCount(definedReach(geometry, source)),
    spoils: reachCount(formulatedReach(geometry, formulation, source)),
  }));
  return { sources, counts, outputs, kinds };
}
