import type { Call } from '../../core/call.ts';
import { flatAt } from '../../core/flatIndex.ts';
import type { Formulation } from '../../provenance/formulation.ts';
import type { Geometry } from '../../geometry/geometry.ts';
import type { Stage } from '../../provenance/stage.ts';
import type { Steps } from '../../core/steps.ts';
import { elementCount, type Tensor, zeros } from '../../core/tensor.ts';
import { markEach } from './mark.ts';
import { formulatedReach } from './sourceReach.ts';
import type { NonFiniteElement, SourceTensor } from './sources.ts';

/**
 * Follows one source through a formulation's stages. Builds the stages of a call of the same shapes that is all zeros
 * except for a NaN in the source's place, with an output that is NaN where the source arrives. The stages' own index
 * maps, sums and transforms carry the NaN, so a cell is reached if it reads NaN. Uses as much memory as the call's
 * tensors and output in float32.
 */
export function* stagePropagations(
  { input, weight, bias, params }: Call,
  geometry: Geometry,
  formulation: Formulation,
  source: NonFiniteElement,
): Steps<readonly Stage[]> {
  const trace: Call = {
    dtype: 'float32',
    input: marked('input', input, source),
    weight: marked('weight', weight, source),
    bias: bias && marked('bias', bias, source),
    params,
  };
  const reached = new Uint8Array(elementCount(geometry.outputShape));
  yield* markEach(reached, geometry, formulatedReach(geometry, formulation.id, source), 1);
  const output = zeros('float32', geometry.outputShape);
  for (const [at, isReached] of reached.entries()) if (isReached === 1) output.data[at] = NaN;
  return formulation.stages(trace, geometry, output);
}

/** Returns zeros in a tensor's shape, with NaN at the source if the source belongs to this tensor. */
function marked(name: SourceTensor, { shape }: Tensor, source: NonFiniteElement): Tensor {
  const tensor = zeros('float32', shape);
  if (name === source.tensor) {
    tensor.data[flatAt(shape, source.index)] = NaN;
  }
  return tensor;
}
