import type { DType } from '../core/tensor.ts';
import { type FormatName, formats } from '../rounding/formats.ts';

export const profileIds = ['float64', 'float32', 'float16', 'tf32', 'bfloat16', 'float16-accumulate'] as const;
export type ProfileId = (typeof profileIds)[number];

/** Bounds the error of one rounding: fl(z) = z·(1 + δ) + ε with |δ| ≤ `roundoff` and |ε| ≤ `underflow`. */
export interface ProfileRounding<F extends FormatName = FormatName> {
  readonly format: F;
  readonly roundoff: number;
  /** Half the smallest subnormal or, if hardware may replace subnormals by zero, the smallest normal number. */
  readonly underflow: number;
  /** True if hardware may replace numbers in the format's subnormal range by 0. */
  readonly flushes: boolean;
}

/** A format in which tensors are stored. TF32 is not one, because its numbers are stored as float32. */
export type StoredFormat = Exclude<FormatName, 'tf32'>;

/** The formats in which a certain hardware or software computes `conv_transpose2d`, and the errors of its roundings. */
export interface Profile {
  readonly id: ProfileId;
  readonly title: string;
  /** Where the profile occurs, and the setting that selects it. */
  readonly origin: string;
  /** The rounding of input and weight before they are multiplied. */
  readonly factors: ProfileRounding;
  /** The rounding of the bias before it is added. */
  readonly bias: ProfileRounding;
  /**
   * The rounding of products and sums. If `sumsUnderflow`, a sum may also lose `underflow`; with gradual underflow only
   * products do.
   */
  readonly accumulation: ProfileRounding<'float64' | 'float32' | 'float16'> & {
    readonly sumsUnderflow: boolean;
  };
  /** The rounding of the finished sum when it is stored. `exact` is true if the sum already has that format. */
  readonly output: ProfileRounding<StoredFormat> & { readonly exact: boolean };
}

/** Returns the error bounds of rounding to nearest with gradual underflow (IEEE 754). */
function gradual<F extends FormatName>(format: F): ProfileRounding<F> {
  const { roundoff, smallestSubnormal } = formats[format];
  // For float64, the smallest subnormal itself, as in bound.ts: half of it is not a double.
  const underflow = format === 'float64' ? smallestSubnormal : smallestSubnormal / 2;
  return { format, roundoff, underflow, flushes: false };
}

/**
 * Returns the error bounds of rounding to nearest if subnormal numbers may be replaced by zero, as Intel's VDPBF16PS
 * does with inputs and results.
 */
function flushing<F extends FormatName>(format: F): ProfileRounding<F> {
  const { roundoff, smallestNormal } = formats[format];
  return { format, roundoff, underflow: smallestNormal, flushes: true };
}

/**
 * The error bounds of float32 sums on tensor cores. These align m exact products and the accumulator to the largest of
 * them, truncate them below 24 bits, add them, and truncate the sum once more (Fasi, Higham, Mikaitis, Pranesh,
 * Numerical behavior of NVIDIA tensor cores, PeerJ CS 2021). Each truncation loses at most 2⁻²³ of the magnitudes that
 * are added: m truncations for all summands but the largest, and one for the sum, (m + 1)·2⁻²³ ≤ 2m·2⁻²³. The error of
 * K terms, in blocks of any size, is therefore at most that of K roundings with u = 2⁻²². This also covers sums that
 * are rounded correctly one by one (u = 2⁻²⁴).
 */
const tensorCores: Profile['accumulation'] = {
  ...flushing('float32'),
  roundoff: 2 ** -22,
  sumsUnderflow: true,
};

/** The error bounds of truncation to TF32, which loses up to twice as much as rounding to nearest. */
const cutToTf32: ProfileRounding = {
  ...flushing('tf32'),
  roundoff: 2 * formats.tf32.roundoff,
};

/**
 * The profiles, tightest first. They are ordered by the relative error, to first order, of a sum of 64 terms without
 * bias whose factors all need rounding: 2·u_factors + 64·u_accumulation + u_output. (64 terms are 16 channels and a 2 ×
 * 2 phase of a 4 × 4 kernel.) For other calls the order may differ: float16 has the smallest range, and float16 sums
 * get worse with the number of terms.
 */
export const profiles: readonly Profile[] = [
  {
    id: 'float64',
    title: 'float64',
    origin: 'tensors of dtype float64',
    factors: gradual('float64'),
    bias: gradual('float64'),
    accumulation: { ...gradual('float64'), sumsUnderflow: false },
    output: { ...gradual('float64'), exact: true },
  },
  {
    id: 'float32',
    title: 'float32',
    origin: 'tensors of dtype float32 on a CPU, or on a GPU with torch.backends.cudnn.allow_tf32 = False',
    factors: gradual('float32'),
    bias: gradual('float32'),
    accumulation: { ...gradual('float32'), sumsUnderflow: false },
    output: { ...gradual('float32'), exact: true },
  },
  {
    id: 'float16',
    title: 'float16, summed in float32',
    origin: 'model.half(), or torch.autocast("cuda"), whose default dtype is float16',
    factors: gradual('float16'),
    bias: gradual('float16'),
    accumulation: tensorCores,
    output: { ...gradual('float16'), exact: false },
  },
  {
    id: 'tf32',
    title: 'TF32, summed in float32',
    origin:
      'float32 tensors with torch.backends.cudnn.allow_tf32 = True, PyTorch’s default, on NVIDIA GPUs since Ampere',
    factors: cutToTf32,
    bias: flushing('float32'),
    accumulation: tensorCores,
    output: { ...flushing('float32'), exact: true },
  },
  {
    id: 'bfloat16',
    title: 'bfloat16, summed in float32',
    origin: 'model.bfloat16(), or torch.autocast with dtype=torch.bfloat16',
    factors: flushing('bfloat16'),
    bias: flushing('bfloat16'),
    accumulation: tensorCores,
    output: { ...flushing('bfloat16'), exact: false },
  },
  {
    id: 'float16-accumulate',
    title: 'float16, summed in float16',
    origin:
      'float16 tensors with torch.backends.cuda.matmul.allow_fp16_reduced_precision_reduction = True, or where products and sums are float16 operations',
    factors: gradual('float16'),
    bias: gradual('float16'),
    accumulation: { ...gradual('float16'), sumsUnderflow: false },
    output: { ...gradual('float16'), exact: true },
  },
];

const byId = new Map(profiles.map((profile) => [profile.id, profile]));

/** Returns true if a profile is emulated. Only float32 and float64 are not: the engine computes in them. */
export function isEmulated(id: ProfileId): id is Exclude<ProfileId, DType> {
  return id !== 'float32' && id !== 'float64';
}

/** Returns the dtype of the arrays that hold a profile's tensors and sums. */
export function arithmeticDType(id: ProfileId): DType {
  return id === 'float64' ? 'float64' : 'float32';
}

/** Returns the bytes that one factor occupies in memory. For TF32 4, because it is stored as float32. */
export function bytesPerFactor(id: ProfileId): number {
  const { format } = profileOf(id).factors;
  const { exponentBits, fractionBits } = formats[format === 'tf32' ? 'float32' : format];
  return (1 + exponentBits + fractionBits) / 8;
}

/** Returns the profile with this id. */
export function profileOf(id: ProfileId): Profile {
  return byId.get(id) as Profile;
}
