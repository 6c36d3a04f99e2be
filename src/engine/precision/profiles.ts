import type { DType } from '../core/tensor.ts';
import { type FormatName, formats } from '../rounding/formats.ts';

export const profileIds = ['float64', 'float32', 'float16', 'tf32', 'bfloat16', 'float16-accumulate'] as const;
export type ProfileId = (typeof profileIds)[number];

/** Bounds one kind of rounding: fl(z) = z·(1 + δ) + ε with |δ| ≤ roundoff and |ε| ≤ underflow. */
export interface ProfileRounding<F extends FormatName = FormatName> {
  readonly format: F;
  readonly roundoff: number;
  /** Half the smallest subnormal, or the smallest normal number if hardware may flush subnormals to zero. */
  readonly underflow: number;
  /** True if a subnormal number of the format may itself become 0. */
  readonly flushes: boolean;
}

/** A format that tensors are stored in. TF32 is not one: multipliers read it from float32 numbers. */
export type StoredFormat = Exclude<FormatName, 'tf32'>;

/** The roundings of one kind of hardware or software during a `conv_transpose2d`. */
export interface Profile {
  readonly id: ProfileId;
  readonly title: string;
  /** Where the profile occurs, and the setting that selects it. */
  readonly origin: string;
  /** Rounding of input and weight as they enter. */
  readonly factors: ProfileRounding;
  /** Rounding of the bias as it enters. */
  readonly bias: ProfileRounding;
  /**
   * Rounding of products and sums. `sumsUnderflow`: a sum may lose `underflow` too; with gradual underflow no sum does.
   */
  readonly accumulation: ProfileRounding<'float64' | 'float32' | 'float16'> & {
    readonly sumsUnderflow: boolean;
  };
  /** Rounding of the sum as it is stored; `exact` if the sum is in that format already. */
  readonly output: ProfileRounding<StoredFormat> & { readonly exact: boolean };
}

/** Rounding to nearest with gradual underflow. */
function gradual<F extends FormatName>(format: F): ProfileRounding<F> {
  const { roundoff, smallestSubnormal } = formats[format];
  // float64 uses the smallest subnormal itself, as in bound.ts: half of it is not a number.
  const underflow = format === 'float64' ? smallestSubnormal : smallestSubnormal / 2;
  return { format, roundoff, underflow, flushes: false };
}

/** Rounding to nearest that may flush subnormals to zero, as Intel's VDPBF16PS does with inputs and results. */
function flushing<F extends FormatName>(format: F): ProfileRounding<F> {
  const { roundoff, smallestNormal } = formats[format];
  return { format, roundoff, underflow: smallestNormal, flushes: true };
}

/**
 * float32 sums as tensor cores compute them: m exact products and the accumulator are aligned to the largest of them,
 * truncated below 24 bits and added, and the sum is truncated once more (Fasi, Higham, Mikaitis, Pranesh, Numerical
 * behavior of NVIDIA tensor cores, PeerJ CS 2021). Each truncation takes at most 2⁻²³ of the magnitudes added: m for all
 * summands but the largest, and one for the sum, (m + 1)·2⁻²³ ≤ 2m·2⁻²³. Blocks of any size thus change K terms no more
 * than K roundings of u = 2⁻²² would, and neither does correct rounding one by one (u = 2⁻²⁴).
 */
const tensorCores: Profile['accumulation'] = {
  ...flushing('float32'),
  roundoff: 2 ** -22,
  sumsUnderflow: true,
};

/** Truncation loses up to twice as much as rounding to nearest. */
const cutToTf32: ProfileRounding = {
  ...flushing('tf32'),
  roundoff: 2 * formats.tf32.roundoff,
};

/**
 * The profiles, from tightest to widest by the first-order relative error of a sum of 64 terms without bias whose
 * factors all need rounding: 2·u_factors + 64·u_accumulation + u_output (64 terms: 16 channels and a 2 × 2 phase of a
 * 4 × 4 kernel). The order does not hold for every call: float16 has the smallest range, and float16 sums get worse
 * with the number of terms.
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

/** Returns true if a profile is emulated, that is neither float32 nor float64, in which the engine computes. */
export function isEmulated(id: ProfileId): id is Exclude<ProfileId, DType> {
  return id !== 'float32' && id !== 'float64';
}

/** Returns the dtype that holds a profile's tensors and sums. */
export function arithmeticDType(id: ProfileId): DType {
  return id === 'float64' ? 'float64' : 'float32';
}

/** Returns the bytes that one factor occupies in memory; TF32 is read from a float32. */
export function bytesPerFactor(id: ProfileId): number {
  const { format } = profileOf(id).factors;
  const { exponentBits, fractionBits } = formats[format === 'tf32' ? 'float32' : format];
  return (1 + exponentBits + fractionBits) / 8;
}

/** Returns the profile with this id. */
export function profileOf(id: ProfileId): Profile {
  return byId.get(id) as Profile;
}
