import assert from 'node:assert/strict';
import { boundReader, elementBound, gamma, unitRoundoff } from '../../../src/engine/rounding/bound.ts';
import type { DType } from '../../../src/engine/core/tensor.ts';
import { exact, type Exact, magnitude, nearest, product } from '../exact.ts';

type Factors = readonly (readonly [w: number, x: number])[];

const formats = {
  float32: { mantissa: 24, smallest: -149 },
  float64: { mantissa: 53, smallest: -1074 },
} as const;

const round = (value: Exact, dtype: DType): number => nearest(value, formats[dtype].mantissa, formats[dtype].smallest);

/** A small generator of its own, so that a failure can be repeated. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

type Sum = (terms: Factors, dtype: DType) => number;

const sequential: Sum = (terms, dtype) =>
  terms.reduce((sum, [w, x]) => round(exact(sum) + exact(round(product(w, x), dtype)), dtype), 0);

const fused: Sum = (terms, dtype) => terms.reduce((sum, [w, x]) => round(exact(sum) + product(w, x), dtype), 0);

const pairwise: Sum = (terms, dtype) => {
  const [only] = terms;
  if (only === undefined) return 0;
  if (terms.length === 1) return round(product(...only), dtype);
  const middle = terms.length >> 1;
  const halves = [terms.slice(0, middle), terms.slice(middle)] as const;
  return round(exact(pairwise(halves[0], dtype)) + exact(pairwise(halves[1], dtype)), dtype);
};

function orders(terms: Factors, random: () => number): readonly Factors[] {
  const size = ([w, x]: readonly [number, number]): number => Math.abs(w * x);
  const ascending = [...terms].sort((a, b) => size(a) - size(b));
  const shuffled = terms
    .map((term) => ({ term, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ term }) => term);
  return [terms, [...terms].reverse(), ascending, [...ascending].reverse(), shuffled];
}

/** The reference as the engine has it: a float64 sum in some order, and the sum of magnitudes beside it. */
function reference(terms: Factors): { readonly sum: number; readonly size: number } {
  return terms.reduce(({ sum, size }, [w, x]) => ({ sum: sum + w * x, size: size + Math.abs(w * x) }), {
    sum: 0,
    size: 0,
  });
}

/** The largest |Δ| ÷ bound over every order and method, checked against 1 on the way. */
function largestRatio(terms: Factors, dtype: DType, name: string): number {
  const random = randomOf(terms.length);
  const { sum, size } = reference(terms);
  const bound = elementBound(size, terms.length, dtype);
  const truth = terms.reduce((total, [w, x]) => total + product(w, x), 0n);
  let largest = 0;
  for (const order of orders(terms, random)) {
    for (const [method, add] of Object.entries({ sequential, fused, pairwise })) {
      const result = add(order, dtype);
      const error = Math.abs(result - sum);
      assert.ok(error <= bound, `${name}, ${method}: |Δ| = ${error} beyond ${bound}`);
      // The same without the reference's own rounding in between. Where all products vanish in
      // float64, they do so in the result and in the reference alike: only the exact sum is not 0.
      const exactError = magnitude(exact(result) - truth);
      assert.ok(size === 0 || exactError <= exact(bound), `${name}, ${method}: off the exact sum`);
      if (bound > 0) largest = Math.max(largest, error / bound);
    }
  }
  return largest;
}

function factors(
  count: number,
  dtype: DType,
  make: (i: number, random: () => number) => readonly [number, number],
): Factors {
  const random = randomOf(count);
  const fit = (value: number): number => (dtype === 'float32' ? Math.fround(value) : value);
  return Array.from({ length: count }, (_, i) => {
    const [w, x] = make(i, random);
    return [fit(w), fit(x)] as const;
  });
}

const cases: Readonly<Record<string, (i: number, random: () => number) => readonly [number, number]>> = {
  'alternating signs': (i, random) => [(i % 2 === 0 ? 1 : -1) * (1 + random() * 1e-3), random()],
  'random signs': (_, random) => [random() - 0.5, random() - 0.5],
  'all positive': (_, random) => [random(), random()],
  'huge beside tiny': (i, random) => [10 ** ((i % 3) * 7) * (random() - 0.5), 1 / 3],
  'cancelling pairs': (i, random) => [i % 2 === 0 ? 1e6 : -1e6, 1 + Math.floor(i / 2) * 0.1 + random() * 1e-6],
};

