/** A binary floating-point format with gradual underflow, infinities and NaN, laid out as in IEEE 754. */
export interface Format {
  readonly exponentBits: number;
  /** Number of stored fraction bits. The precision is one bit more. */
  readonly fractionBits: number;
  /** Exponent of the smallest normal number, 2^minExponent. */
  readonly minExponent: number;
  readonly largest: number;
  readonly smallestNormal: number;
  readonly smallestSubnormal: number;
  /** u, the largest relative error of one rounding to nearest. */
  readonly roundoff: number;
  /**
   * The smallest number that rounds to infinity, which is half a unit in the last place above the largest. For float64
   * it is the largest number itself, because a float64 cannot represent anything between it and infinity.
   */
  readonly overflow: number;
}

function format(exponentBits: number, fractionBits: number): Format {
  const bias = 2 ** (exponentBits - 1) - 1;
  const minExponent = 1 - bias;
  const largest = (2 - 2 ** -fractionBits) * 2 ** bias;
  return {
    exponentBits,
    fractionBits,
    minExponent,
    largest,
    smallestNormal: 2 ** minExponent,
    smallestSubnormal: 2 ** (minExponent - fractionBits),
    roundoff: 2 ** -(fractionBits + 1),
    overflow: fractionBits === 52 ? largest : largest + 2 ** (bias - fractionBits - 1),
  };
}

/**
 * The formats that GPUs and CPUs compute and store in: IEEE 754's binary64, binary32 and binary16; bfloat16, which is
 * the upper half of a float32; and TF32 (NVIDIA A100 Tensor Core GPU Architecture, 2020), a float32 of which
 * multipliers use only 10 fraction bits.
 */
export const formats = {
  float64: format(11, 52),
  float32: format(8, 23),
  tf32: format(8, 10),
  bfloat16: format(8, 7),
  float16: format(5, 10),
} as const satisfies Readonly<Record<string, Format>>;

export type FormatName = keyof typeof formats;

/** A format of 16 bits. */
export type HalfFormat = 'float16' | 'bfloat16';
