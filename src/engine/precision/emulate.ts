import type { Call, Emulated } from '../core/call.ts';
import type { Formulation } from '../provenance/formulation.ts';
import type { Geometry } from '../geometry/geometry.ts';
import { ok, refuse, type Result } from '../core/refusal.ts';
import type { Steps } from '../core/steps.ts';
import { castTensor, type Tensor } from '../core/tensor.ts';
import { arithmeticDType, isEmulated, type Profile } from './profiles.ts';
import { roundEach, type RoundingMode, roundTensor } from '../rounding/roundTo.ts';

/**
 * What hardware of this profile makes of a call, as an example of it: {@link roundCall}, then
 * {@link runRounded}. The result, of the output's shape, is float32 (float64 under the float64 profile) and
 * holds numbers of the stored format only. Subnormal numbers are kept, sums are rounded to nearest: hardware
 * may differ within the profile's bound.
 */
export function* emulate(
  call: Call,
  geometry: Geometry,
  profile: Profile,
  formulation: Formulation,
  mode: RoundingMode = 'nearest',
): Steps<Tensor> {
  const rounded = yield* roundCall(call, profile, mode);
  return yield* runRounded(rounded, geometry, formulation);
}

/**
 * The call that a profile's multipliers see: input, weight and bias rounded to its formats, in the dtype that
 * sums are made in; the call itself where nothing is emulated. `mode`: how factors become TF32, which hardware
 * cuts off and software may round; every other profile rounds to nearest.
 */
export function* roundCall(call: Call, profile: Profile, mode: RoundingMode = 'nearest'): Steps<Call> {
  const { id, factors, bias, accumulation, output } = profile;
  // Nothing is rounded.
  if (!isEmulated(id) && call.dtype === arithmeticDType(id)) return call;
  const how = factors.format === 'tf32' ? mode : 'nearest';
  // TF32 is read out of float32 numbers.
  const from = (tensor: Tensor): Tensor => (factors.format === 'tf32' ? castTensor(tensor, 'float32') : tensor);
  return {
    dtype: arithmeticDType(id),
    ...(isEmulated(id) ? { emulated: emulatedBy(accumulation.format, output.format) } : {}),
    params: call.params,
    input: yield* roundTensor(from(call.input), factors.format, how),
    weight: yield* roundTensor(from(call.weight), factors.format, how),
    bias: call.bias === null ? null : yield* roundTensor(call.bias, bias.format),
  };
}

function emulatedBy(sums: Profile['accumulation']['format'], stored: Profile['output']['format']): Emulated {
  // Nothing is emulated that computes in float64.
  if (sums === 'float64' || stored === 'float64') throw new Error(`${sums} is not emulated`);
  return { sums, stored };
}

/**
 * Runs a formulation, which must serve the call ({@link servesProfile}): products and sums in its order,
 * rounded as the call says, and the result rounded to what it is stored in.
 */
export function* runRounded(
  call: Call,
  geometry: Geometry,
  formulation: Formulation,
  recycled?: Tensor,
): Steps<Tensor> {
  const result = yield* formulation.run(call, geometry, recycled);
  const { emulated } = call;
  if (emulated !== undefined && emulated.stored !== emulated.sums) {
    yield* roundEach(result.data, result.data, emulated.stored);
  }
  return result;
}

/** The geometry itself where a formulation can compute the call under a profile, else why not. */
export function servesProfile(formulation: Formulation, geometry: Geometry, { id, title }: Profile): Result<Geometry> {
  if (isEmulated(id) && formulation.bound !== undefined) {
    const message = `formulation = ${formulation.id} is computed in float32 or float64, not in dtype = ${id} (${title}): how hardware would round its transformed tiles and kernels is not settled.`;
    return refuse('formulation', message);
  }
  return formulation.serves?.(geometry) ?? ok(geometry);
}

/** Bytes that an emulated run takes beside an ordinary one: `tensors` bytes of rounded tensors, and the bound of each output element. */
export function workingBytesEmulated({ n, cout, columns }: Geometry, { id }: Profile, tensors: number): number {
  return isEmulated(id) ? tensors + Float64Array.BYTES_PER_ELEMENT * n * cout * columns : 0;
}
