import assert from 'node:assert/strict';
import { elementBound } from '../../../src/engine/rounding/bound.ts';
import type { Call } from '../../../src/engine/core/call.ts';
import { type ProfileBound, profileBoundOf } from '../../../src/engine/precision/profileBound.ts';
import { mayBe } from '../../../src/engine/precision/nonFiniteOutcomes.ts';
import { type Profile, type ProfileId, profileOf, profiles } from '../../../src/engine/precision/profiles.ts';
import { isRepresentable } from '../../../src/engine/rounding/roundTo.ts';
import { type Reference, runNaiveReference } from '../../../src/engine/reference/reference.ts';
import { finish } from '../../../src/engine/core/steps.ts';
import type { DType } from '../../../src/engine/core/tensor.ts';
import { exact, magnitude, product } from '../exact.ts';
import { geometryOf } from '../geometryOf.ts';
import { callOfSum } from './callOfSum.ts';
import { emulatedSums, type Factors } from './emulatedSums.ts';

/** A small deterministic generator, so that a failure can be repeated. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

interface Sum {
  readonly call: Call;
  readonly reference: Reference;
  readonly terms: Factors;
  readonly bias: number | null;
}

/** Returns a sum of products as a call with one output element, one channel per term. */
function sumOf(terms: Factors, bias: number | null, dtype: DType = 'float32'): Sum {
  const call = callOfSum(terms, bias, dtype);
  const [w, x] = [call.weight.data, call.input.data];
  return {
    call,
    reference: finish(runNaiveReference(call, geometryOf(call))),
    terms: terms.map((_, i) => [w[i] as number, x[i] as number] as const),
    bias: call.bias?.data[0] ?? null,
  };
}

function boundOf({ call, reference }: Sum, profile: Profile): ProfileBound {
  return finish(profileBoundOf(call, geometryOf(call), reference, profile));
}

/** Returns the largest |Δ| ÷ bound over everything that the profile allows, after checking each element. */
function largestRatio(sum: Sum, profile: Profile, name: string): number {
  const { terms, bias, reference } = sum;
  const bounds = boundOf(sum, profile);
  const bound = bounds.bound(0);
  const r = reference.reference.data[0] as number;
  const truth = terms.reduce((all, [w, x]) => all + product(w, x), exact(bias ?? 0));
  let largest = 0;
  for (const { how, value } of emulatedSums(terms, bias, profile, randomOf(terms.length))) {
    const what = `${profile.id}, ${name}, ${how}: ${value} for ${r}`;
    assert.ok(isRepresentable(value, profile.output.format), what);
    if (!Number.isFinite(value)) {
      assert.ok(mayBe(bounds.outcomes(0), value), what);
      continue;
    }
    const error = Math.abs(value - r);
    assert.ok(error <= bound, `${what}, |Δ| = ${error} beyond ${bound}`);
    const off = magnitude(exact(value) - truth);
    assert.ok(bound === Infinity || off <= exact(bound), `${what}, off the exact sum`);
    if (bound > 0) largest = Math.max(largest, error / bound);
  }
  return largest;
}

type Make = (i: number, random: () => number) => readonly [number, number];

/** Sums that are difficult for floating-point arithmetic. */
const cases: Readonly<Record<string, Make>> = {
  'all ones': () => [1, 1],
  'all positive': (_, random) => [random(), random()],
  'random signs': (_, random) => [random() - 0.5, random() - 0.5],
  'alternating signs': (i, random) => [(i % 2 === 0 ? 1 : -1) * (1 + random() * 1e-3), random()],
  'huge beside tiny': (i, random) => [10 ** ((i % 3) * 2) * (random() - 0.5), 1 / 3],
  'cancelling pairs': (i, random) => [i % 2 === 0 ? 100 : -100, 1 + Math.floor(i / 2) * 0.1 + random() * 1e-3],
  'just below the ties of float16 and TF32': () => [1 + 2 ** -11 - 2 ** -23, 1 + 2 ** -11 - 2 ** -23],
  'just below the ties of bfloat16': () => [1 + 2 ** -8 - 2 ** -23, 1 + 2 ** -8 - 2 ** -23],
  'subnormal in float16': (_, random) => [2 ** -15 * (random() - 0.5), 2 ** -15 * random()],
  'subnormal in float16 times large': (i, random) => [2 ** -22 * (random() - 0.5), i % 2 === 0 ? 1e4 : 3],
  'products subnormal in float32': (_, random) => [2 ** -64 * (random() - 0.5), 2 ** -64 * (1 + random())],
  'factors subnormal in float32': (_, random) => [2 ** -130 * (random() - 0.5), 2 ** 6 * (1 + random())],
  'sums about the largest float16': (i, random) => [i % 3 === 2 ? -300 : 250, 200 + 100 * random()],
  'factors beyond float16': (i, random) => [i % 4 === 0 ? 1e5 : 1, random() - 0.5],
  'sums about the largest float32': (i, random) => [1e19 * (i % 3 === 2 ? -1 : 1), 2e19 * random()],
};

