import { roundToEven } from '../../../rounding/roundTo.ts';

/** The largest and the least of some numbers, and the mean of their absolute values. */
export interface NumberSpread {
  readonly least: number;
  readonly most: number;
  readonly meanSize: number;
}

/** A way to round numbers to few values, from the numbers that share a scale. */
export interface LowBits {
  readonly title: string;
  /** True if it has no scale, so that it is the same for any set of numbers. */
  readonly isPlain?: true;
  /** True if an input and a weight are looked for that both have it. */
  readonly isForBoth?: true;
  /** Returns the function that rounds a number of those with this spread. */
  readonly rounder: (spread: NumberSpread) => (value: number) => number;
  /** The code of the rounded tensor, for its name and a function that reduces a tensor over the axes of a scale. */
  readonly code: ((name: string, over: (reduction: 'amax' | 'mean', of: string) => string) => string) | null;
}

const modes = [
  { round: roundToEven, words: '', code: (text: string) => `(${text}).round()` },
  { round: Math.trunc, words: ', rounded towards 0', code: (text: string) => `(${text}).trunc()` },
  { round: Math.floor, words: ', rounded down', code: (text: string) => `(${text}).floor()` },
] as const;

const sizeOf = ({ least, most }: NumberSpread): number => Math.max(-least, most);

/** Returns integers of some bits times a scale: the largest value divided by the largest integer, or by one more. */
function symmetric(bits: number, isWide: boolean, mode: (typeof modes)[number], isBare = false): LowBits {
  const divisor = 2 ** (bits - 1) - (isWide ? 0 : 1);
  const [low, high] = [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1];
  return {
    title: `${bits} bits, the largest value / ${divisor}${mode.words}${isBare ? ', not multiplied by the scale again' : ''}`,
    ...(bits === 4 && { isForBoth: true as const }),
    rounder: (spread) => {
      const scale = Math.fround(sizeOf(spread) / divisor);
      if (scale === 0) return (value) => value;
      return (value) => Math.min(high, Math.max(low, mode.round(Math.fround(value / scale)))) * (isBare ? 1 : scale);
    },
    code: (name, over) => {
      const scale = `(${over('amax', `${name}.abs()`)} / ${divisor})`;
      return `${mode.code(`${name} / ${scale}`)}.clamp(${low}, ${high})${isBare ? '' : ` * ${scale}`}`;
    },
  };
}

/** Returns integers of some bits times a scale, with a zero point: the range of the numbers, with 0, has all of them. */
function asymmetric(bits: number): LowBits {
  const steps = 2 ** bits - 1;
  return {
    title: `${bits} bits with a zero point`,
    ...(bits === 4 && { isForBoth: true as const }),
    rounder: ({ least, most }) => {
      const scale = Math.fround(Math.fround(Math.max(0, most) - Math.min(0, least)) / steps);
      if (scale === 0) return (value) => value;
      const low = roundToEven(Math.fround(Math.min(0, least) / scale));
      return (value) => Math.min(low + steps, Math.max(low, roundToEven(Math.fround(value / scale)))) * scale;
    },
    code: null,
  };
}

/** A format of 8 bits as OCP's specification has it: OFP8, 2023. */
interface Float8 {
  readonly name: string;
  readonly fractionBits: number;
  readonly minExponent: number;
  readonly largest: number;
}

export const float8Formats: readonly Float8[] = [
  { name: 'e4m3', fractionBits: 3, minExponent: -6, largest: 448 },
  { name: 'e5m2', fractionBits: 2, minExponent: -14, largest: 57344 },
];

/** Rounds a number to a format of 8 bits; numbers beyond its largest become the largest. */
export function toFloat8(value: number, { fractionBits, minExponent, largest }: Float8): number {
  const size = Math.min(Math.abs(value), largest);
  if (size === 0) return value;
  const exponent = Math.max(minExponent, Math.floor(Math.log2(size)));
  const unit = 2 ** (exponent - fractionBits);
  return Math.sign(value) * roundToEven(size / unit) * unit;
}

function float8(format: Float8, isScaled: boolean): LowBits {
  return {
    title: `float8 ${format.name}${isScaled ? `, the largest value / ${format.largest}` : ''}`,
    isForBoth: true,
    rounder: (spread) => {
      const scale = isScaled ? sizeOf(spread) / format.largest : 1;
      if (scale === 0) return (value) => value;
      return (value) => toFloat8(Math.fround(value / scale), format) * scale;
    },
    code: null,
  };
}

const binary: LowBits = {
  title: '1 bit: the sign times the mean absolute value',
  rounder:
    ({ meanSize }) =>
    (value) =>
      Math.sign(value) * meanSize,
  code: (name, over) => `${name}.sign() * ${over('mean', `${name}.abs()`)}`,
};

const ternary: LowBits = {
  title: '−1, 0 and 1 times the mean absolute value',
  rounder:
    ({ meanSize }) =>
    (value) =>
      Math.max(-1, Math.min(1, roundToEven(value / meanSize))) * meanSize,
  code: (name, over) => {
    const scale = over('mean', `${name}.abs()`);
    return `(${name} / ${scale}).round().clamp(-1, 1) * ${scale}`;
  },
};

/** Returns multiples of 2⁻ᵏ, as fixed-point arithmetic has them. */
function fixedPoint(fraction: number, mode: (typeof modes)[number]): LowBits {
  return {
    title: `fixed point with ${fraction} bits after the binary point${mode.words}`,
    ...(mode.round === roundToEven && { isForBoth: true as const }),
    rounder: () => (value) => mode.round(value * 2 ** fraction) / 2 ** fraction,
    code: (name) => `${mode.code(`${name} * ${2 ** fraction}`)} / ${2 ** fraction}`,
  };
}

const [nearest, ...cut] = modes;

/** Those that have a scale: they are tried for several sets of numbers. Rounding to nearest with 8 bits is int8. */
export const scaledBits: readonly LowBits[] = [
  ...[4, 2, 3, 5, 6, 7].flatMap((bits) => [
    symmetric(bits, false, nearest),
    ...(bits === 2 ? [] : [symmetric(bits, true, nearest)]),
    asymmetric(bits),
  ]),
  ...[8, 4].flatMap((bits) => cut.flatMap((mode) => [symmetric(bits, false, mode), symmetric(bits, true, mode)])),
  ...[8, 4].map((bits) => symmetric(bits, false, nearest, true)),
  ...float8Formats.map((format) => float8(format, true)),
  binary,
  ternary,
];

/** Those without a scale. */
export const plainBits: readonly LowBits[] = [
  ...float8Formats.map((format) => float8(format, false)),
  ...Array.from({ length: 13 }, (_, fraction) => modes.map((mode) => fixedPoint(fraction, mode))).flat(),
].map((bits) => ({ ...bits, isPlain: true }));

/** Returns the spread of the numbers that a function gives, one after the other. */
export function spreadOf(visit: (each: (value: number) => void) => void): NumberSpread {
  let [least, most, sum, count] = [Infinity, -Infinity, 0, 0];
  visit((value) => {
    least = Math.min(least, value);
    most = Math.max(most, value);
    sum += Math.abs(value);
    count += 1;
  });
  return { least, most, meanSize: sum / Math.max(1, count) };
}
