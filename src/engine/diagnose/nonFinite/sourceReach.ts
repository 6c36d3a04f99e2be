import type { FormulationId } from '../../provenance/formulation.ts';
import { formulationOf } from '../../formulations/formulations.ts';
import type { Geometry } from '../../geometry/geometry.ts';
import type { InputIndex, WeightIndex } from '../../provenance/provenance.ts';
import { type Reach, reachOfBias, reachOfInput, reachOfWeight } from '../../provenance/reach.ts';
import type { NonFiniteElement } from './sources.ts';

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

/**
 * The output elements that an element makes non-finite in a formulation if it is non-finite. Of input elements and
 * biases every formulation makes exactly the outputs of the definition non-finite, winograd too: place i of a tile
 * enters only those ξ = i′ of Bᵀ d that the outputs reading it take, along either axis (the values may differ there:
 * where the definition has ∞, ∞ − ∞ may come out).
 */
export function formulatedReach(geometry: Geometry, id: FormulationId, source: NonFiniteElement): Reach {
  return source.of === 'weight'
    ? formulationOf(id).weightReach(geometry, weightIndexOf(source.index))
    : definedReach(geometry, source);
}

function inputIndexOf(index: readonly number[]): InputIndex {
  const [c = 0, y = 0, x = 0] = index.slice(-3);
  return { n: index.length === 4 ? (index[0] ?? 0) : 0, c, y, x };
}

function weightIndexOf([cin = 0, cout = 0, ky = 0, kx = 0]: readonly number[]): WeightIndex {
  return { cin, cout, ky, kx };
}
