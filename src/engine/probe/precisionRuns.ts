import type { Bench } from './bench.ts';
import { type Measured, measuredAs, type Probing } from './probeRun.ts';
import type { ProbeTerm, TermMap } from './termMap.ts';

/** The fraction bits of bfloat16; of float16 and TF32; of float32; of float64. */
const fractionBits = [7, 10, 23, 52] as const;
export type FractionBits = (typeof fractionBits)[number];

/** The precision that follows from sums chosen for it. */
export interface DerivedPrecision {
  /** The bits of 1 + 2⁻ᵖ that a product alone keeps: those of the factors or of the result; null for less than bfloat16. */
  readonly factors: FractionBits | null;
  /** The bits that the sum of two products keeps. */
  readonly result: FractionBits | null;
  /**
   * The bits of the sum while it grows: 1 + 2⁻ᵖ⁻² − 1 is 2⁻ᵖ⁻² in every order only if the sum has more than p bits. Null if
   * no element has three terms, or for less than bfloat16.
   */
  readonly sums: FractionBits | 'more' | null;
  /** True if the result depends on the order of the terms; null if no element has three terms. */
  readonly isOrdered: boolean | null;
  /** True if 2¹⁷ overflows, as it does in float16. */
  readonly overflowsAt17: boolean;
  /** The element that decided, and its last added term, as far as the runs show it. */
  readonly element: number;
  readonly last: ProbeTerm | null;
}

const orders = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
] as const;

/** Derives the precision from an element with at least one term of coefficient 1; null if there is none. */
export function* derivePrecision(bench: Bench, terms: TermMap): Probing<Measured<DerivedPrecision | null>> {
  const element = elementWithTerms(terms.slice(0, bench.outputSize), bench.imageSize);
  if (element === null) return measuredAs(null);
  const used = distinctInputs(terms[element] ?? []).slice(0, 3);
  const weight = new Float64Array(bench.weightSize).fill(1);
  const images: Float64Array[] = [];
  const add = (...values: readonly number[]): number => {
    const image = new Float64Array(bench.imageSize);
    values.forEach((value, i) => (image[used[i]?.input ?? 0] = value));
    return images.push(image) - 1;
  };
  const one = add(1);
  const alone = fractionBits.map((bits) => ({ bits, at: add(1 + 2 ** -bits) }));
  const pairs = used.length < 2 ? [] : fractionBits.map((bits) => ({ bits, at: add(1, 2 ** -bits) }));
  const range = add(2 ** 17);
  // Two bits more than the format has, because below 1 its numbers are closer: the small term survives only if it is
  // added last.
  const sums =
    used.length < 3
      ? []
      : fractionBits.map((bits) => ({
          bits,
          tries: orders.map(([big, small, negative]) => {
            const values = [0, 0, 0];
            values[big] = 1;
            values[small] = 2 ** -(bits + 2);
            values[negative] = -1;
            return { small, at: add(...values) };
          }),
        }));
  const measured = yield* bench.images('precision', images, weight);
  if (!measured.ok) return measured;
  const valueOf = (at: number): number => measured.value[at]?.[element] ?? NaN;
  const unit = valueOf(one);
  const keeps = (bits: number, value: number, from: number): boolean => Math.abs((value - from) * 2 ** bits - 1) < 0.5;
  const kept = (tries: readonly { readonly bits: FractionBits; readonly at: number }[]): FractionBits | null =>
    tries.filter(({ bits, at }) => keeps(bits, valueOf(at), unit)).at(-1)?.bits ?? null;
  const survives = sums.map(({ bits, tries }) => ({
    bits,
    tries: tries.map(({ small, at }) => ({ small, is: keeps(bits + 2, valueOf(at), 0) })),
  }));
  const firstLost = survives.find(({ tries }) => tries.some(({ is }) => !is));
  const lastAdded = firstLost === undefined ? null : lastOf(firstLost.tries);
  return measuredAs({
    factors: kept(alone),
    result: pairs.length === 0 ? kept(alone) : kept(pairs),
    sums: sums.length === 0 ? null : (firstLost?.bits ?? 'more'),
    isOrdered: sums.length === 0 ? null : (firstLost?.tries.some(({ is }) => is) ?? false),
    overflowsAt17: !(Math.abs(valueOf(range)) >= 2 ** 17 && Math.abs(valueOf(range)) < 2 ** 18),
    element,
    last: lastAdded === null ? null : (used[lastAdded] ?? null),
  });
}

/** Returns the place of the term that is added last: with the small value there, and only there, it survives. */
function lastOf(tries: readonly { readonly small: number; readonly is: boolean }[]): number | null {
  const surviving = new Set(tries.filter(({ is }) => is).map(({ small }) => small));
  const [place] = surviving;
  return surviving.size === 1 && place !== undefined ? place : null;
}

/** Returns the element of the first image with the most terms from different inputs of that image, up to three. */
function elementWithTerms(terms: TermMap, imageSize: number): number | null {
  let best: number | null = null;
  let most = 0;
  terms.forEach((list, at) => {
    const inside = list.every(({ input, coefficient }) => input < imageSize && coefficient === 1);
    const count = inside ? Math.min(3, distinctInputs(list).length) : 0;
    if (count > most) [best, most] = [at, count];
  });
  return best;
}

/** Returns one term for each input element that meets a single weight. */
function distinctInputs(list: readonly ProbeTerm[]): readonly ProbeTerm[] {
  return list.filter(({ input }) => list.filter((other) => other.input === input).length === 1);
}
