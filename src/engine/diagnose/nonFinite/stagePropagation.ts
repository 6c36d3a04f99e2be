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
 * Where one source goes on its way through a formulation's stages. The stages are those of a call of the
 * same shapes that holds nothing but zeros and, in the source's place, a NaN, with an output that has NaN
 * where the source comes to: their own index maps, sums and transforms carry it, and a cell is isReached where
 * it reads NaN. Takes as much memory as the call's tensors and output in float32.
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

/** Zeros in a tensor's shape, and NaN at the source if that is the one it stands in. */
function marked(of: SourceTensor, { shape }: Tensor, source: NonFiniteElement): Tensor {
  const tensor = zeros('float32', shape);
  if (of === source.of) {
    tensor.data[flatAt(shape, source.index)] = NaN;
  }
  return tensor;
}
