import type { Call } from '../../core/call.ts';
import type { FormulationId } from '../../provenance/formulation.ts';
import type { Geometry } from '../../geometry/geometry.ts';
import { reachCount } from '../../provenance/reach.ts';
import type { Steps } from '../../core/steps.ts';
import type { Tensor } from '../../core/tensor.ts';
import { markBiases, markInputs, markWeights } from './mark.ts';
import { definedReach, formulatedReach, weightReaches } from './sourceReach.ts';
import { NonFiniteCause } from './nonFiniteCause.ts';
import { type NonFiniteElement, findNonFinite, type SourceTensor } from './sources.ts';

/** A NaN or an infinity of a call's tensors, and how far it goes. */
export interface PropagationSource extends NonFiniteElement {
  /** Number of output elements that it contributes to by the definition: all of them are non-finite. */
  readonly reaches: number;
  /** Number of output elements that it makes non-finite in the formulation: those, and where it meets structural zeros. */
  readonly spoils: number;
}

/** Where the NaN and infinities of an output come from. */
export interface Propagation {
  /** The first of the sources: input, then weight, then bias, row-major. */
  readonly sources: readonly PropagationSource[];
  /** How many sources there are in each tensor. */
  readonly counts: Readonly<Record<SourceTensor, number>>;
  /** A {@link NonFiniteCause} for each output element, row-major. */
  readonly outputs: Uint8Array<ArrayBuffer>;
  /** Number of output elements of each kind, by its number. */
  readonly kinds: readonly [clean: number, defined: number, formulated: number, overflow: number];
}

export interface PropagationOptions {
  /** How many sources of each tensor are listed; 100 if left out. */
  readonly most?: number;
}

/** Output elements looked at between two steps. */
const atOnce = 2 ** 20;

/**
 * Why each element of a formulation's `output` of an accepted call is what it is:
 *
 * - `defined`: a product of the definition, or the bias, has a non-finite factor. The element is then
 *   non-finite in any formulation: NaN · x is NaN, ∞ · x is ±∞ or (x = 0) NaN, and no sum with a NaN or an
 *   infinity is finite.
 * - `formulated`: none has, but the formulation multiplies a structural zero by a non-finite weight.
 * - `overflow`: neither, and yet non-finite: from finite numbers a product, a sum or a transform passed
 *   the dtype's largest number.
 *
 * An element of any of these kinds is non-finite, every other one is finite. The first two follow from the
 * call alone; the output tells the third. Takes a byte for each output element beside a plane of marks.
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
    const reach = weightReaches[formulation];
    yield* markWeights(call, geometry, reach, outputs, NonFiniteCause.formulated);
    yield* markWeights(call, geometry, weightReaches.naive, outputs, NonFiniteCause.defined);
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
