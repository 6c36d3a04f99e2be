import type { Call } from '../../core/call.ts';
import { type Formulation, type FormulationId, formulationIds } from '../../provenance/formulation.ts';
import { formulationOf } from '../../formulations/formulations.ts';
import type { Geometry } from '../../geometry/geometry.ts';
import type { Steps } from '../../core/steps.ts';
import { elementCount } from '../../core/tensor.ts';
import { markBiases, markInputs, markWeights } from './mark.ts';
import type { SourceTensor } from './sources.ts';
import { NonFiniteCause } from './nonFiniteCause.ts';

/** The number of output elements that the NaN and infinities of a call's tensors make non-finite in one formulation. */
export interface FormulationPropagation {
  readonly formulation: FormulationId;
  readonly nonFinite: number;
}

/**
 * Counts the non-finite elements for every formulation that supports the call, from the call alone; overflows come on
 * top. `counts` is the number of sources in each tensor. Formulations that multiply no structural zero have the count of
 * the definition (`naive`).
 */
export function* formulationPropagations(
  call: Call,
  geometry: Geometry,
  counts: Readonly<Record<SourceTensor, number>>,
): Steps<readonly FormulationPropagation[]> {
  const marks = new Uint8Array(elementCount(geometry.outputShape));
  // Input elements and biases reach the same outputs in all formulations.
  if (counts.input > 0) yield* markInputs(call, geometry, marks, NonFiniteCause.defined);
  if (counts.bias > 0) yield* markBiases(call, geometry, marks, NonFiniteCause.defined);
  const countByReach = new Map<Formulation['weightReach'], number>();
  const found: FormulationPropagation[] = [];
  for (const id of formulationIds) {
    const formulation = formulationOf(id);
    if (formulation.serves?.(geometry).ok === false) continue;
    const { weightReach: reach } = formulation;
    let nonFinite = countByReach.get(reach);
    if (nonFinite === undefined) {
      const own = marks.slice();
      if (counts.weight > 0) yield* markWeights(call, geometry, reach, own, NonFiniteCause.defined);
      nonFinite = own.reduce((sum, kind) => sum + (kind === NonFiniteCause.clean ? 0 : 1), 0);
      countByReach.set(reach, nonFinite);
    }
    found.push({ formulation: id, nonFinite });
  }
  return found;
}
