import type { ProfileId } from '../../engine/precision/profiles.ts';
import { isRepresentable } from '../../engine/rounding/roundTo.ts';
import type { Tensor } from '../../engine/core/tensor.ts';

/**
 * Returns the precision by which an output is checked, given that of the call's tensor files.
 *
 * An output of float16 or bfloat16 tensors need not have been stored in their format: tensor cores add their products
 * in float32 and may return that sum. Such an output has numbers that the format does not have. The products of
 * float16 and of bfloat16 numbers are exact in TF32's multipliers, so TF32's rounding, exact factors and tensor-core
 * sums stored as float32, is the one that is allowed then: the rounding of float16 would be too wide, that of float32
 * too tight for tensor cores. An output whose numbers all are of the format, whatever its file's dtype, was stored in it.
 */
export function dtypeOfOutput(dtype: ProfileId, actual: Tensor): ProfileId {
  if (dtype !== 'float16' && dtype !== 'bfloat16') return dtype;
  return actual.data.every((value) => !Number.isFinite(value) || isRepresentable(value, dtype)) ? dtype : 'tf32';
}
