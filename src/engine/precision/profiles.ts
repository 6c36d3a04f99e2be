import type { DType } from '../core/tensor.ts';
import { type FormatName, formats } from '../rounding/formats.ts';

export const profileIds = ['float64', 'float32', 'float16', 'tf32', 'bfloat16', 'float16-accumulate'] as const;
export type ProfileId = (typeof profileIds)[number];

/** What one rounding of a kind can do: fl(z) = z·(1 + δ) + ε with |δ| ≤ roundoff and |ε| ≤ underflow. */
export interface ProfileRounding<F extends FormatName = FormatName> {
  readonly format: F;
  readonly roundoff: number;
  /** Half the smallest subnormal; the smallest normal number where hardware may flush subnormals to zero. */
  readonly underflow: number;
  /** Whether a subnormal number of the format may itself become 0. */
  readonly flushes: boolean;
}

/** What tensors are stored in; TF32 is none of it, but what multipliers read of a float32. */
export type StoredFormat = Exclude<FormatName, 'tf32'>;

/** How a piece of hardware or software rounds on its way through a `conv_transpose2d`. */
export interface Profile {
  readonly id: ProfileId;
  readonly title: string;
  /** Where one meets it, and by which setting. */
  readonly origin: string;
  /** How input and weight enter. */
  readonly factors: ProfileRounding;
  /** How the bias enters. */
  readonly bias: ProfileRounding;
  /** What products and sums are rounded to. `sumsUnderflow`: a sum too may lose `underflow`; with gradual underflow none does. */
  readonly accumulation: ProfileRounding<'float64' | 'float32' | 'float16'> & {
    readonly sumsUnderflow: boolean;
  };
  /** How the sum is stored; `exact` where it is in that format already. */
  readonly output: ProfileRounding<StoredFormat> & { readonly exact: boolean };
}

/** Rounding to nearest with gradual underflow. */
function gradual<F extends FormatName>(format: F): ProfileRounding<F> {
  const { roundoff, smallestSubnormal } = formats[format];
  // Of float64 the smallest subnormal itself, as in bound.ts: half of it is no number.
  const underflow = format === 'float64' ? smallestSubnormal : smallestSubnormal / 2;
  return { format, roundoff, underflow, flushes: false };
}

/** Rounding to nearest where subnormals may be flushed to zero, as Intel's VDPBF16PS does with inputs and results. */
function flushing<F extends FormatName>(format: F): ProfileRounding<F> {
  const { roundoff, smallestNormal } = formats[format];
  return { format, roundoff, underflow: smallestNormal, flushes: true };
}

/**
 * float32 sums as tensor cores form them: m exact products and the accumulator are aligned to the
 * largest of them, cut off below 24 bits, added, and the sum is cut off once more (Fasi, Higham,
 * Mikaitis, Pranesh, Numerical behavior of NVIDIA tensor cores, PeerJ CS 2021). Each cut takes at
 * most 2⁻²³ of the magnitudes added: m for all summands but the largest, and one for the sum,
 * (m + 1)·2⁻²³ ≤ 2m·2⁻²³. So blocks of any size do no more to K terms than K roundings of u = 2⁻²²
 * would; nor does correct rounding one by one (u = 2⁻²⁴).
 */
const tensorCores: Profile['accumulation'] = {
  ...flushing('float32'),
  roundoff: 2 ** -22,
  sumsUnderflow: true,
};

/** Cutting off takes up to twice what rounding to nearest does. */
const cutToTf32: ProfileRounding = {
  ...flushing('tf32'),
  roundoff: 2 * formats.tf32.roundoff,
};

/**
 * The profiles, from the tightest to the widest by the first-order relative error of a sum of 64
 * terms without bias whose factors all need rounding: 2·u_factors + 64·u_accumulation + u_output
 * (64 terms: 16 channels and a 2 × 2 phase of a 4 × 4 kernel). The order is no order of the errors of
 * every call: float16 has the smallest range, and float16 sums get worse with the number of terms.
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

/** Whether a profile is emulated: it is neither of the two precisions that the engine computes in. */
export function isEmulated(id: ProfileId): id is Exclude<ProfileId, DType> {
  return id !== 'float32' && id !== 'float64';
}

/** The precision that holds a profile's tensors, and its sums. */
export function arithmeticDType(id: ProfileId): DType {
  return id === 'float64' ? 'float64' : 'float32';
}

/** Bytes of memory that a factor takes: TF32 is read out of a float32. */
export function bytesPerFactor(id: ProfileId): number {
  const { format } = profileOf(id).factors;
  const { exponentBits, fractionBits } = formats[format === 'tf32' ? 'float32' : format];
  return (1 + exponentBits + fractionBits) / 8;
}

/** The profile of this id. */
export function profileOf(id: ProfileId): Profile {
  return byId.get(id) as Profile;
}
