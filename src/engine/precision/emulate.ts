import type { Call, Emulated } from '../core/call.ts';
import type { Formulation } from '../provenance/formulation.ts';
import type { Geometry } from '../geometry/geometry.ts';
import { ok, refuse, type Result } from '../core/refusal.ts';
import type { Steps } from '../core/steps.ts';
import { castTensor, type Tensor } from '../core/tensor.ts';
import { arithmeticDType, isEmulated, type Profile } from './profiles.ts';
import { roundEach, type RoundingMode, roundTensor } from '../rounding/roundTo.ts';

/**
 * Computes a call as hardware of this profile could: {@link roundCall}, then {@link runRounded}. The result has the
 * output's shape and dtype float32 (float64 for the profile float64), and holds only numbers of the profile's stored
 * format. Subnormal numbers are kept, and sums are rounded to nearest. Real hardware may differ within the profile's
 * bound.
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
 * Returns the call that a profile's multipliers see: input, weight and bias rounded to the profile's formats, in the
 * dtype of its sums. If nothing is emulated, returns the call itself. `mode` says how factors become TF32, because
 * hardware truncates but software may round; all other formats round to nearest.
 */
export function* roundCall(call: Call, profile: Profile, mode: RoundingMode = 'nearest'): Steps<Call> {
  const { id, factors, bias, accumulation, output } = profile;
  // The profile is the call's own dtype, so nothing is rounded.
  if (!isEmulated(id) && call.dtype === arithmeticDType(id)) return call;
  const how = factors.format === 'tf32' ? mode : 'nearest';
  // TF32 is made from float32 numbers, so that truncation drops float32 bits.
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
  // No emulated profile computes in float64.
  if (sums === 'float64' || stored === 'float64') throw new Error(`${sums} is not emulated`);
  return { sums, stored };
}

/**
 * Runs a formulation, which must support the call ({@link servesProfile}). Products and sums are rounded to the format
 * of the call's sums, in the formulation's order; the result is then rounded to the format in which the call stores it.
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

/** Returns the geometry if a formulation can compute the call under a profile, otherwise a refusal that says why. */
export function servesProfile(formulation: Formulation, geometry: Geometry, { id, title }: Profile): Result<Geometry> {
  if (isEmulated(id) && formulation.bound !== undefined) {
    const message = `${formulation.title} can be computed in float32 and float64 only: how hardware would round the transformed tiles and kernels in ${title} is not defined.`;
    return refuse('formulation', message);
  }
  return formulation.serves?.(geometry) ?? ok(geometry);
}

/**
 * Returns the bytes that an emulated run needs in addition to an ordinary one: `tensors` bytes for the rounded tensors,
 * and the bound of each output element.
 */
export function workingBytesEmulated({ n, cout, columns }: Geometry, { id }: Profile, tensors: number): number {
  return isEmulated(id) ? tensors + Float64Array.BYTES_PER_ELEMENT * n * cout * columns : 0;
}