function factors(count: number, make: Make): Factors {
  const random = randomOf(count);
  return Array.from({ length: count }, (_, i) => make(i, random));
}

describe('the bound of a rounding profile', () => {
  for (const profile of profiles) {
    for (const [name, make] of Object.entries(cases)) {
      it(`holds for ${profile.id}, in every order and every way of summing: ${name}`, () => {
        for (const count of [1, 2, 3, 9, 40]) {
          const terms = factors(count, make);
          for (const bias of [null, (terms[0]?.[0] ?? 0) * -0.7, 0.1]) {
            largestRatio(sumOf(terms, bias), profile, `${count} terms, bias ${bias}`);
          }
        }
      });
    }

    it(`holds for ${profile.id} and float64 tensors, which are rounded twice`, () => {
      for (const name of ['random signs', 'subnormal in float16', 'factors beyond float16']) {
        const terms = factors(9, cases[name] as Make);
        largestRatio(sumOf(terms, 0.1, 'float64'), profile, name);
      }
    });

    it(`holds for ${profile.id} and ten thousand terms`, () => {
      for (const name of ['all positive', 'alternating signs']) {
        largestRatio(sumOf(factors(10_000, cases[name] as Make), null), profile, name);
      }
    });
  }

  it('equals the bound of bound.ts for float32 and float64', () => {
    for (const name of Object.keys(cases)) {
      for (const bias of [null, 0.1]) {
        const sum = sumOf(factors(9, cases[name] as Make), bias);
        const { magnitude: size, termCount } = sum.reference;
        for (const dtype of ['float32', 'float64'] as const) {
          const expected = elementBound(size[0] as number, termCount[0] as number, dtype);
          assert.equal(boundOf(sum, profileOf(dtype)).bound(0), expected, name);
        }
        const single = { ...sum.reference, magnitude: Float32Array.from(size), summed: 'float32' } as const;
        assert.equal(
          boundOf({ ...sum, reference: single }, profileOf('float32')).bound(0),
          elementBound(Math.fround(size[0] as number), termCount[0] as number, 'float32', 'float32'),
        );
      }
    }
  });

  /** One term whose factors and product each lose nearly as much as a rounding can. */
  const oneTerm: Readonly<Record<Exclude<ProfileId, 'float64' | 'float32'>, number>> = {
    // Relative errors are largest just above a power of 2; the fewer the digits, the fewer products of
    // such factors have a rest of nearly half a unit as well.
    float16: 0.9,
    tf32: 0.99,
    bfloat16: 0.8,
    'float16-accumulate': 0.9,
  };
  for (const [id, fraction] of Object.entries(oneTerm)) {
    it(`is reached to ${fraction} by one term under ${id}`, () => {
      const profile = profileOf(id as ProfileId);
      const random = randomOf(3);
      const digits = profile.factors.format === 'bfloat16' ? 7 : 10;
      const half = 2 ** -digits * (id === 'tf32' ? 1 : 0.5) - 2 ** -23;
      const largest = Math.max(
        ...Array.from({ length: 400 }, () => {
          const near = (): number => 1 + Math.floor(random() * 2 ** (digits - 4)) * 2 ** -digits + half;
          return largestRatio(sumOf([[near(), near()]], null), profile, 'one term');
        }),
      );
      assert.ok(largest > fraction, `${largest}`);
    });
  }

  it('is reached to one half by a tensor-core sum of factors that are already TF32', () => {
    // A block of m makes m + 1 of the 2m truncations that the bound allows; with one term, the sum's truncation loses.
    const terms = factors(300, (i) => [1, i === 0 ? 1 : 2 ** -23 * (1 - 2 ** -11)]);
    const ratio = largestRatio(sumOf(terms, null), profileOf('tf32'), 'cut off');
    assert.ok(ratio > 0.49, `${ratio}`);
  });

  it('is reached to 0.89 by float16 sums built to lose as much as possible', () => {
    // 1 + 2^-11 rounds to 1, tie to even, 99 times over; γ and S are a few per cent above.
    const terms = factors(100, (i) => [1, i === 0 ? 1 : 2 ** -11]);
    const ratio = largestRatio(sumOf(terms, null), profileOf('float16-accumulate'), 'ties');
    assert.ok(ratio > 0.89, `${ratio}`);
  });

  it('is reached to 0.9 by factors that vanish in float16', () => {
    const terms = factors(9, () => [2 ** -25, 1000]);
    const ratio = largestRatio(sumOf(terms, null), profileOf('float16'), 'vanishing');
    assert.ok(ratio > 0.9, `${ratio}`);
  });

  it('detects values that enter unchanged: model.half() then differs almost only by storing', () => {
    const sum = sumOf(
      factors(9, (i) => [1 + i * 2 ** -10, 2 - i * 2 ** -9]),
      null,
    );
    const value = sum.reference.reference.data[0] as number;
    const bound = boundOf(sum, profileOf('float16')).bound(0);
    assert.ok(bound > value * 2 ** -11 && bound < value * 2 ** -10.9, `${bound / value}`);
  });

  it('is exceeded by one lost term', () => {
    for (const { id } of profiles) {
      const terms = factors(9, cases['all positive'] as Make);
      const whole = sumOf(terms, null);
      const lost = sumOf(terms.slice(1), null).reference.reference.data[0] as number;
      const off = Math.abs(lost - (whole.reference.reference.data[0] as number));
      assert.ok(off > boundOf(whole, profileOf(id)).bound(0), id);
    }
  });

  it('knows which infinities are possible', () => {
    const large = sumOf([[300, 300]], null);
    const half = boundOf(large, profileOf('float16'));
    assert.deepEqual(half.outcomes(0), { finite: true, positive: true, negative: false, nan: false });
    assert.ok(half.bound(0) < 300);
    assert.ok(!boundOf(large, profileOf('bfloat16')).outcomes(0).positive);
    const small = sumOf([[1, 1]], null);
    for (const { id } of profiles) assert.ok(!boundOf(small, profileOf(id)).outcomes(0).positive, id);
  });

  it('is 0 for zeros and Infinity for non-finite values, and never NaN', () => {
    for (const { id } of profiles) {
      assert.equal(
        boundOf(
          sumOf(
            [
              [0, 0.1],
              [0.1, 0],
            ],
            null,
          ),
          profileOf(id),
        ).bound(0),
        0,
        id,
      );
      for (const x of [NaN, Infinity, -Infinity]) {
        for (const w of [0, 0.1]) {
          assert.equal(boundOf(sumOf([[w, x]], null), profileOf(id)).bound(0), Infinity, id);
        }
      }
    }
    const many = sumOf(
      factors(2048, () => [1, 1]),
      null,
    );
    assert.equal(boundOf(many, profileOf('float16-accumulate')).bound(0), Infinity);
  });

  it('lists its profiles in the documented order', () => {
    const error = ({ factors: f, accumulation, output }: Profile): number =>
      2 * f.roundoff + 64 * accumulation.roundoff + (output.exact ? 0 : output.roundoff);
    const errors = profiles.map(error);
    assert.deepEqual(
      errors,
      [...errors].sort((a, b) => a - b),
    );
    assert.equal(new Set(errors).size, errors.length);
  });
});
