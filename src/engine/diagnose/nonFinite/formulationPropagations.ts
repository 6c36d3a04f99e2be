import type { Call } from '../../core/call.ts';
import { type FormulationId, formulationIds } from '../../provenance/formulation.ts';
import { formulationOf } from '../../formulations/formulations.ts';
import type { Geometry } from '../../geometry/geometry.ts';
import type { Steps } from '../../core/steps.ts';
import { elementCount } from '../../core/tensor.ts';
import { markBiases, markInputs, markWeights } from './mark.ts';
import { weightReaches } from './sourceReach.ts';
import type { SourceTensor } from './sources.ts';
import { NonFiniteCause } from './nonFiniteCause.ts';

/** How many output elements the NaN and infinities of a call's tensors make non-finite in a formulation. */
export interface FormulationPropagation {
  readonly formulation: FormulationId;
  readonly nonFinite: number;
}

/**
 * That of every formulation that serves the call, from the call alone: what overflows comes on top. `counts`: the
 * sources in each tensor. Those that multiply no structural zero have the number of the definition (`naive`).
 */
export function* formulationPropagations(
  call: Call,
  geometry: Geometry,
  counts: Readonly<Record<SourceTensor, number>>,
): Steps<readonly FormulationPropagation[]> {
  const marks = new Uint8Array(elementCount(geometry.outputShape));
  // The same for all: neither an input element nor a bias comes further in one formulation than in another.
  if (counts.input > 0) yield* markInputs(call, geometry, marks, NonFiniteCause.defined);
  if (counts.bias > 0) yield* markBiases(call, geometry, marks, NonFiniteCause.defined);
  const bySame = new Map<(typeof weightReaches)[FormulationId], number>();
  const found: FormulationPropagation[] = [];
  for (const id of formulationIds) {
    if (formulationOf(id).serves?.(geometry).ok === false) continue;
    const reach = weightReaches[id];
    let nonFinite = bySame.get(reach);
    if (nonFinite === undefined) {
      const own = marks.slice();
      if (counts.weight > 0) yield* markWeights(call, geometry, reach, own, NonFiniteCause.defined);
      nonFinite = own.reduce((sum, kind) => sum + (kind === NonFiniteCause.clean ? 0 : 1), 0);
      bySame.set(reach, nonFinite);
    }
    found.push({ formulation: id, nonFinite });
  }
  return found;
}
