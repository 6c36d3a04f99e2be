import { assertNever } from '../../core/assertNever.ts';
import type { FormulationId } from '../../provenance/formulation.ts';
import { formulationOf } from '../../formulations/formulations.ts';
import type { Geometry } from '../../geometry/geometry.ts';
import type { InputIndex, WeightIndex } from '../../provenance/provenance.ts';
import { type Reach, reachOfBias, reachOfInput, reachOfWeight } from '../../provenance/reach.ts';
import type { NonFiniteElement } from './sources.ts';

/** Returns the output elements that an element contributes to by the definition. */
export function definedReach(geometry: Geometry, { tensor, index }: NonFiniteElement): Reach {
  switch (tensor) {
    case 'input':
      return reachOfInput(geometry, inputIndexOf(index));
    case 'weight':
      return reachOfWeight(geometry, weightIndexOf(index));
    case 'bias':
      return reachOfBias(geometry, index[0] ?? 0);
    default:
      return assertNever(tensor, 'tensor');
  }
}

/**
 * Returns the output elements that a non-finite element makes non-finite in a formulation. Input elements and biases make
 * exactly the definition's elements non-finite in every formulation, winograd included: place i of a tile enters only
 * those ξ = i′ of Bᵀ d that the outputs reading it use, along either axis. (The values may differ: where the definition
 * gives ∞, winograd may give ∞ − ∞ = NaN.)
 */
export function formulatedReach(geometry: Geometry, id: FormulationId, source: NonFiniteElement): Reach {
  return source.tensor === 'weight'
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