describe('the rounding bound', () => {
  for (const dtype of ['float32', 'float64'] as const) {
    for (const [name, make] of Object.entries(cases)) {
      it(`holds in ${dtype} in every order, fused or not: ${name}`, () => {
        for (const count of [1, 2, 3, 9, 64, 300]) {
          largestRatio(factors(count, dtype, make), dtype, `${count} terms`);
        }
      });
    }
  }

  it('holds where products underflow in float32', () => {
    for (const count of [1, 2, 9, 50]) {
      const terms = factors(count, 'float32', (_, random) => [
        2 ** -75 * (0.5 + random()),
        2 ** -74 * (random() - 0.5),
      ]);
      largestRatio(terms, 'float32', `${count} terms`);
    }
  });

  it('holds where products underflow in float64, on both sides', () => {
    for (const count of [1, 2, 9, 50]) {
      const terms = factors(count, 'float64', (_, random) => [
        2 ** -537 * (0.5 + random()),
        2 ** -537 * (random() - 0.5),
      ]);
      largestRatio(terms, 'float64', `${count} terms`);
    }
  });

  it('is reached but for a per cent by a sum made to lose all it can', () => {
    // 1 + 2^-24 rounds to 1, tie to even, 999 times over.
    const terms = factors(1000, 'float32', (i) => [1, i === 0 ? 1 : 2 ** -24]);
    const ratio = largestRatio(terms, 'float32', 'ties');
    assert.ok(ratio > 0.99, `${ratio}`);
  });

  it('leaves room for the reference to be off to the other side in float64', () => {
    // At 1 a tie ±u goes to the even neighbour. Kept odd before its +u, the reference gains 2u with
    // every three terms; kept even there, the same terms in another order lose 2u.
    const u = 2 ** -53;
    const cycles = 300;
    const repeat = (terms: readonly number[]): Factors =>
      Array.from({ length: cycles }, () => terms.map((x) => [1, x] as const)).flat();
    const gaining: Factors = [[1, 1], [1, 2 * u], ...repeat([u, -u, 2 * u])];
    const losing: Factors = [[1, 1], ...repeat([u, 2 * u, -u]), [1, 2 * u]];
    const { sum, size } = reference(gaining);
    const error = Math.abs(sequential(losing, 'float64') - sum);
    assert.equal(error, 4 * cycles * u);
    const bound = elementBound(size, gaining.length, 'float64');
    assert.ok(error > gamma(gaining.length, u) * size, 'further off than one side can be');
    assert.ok(error <= bound && bound < 2 * error, `${error} against ${bound}`);
  });

  it('covers what magnitudes lose that are summed in float32', () => {
    for (const [name, make] of Object.entries(cases)) {
      for (const count of [1, 9, 300]) {
        const terms = factors(count, 'float32', make);
        const truth = terms.reduce((sum, [w, x]) => sum + magnitude(product(w, x)), 0n);
        const own = gamma(count, unitRoundoff('float32'));
        for (const order of orders(terms, randomOf(count))) {
          const size = order.reduce((sum, [w, x]) => Math.fround(sum + Math.fround(Math.abs(w * x))), 0);
          const bound = elementBound(size, count, 'float32', 'float32');
          // γ_K·S with S exact, which is what no correct implementation exceeds.
          assert.ok(exact(bound / own) >= truth, `${name}, ${count} terms`);
        }
      }
    }
  });

  it('is broken by one lost term', () => {
    const terms = factors(300, 'float32', cases['random signs'] ?? (() => [0, 0]));
    const { sum, size } = reference(terms);
    const lost = sequential(terms.slice(1), 'float32');
    assert.ok(Math.abs(lost - sum) > elementBound(size, terms.length, 'float32'));
  });

  it('is 0 where every product is 0 or there is none', () => {
    assert.equal(elementBound(0, 9, 'float32'), 0);
    assert.equal(elementBound(0, 0, 'float64'), 0);
  });

  it('is infinite where a sum may overflow, or is not finite already, and never NaN', () => {
    assert.ok(elementBound(3.4e38, 9, 'float32') < Infinity);
    assert.equal(elementBound(3.402823669e38, 9, 'float32'), Infinity);
    assert.equal(elementBound(1.7e308, 9, 'float64') < Infinity, true);
    assert.equal(elementBound(Number.MAX_VALUE, 9, 'float64'), Infinity);
    for (const dtype of ['float32', 'float64'] as const) {
      assert.equal(elementBound(Infinity, 9, dtype), Infinity);
      assert.equal(elementBound(NaN, 9, dtype), Infinity);
    }
  });

  it('is infinite from 2²⁴ roundings on in float32, where γ has no meaning', () => {
    assert.equal(gamma(2 ** 24, unitRoundoff('float32')), Infinity);
    assert.equal(elementBound(1, 2 ** 24, 'float32'), Infinity);
    assert.ok(elementBound(1, 2 ** 24 - 1, 'float32') < Infinity);
    assert.equal(gamma(1, 0.5), 1);
  });

  it('takes each element’s own number of terms from its place in the plane', () => {
    for (const magnitude of [new Float64Array(8).fill(1), new Float32Array(8).fill(1)]) {
      const termCount = Uint32Array.of(1, 2, 3, 0);
      const summed = magnitude instanceof Float32Array ? 'float32' : 'float64';
      const bound = boundReader({ kind: 'sums', dtype: 'float32', summed, magnitude, termCount });
      assert.deepEqual(
        Array.from(magnitude, (_, at) => bound(at)),
        [1, 2, 3, 0, 1, 2, 3, 0].map((terms) => elementBound(1, terms, 'float32', summed)),
      );
    }
  });
});
