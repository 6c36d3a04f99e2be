import fc from 'fast-check';
import type { RoundingBound } from '../../../src/engine/rounding/bound.ts';
import type { ScanOptions } from '../../../src/engine/compare/errorScan.ts';
import type { ComparedPart } from '../../../src/engine/compare/part.ts';
import { type DType, tensorOf } from '../../../src/engine/core/tensor.ts';

/** Two tensors and how they are compared; the elements follow from the seed. */
export interface ComparedCase {
  readonly seed: number;
  readonly actual: DType;
  readonly expected: DType;
  readonly bound: 'none' | 'own' | 'sums of float32' | 'sums of float64';
  readonly length: number;
  readonly plane: number;
  readonly first: number;
  readonly worst: number;
  readonly rtol: number;
  readonly atol: number;
  readonly equalNan: boolean;
  /** Shares of the elements that are exotic on either side, equal, and wrong by much. */
  readonly exotic: number;
  readonly equal: number;
  readonly wrong: number;
}

const dtype = fc.constantFrom<DType>('float32', 'float64');
const share = fc.constantFrom(0, 0, 0.0005, 0.05, 0.6, 1);
/** Around the lengths at which something begins anew: a block, the kernels, what is held, a step. */
const length = fc
  .tuple(fc.constantFrom(1024, 4096, 8192, 2 ** 15, 2 ** 16), fc.integer({ min: -20, max: 40 }))
  .map(([about, more]) => about + more);

/** Cases of all kinds, of more elements than the kernels leave to the loops, and of a few less. */
export const comparedCases: fc.Arbitrary<ComparedCase> = fc.record({
  seed: fc.integer({ min: 1 }),
  actual: dtype,
  expected: dtype,
  bound: fc.constantFrom('none', 'own', 'sums of float32', 'sums of float64'),
  length,
  plane: fc.constantFrom(1, 2, 3, 49, 900, 4095, 4096, 5001, 40_000, 100_000),
  first: fc.constantFrom(0, 0, 7),
  worst: fc.constantFrom(1, 10, 10, 40),
  rtol: fc.constantFrom(0, 1.3e-6, 0.3, Infinity),
  atol: fc.constantFrom(0, 1e-5, 0.3),
  equalNan: fc.boolean(),
  exotic: share,
  equal: share,
  wrong: share,
});

const exotics = [
  NaN,
  Infinity,
  -Infinity,
  0,
  -0,
  5e-324,
  -1e-310,
  1e-45,
  3e-39,
  -(2 ** -126),
  1e38,
  -3.4028234663852886e38,
  1.7e308,
  -1.7e308,
  1e300,
  1e-300,
  1,
];

/** Numbers from 0 to 1, excluding 1, always the same ones for a seed (mulberry32). */
function numbersOf(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The tensors of a case. */
export function comparedOf(of: ComparedCase): {
  readonly part: ComparedPart;
  readonly options: ScanOptions;
} {
  const { length: total, plane, first, worst, rtol, atol, equalNan } = of;
  const random = numbersOf(of.seed);
  const exotic = (): number => exotics[Math.floor(random() * exotics.length)] as number;
  const [a, e] = [new Float64Array(total), new Float64Array(total)];
  for (let i = 0; i < total; i++) {
    const value = random() < of.exotic ? exotic() : (random() - 0.5) * 8;
    e[i] = value;
    if (random() < of.equal) a[i] = value;
    else if (random() < of.exotic) a[i] = exotic();
    else if (random() < of.wrong) a[i] = value + (random() - 0.5);
    else a[i] = value * (1 + (random() - 0.5) * 2 ** -22) + (random() - 0.5) * 1e-7;
  }
  const [actual, expected] = [tensorOf(of.actual, [total], a), tensorOf(of.expected, [total], e)];
  return {
    part: { actual, expected, first, plane },
    options: { tolerance: { rtol, atol, equalNan }, bound: boundOf(of, random), worst },
  };
}

/** Bounds near the errors, some of them 0 and some infinite. */
function boundOf({ bound, length: total, plane, actual }: ComparedCase, random: () => number): RoundingBound | null {
  const size = (): number => {
    const kind = random();
    return kind < 0.01 ? 0 : kind < 0.02 ? Infinity : kind < 0.021 ? 3.4e38 : random() * 8;
  };
  switch (bound) {
    case 'none':
      return null;
    case 'own':
      return { kind: 'own', values: Float64Array.from({ length: total }, () => size() * 1e-7) };
    case 'sums of float32':
    case 'sums of float64': {
      const summed = bound === 'sums of float32' ? 'float32' : 'float64';
      const magnitude = tensorOf(summed, [total], Array.from({ length: total }, size)).data;
      const termCount = Uint32Array.from({ length: plane }, () => Math.floor(random() ** 4 * 40));
      return { kind: 'sums', dtype: actual, summed, magnitude, termCount };
    }
  }
}
