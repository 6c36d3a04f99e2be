import { type FormatName, formats } from '../../../src/engine/rounding/formats.ts';
import type { Profile, ProfileRounding } from '../../../src/engine/precision/profiles.ts';
import { type RoundingMode, rounderTo } from '../../../src/engine/rounding/roundTo.ts';
import { exact, type Exact, magnitude, nearest, product } from '../exact.ts';

/** Factors of a sum of products, w and x. */
export type Factors = readonly (readonly [w: number, x: number])[];

/** One way to make a sum of products, and what it comes to. */
export interface EmulatedSum {
  readonly how: string;
  readonly value: number;
}

/** Sums of as many terms and more are made in fewer ways: exact arithmetic takes its time. */
const manyTerms = 1000;

/**
 * A bias and a sum of products in every way that a profile allows: factors rounded or cut off, those
 * that are no float32 numbers at once or through float32,
 * subnormals kept or flushed; five orders; rounded products, fused multiply-adds, pairwise sums and,
 * where the profile speaks of tensor cores, sums cut off and blocks aligned to their largest summand;
 * the bias a summand like the others, or added to the stored sum.
 */
export function* emulatedSums(
  terms: Factors,
  bias: number | null,
  profile: Profile,
  random: () => number,
): Generator<EmulatedSum, void, void> {
  const narrow = terms.flat().every((value) => Math.fround(value) === value);
  const tf32 = profile.factors.format === 'tf32';
  for (const mode of tf32 ? (['nearest', 'truncate'] as const) : (['nearest'] as const)) {
    for (const flush of profile.accumulation.sumsUnderflow ? [false, true] : [false]) {
      for (const through of narrow || profile.id === 'float64' ? [false] : [false, true]) {
        yield* sumsIn({ profile, mode, flush, through }, terms, bias, random);
      }
    }
  }
}

interface Manner {
  readonly profile: Profile;
  readonly mode: RoundingMode;
  /** Whether subnormals are flushed to zero. */
  readonly flush: boolean;
  /** Whether factors and bias are rounded to float32 first. */
  readonly through: boolean;
}

function* sumsIn(
  { profile, mode, flush, through }: Manner,
  terms: Factors,
  bias: number | null,
  random: () => number,
): Generator<EmulatedSum, void, void> {
  const { accumulation, output } = profile;
  const rest = (value: number, by: ProfileRounding): number => flushed(value, by, flush);
  const enter = (value: number, by: ProfileRounding): number => {
    const kept = rest(through ? Math.fround(value) : value, by);
    return rest(rounderTo(by.format, by === profile.factors ? mode : 'nearest')(kept), by);
  };
  const factors = terms.map(([w, x]): readonly [number, number] => [
    enter(w, profile.factors),
    enter(x, profile.factors),
  ]);
  const round = (value: Exact): number => rest(rounded(value, accumulation.format), accumulation);
  const store = (value: number): number => rest(rounderTo(output.format)(value), output);
  const ways: Record<string, (terms: Factors) => number> = {
    sequential: (terms) => sequential(terms, round),
    fused: (terms) => fused(terms, round),
    pairwise: (terms) => pairwise(terms, round),
  };
  if (accumulation.sumsUnderflow) {
    for (const size of terms.length < manyTerms ? [1, 4, 8] : [4]) {
      ways[`blocks of ${size}`] = (terms) => blocks(terms, size);
    }
  }
  for (const [order, ordered] of Object.entries(ordersOf(factors, random))) {
    for (const [way, add] of Object.entries(ways)) {
      const how = `${mode}, ${flush ? 'flushed' : 'gradual'}, ${order}, ${way}`;
      if (bias === null) {
        yield { how, value: store(add(ordered)) };
        continue;
      }
      const b = enter(bias, profile.bias);
      yield { how: `${how}, bias among the terms`, value: store(add([[1, b], ...ordered])) };
      const sum = plus(store(add(ordered)), b, round);
      yield { how: `${how}, bias to the stored sum`, value: store(sum) };
    }
  }
}

function flushed(value: number, { format }: ProfileRounding, flush: boolean): number {
  return flush && format !== 'float16' && Math.abs(value) < formats[format].smallestNormal ? 0 : value;
}

const finite = (...values: readonly number[]): boolean => values.every(Number.isFinite);

type Round = (value: Exact) => number;

function rounded(value: Exact, name: FormatName): number {
  const { fractionBits, minExponent, largest } = formats[name];
  const result = nearest(value, fractionBits + 1, minExponent - fractionBits);
  return Math.abs(result) > largest ? Math.sign(result) * Infinity : result;
}

function times(w: number, x: number, round: Round): number {
  return finite(w, x) ? round(product(w, x)) : w * x;
}

function plus(a: number, b: number, round: Round): number {
  return finite(a, b) ? round(exact(a) + exact(b)) : a + b;
}

function fused(terms: Factors, round: Round): number {
  return terms.reduce((sum, [w, x]) => (finite(sum, w, x) ? round(exact(sum) + product(w, x)) : sum + w * x), 0);
}

function sequential(terms: Factors, round: Round): number {
  return terms.reduce((sum, [w, x]) => plus(sum, times(w, x, round), round), 0);
}

function pairwise(terms: Factors, round: Round): number {
  const [only] = terms;
  if (only === undefined) return 0;
  if (terms.length === 1) return times(...only, round);
  const middle = terms.length >> 1;
  const [left, right] = [terms.slice(0, middle), terms.slice(middle)];
  return plus(pairwise(left, round), pairwise(right, round), round);
}

/** As a tensor core adds: exact products and the accumulator, each cut off 24 bits below the largest one's first bit; the sum cut off again. */
function blocks(terms: Factors, size: number): number {
  let sum = 0;
  for (let from = 0; from < terms.length; from += size) {
    const block = terms.slice(from, from + size);
    if (!finite(sum, ...block.flat())) {
      sum = block.reduce((total, [w, x]) => total + w * x, sum);
      continue;
    }
    const summands = [exact(sum), ...block.map(([w, x]) => product(w, x))];
    const largest = summands.reduce((most, one) => (magnitude(one) > most ? magnitude(one) : most), 0n);
    const total = summands.reduce((all, one) => all + cut(one, bitsOf(largest) - 24), 0n);
    const drop = Math.max(bitsOf(magnitude(total)) - 24, 2148 - 149);
    sum = Math.fround(nearest(cut(total, drop), 24, -149));
  }
  return sum;
}

function bitsOf(value: Exact): number {
  return value.toString(2).length;
}

function cut(value: Exact, drop: number): Exact {
  if (drop <= 0) return value;
  const kept = (magnitude(value) >> BigInt(drop)) << BigInt(drop);
  return value < 0n ? -kept : kept;
}

function ordersOf(terms: Factors, random: () => number): Readonly<Record<string, Factors>> {
  const shuffled = terms
    .map((term) => ({ term, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ term }) => term);
  if (terms.length >= manyTerms) return { forward: terms };
  const size = ([w, x]: readonly [number, number]): number => Math.abs(w * x);
  const ascending = [...terms].sort((a, b) => size(a) - size(b));
  return {
    forward: terms,
    backward: [...terms].reverse(),
    ascending,
    descending: [...ascending].reverse(),
    shuffled,
  };
}
