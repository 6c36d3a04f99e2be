import type { Call } from '../call.ts';
import type { Formulation } from '../formulation.ts';
import type { Geometry } from '../geometry.ts';
import type { Steps } from '../steps.ts';
import { castTensor, type Tensor } from '../tensor.ts';
import { accumulateIn } from './accumulateIn.ts';
import type { Profile } from './profiles.ts';
import { roundEach, type RoundingMode, roundTensor } from './roundTo.ts';

/**
 * What hardware of this profile makes of a call, as an example of it: input, weight and bias are
 * rounded to the profile's formats; products and sums are float32, in the order of `formulation`
 * (which must serve the call), and the result is rounded to the format it is stored in. Of float16
 * sums every product and every sum is rounded to float16, in the order of the naive definition,
 * whatever the formulation. `mode`: how factors become TF32, which hardware cuts off and software may
 * round; every other profile rounds to nearest.
 *
 * The result, of the output's shape, is float32 (float64 under the float64 profile) and holds numbers
 * of the stored format only. Subnormal numbers are kept, sums are rounded to nearest: hardware may
 * differ within the profile's bound.
 */
export function* emulate(
  call: Call,
  geometry: Geometry,
  profile: Profile,
  formulation: Formulation,
  mode: RoundingMode = 'nearest',
): Steps<Tensor> {
  const rounded = yield* roundCall(call, profile, mode);
  const { accumulation, output } = profile;
  const { format } = accumulation;
  if (format !== 'float32' && format !== 'float64') {
    return yield* accumulateIn(rounded, geometry, format);
  }
  const result = yield* formulation.run(rounded, geometry);
  if (!output.exact) yield* roundEach(result.data, result.data, output.format);
  return result;
}

/** The call that a profile's multipliers see: its tensors rounded, in the dtype that sums are made in. */
function* roundCall(call: Call, { id, factors, bias }: Profile, mode: RoundingMode): Steps<Call> {
  const dtype = id === 'float64' ? 'float64' : 'float32';
  const how = factors.format === 'tf32' ? mode : 'nearest';
  // TF32 is read out of float32 numbers.
  const from = (tensor: Tensor): Tensor =>
    factors.format === 'tf32' ? castTensor(tensor, 'float32') : tensor;
  return {
    dtype,
    params: call.params,
    input: yield* roundTensor(from(call.input), factors.format, how),
    weight: yield* roundTensor(from(call.weight), factors.format, how),
    bias: call.bias === null ? null : yield* roundTensor(call.bias, bias.format),
  };
}
