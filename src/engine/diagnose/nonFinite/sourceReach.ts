import type { FormulationId } from '../../provenance/formulation.ts';
import { phaseOfTap } from '../../geometry/phases.ts';
import type { Geometry } from '../../geometry/geometry.ts';
import type { InputIndex, WeightIndex } from '../../provenance/provenance.ts';
import type { Progression } from '../../provenance/progression.ts';
import { type Reach, reachOfInput, reachOfWeight } from '../../provenance/reach.ts';
import { outputsOfPhase } from '../../provenance/tapProgressions.ts';
import type { NonFiniteElement } from './sources.ts';

/** The output elements that the bias of channel `c` is added to. */
export function reachOfBias({ n, h, w }: Geometry, c: number): Reach {
  const all = (count: number): Progression => ({ first: 0, step: 1, count });
  return {
    n: all(n),
    c: { first: c, step: 1, count: 1 },
    y: all(h.outputSize),
    x: all(w.outputSize),
  };
}

/** The output elements that an element contributes to by the definition. */
export function definedReach(geometry: Geometry, { of, index }: NonFiniteElement): Reach {
  switch (of) {
    case 'input':
      return reachOfInput(geometry, inputIndexOf(index));
    case 'weight':
      return reachOfWeight(geometry, weightIndexOf(index));
    case 'bias':
      return reachOfBias(geometry, index[0] ?? 0);
    default: {
      const never: never = of;
      return never;
    }
  }
}

/** The output elements that an element makes non-finite in a formulation if it is non-finite. */
export function formulatedReach(geometry: Geometry, id: FormulationId, source: NonFiniteElement): Reach {
  return source.of === 'weight'
    ? weightReaches[id](geometry, weightIndexOf(source.index))
    : definedReach(geometry, source);
}

/**
 * The output elements that multiply a weight element in each formulation, structural zeros included: an
 * infinite or NaN weight makes all of them non-finite, since 0·∞ is NaN. They contain those of
 * the definition. Of input elements and biases every formulation makes exactly those of the definition
 * non-finite, winograd too: place i of a tile enters only those ξ = i′ of Bᵀ d that the outputs reading
 * it take, along either axis (the values may differ there: where the definition has ∞, ∞ − ∞ may come out).
 */
export const weightReaches: Readonly<Record<FormulationId, (geometry: Geometry, weight: WeightIndex) => Reach>> = {
  // K · U: a row of K meets every column of U, zeros inserted and padded.
  'unfold-matmul': (geometry, weight) => reachOfBias(geometry, reachOfWeight(geometry, weight).c.first),
  'matmul-fold': reachOfWeight,
  'sub-pixel': reachOfWeight,
  'transposed-matrix': reachOfWeight,
  // G g Gᵀ: every output takes a ξ with each tap of its phase, and multiplies it whatever the tile holds.
  winograd: (geometry, weight) => ({
    ...reachOfWeight(geometry, weight),
    y: outputsOfPhase(geometry.h, phaseOfTap(geometry.h, weight.ky)),
    x: outputsOfPhase(geometry.w, phaseOfTap(geometry.w, weight.kx)),
  }),
  naive: reachOfWeight,
};

function inputIndexOf(index: readonly number[]): InputIndex {
  const [c = 0, y = 0, x = 0] = index.slice(-3);
  return { n: index.length === 4 ? (index[0] ?? 0) : 0, c, y, x };
}

function weightIndexOf([cin = 0, cout = 0, ky = 0, kx = 0]: readonly number[]): WeightIndex {
  return { cin, cout, ky, kx };
}
