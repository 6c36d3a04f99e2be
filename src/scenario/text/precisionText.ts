import type { FormatName } from '../../engine/rounding/formats.ts';
import { isEmulated, type ProfileId, profileOf } from '../../engine/precision/profiles.ts';

/** Short names of formats, for narrow places. */
export const shortFormat: Readonly<Record<FormatName, string>> = {
  float64: 'f64',
  float32: 'f32',
  tf32: 'tf32',
  bfloat16: 'bf16',
  float16: 'f16',
};

/** Short names of precisions, for narrow places. */
export const shortPrecision: Readonly<Record<ProfileId, string>> = {
  ...shortFormat,
  'float16-accumulate': 'f16 sums',
};

/** Names of precisions in a sentence: "rounding of bfloat16". */
export const precisionName: Readonly<Record<ProfileId, string>> = {
  float64: 'float64',
  float32: 'float32',
  tf32: 'TF32',
  bfloat16: 'bfloat16',
  float16: 'float16',
  'float16-accumulate': 'float16 sums',
};

/** Names of precisions in a list of choices. */
export const precisionTitle: Readonly<Record<ProfileId, string>> = {
  ...precisionName,
  'float16-accumulate': 'float16 summed in float16',
};

/** Returns the full name of a bound: "float32 bound", "bound of bfloat16, summed in float32". */
export function boundTitle(id: ProfileId): string {
  return isEmulated(id) ? `bound of ${profileOf(id).title}` : `${id} bound`;
}
