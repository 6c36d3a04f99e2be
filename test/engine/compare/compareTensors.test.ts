import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CompareOptions, compareTensors, checkSameShape } from '../../../src/engine/compare/compareTensors.ts';
import { defaultTolerance } from '../../../src/engine/compare/defaultTolerance.ts';
import type { Comparison, Extreme } from '../../../src/engine/compare/comparison.ts';
import { ulp } from '../../../src/engine/rounding/ulp.ts';
import { finish } from '../../../src/engine/core/steps.ts';
import { type DType, tensorOf } from '../../../src/engine/core/tensor.ts';

type Spelled = number | 'nan' | 'inf' | '-inf';
type Pair = [DType, Spelled, Spelled, number | null, number | null, boolean, boolean];

interface Whole {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly actual: readonly number[];
  readonly expected: readonly number[];
  readonly rtol: number | null;
  readonly atol: number | null;
  readonly close: boolean;
  readonly mismatches: number;
  readonly maxAbs: readonly [number, number];
  readonly maxRel: readonly [number, number];
  readonly maxUlp: readonly [number, number];
  readonly meanSigned: number;
  readonly meanAbs: number;
  readonly rms: number;
  readonly quantiles: readonly number[];
  readonly worst: readonly number[];
}

const fixture = JSON.parse(readFileSync(join(import.meta.dirname, '../../fixtures/compare.json'), 'utf8')) as {
  readonly pairs: readonly Pair[];
  readonly tensors: readonly Whole[];
};

const read = (value: Spelled): number =>
  value === 'nan' ? NaN : value === 'inf' ? Infinity : value === '-inf' ? -Infinity : value;

function compare(
  actual: readonly number[],
  expected: readonly number[],
  options: CompareOptions & { readonly dtype?: DType } = {},
): Comparison {
  const dtype = options.dtype ?? 'float64';
  const shape = [expected.length];
  return finish(compareTensors(tensorOf(dtype, shape, actual), tensorOf(dtype, shape, expected), options));
}

function tolerance(dtype: DType, rtol: number | null, atol: number | null, equalNan = false) {
  const standard = defaultTolerance(dtype);
  return { rtol: rtol ?? standard.rtol, atol: atol ?? standard.atol, equalNan };
}

/** Asserts a difference of at most a few roundings of a float64 computation over `count` elements. */
function near(ours: number, theirs: number, scale: number, count: number, what: string): void {
  assert.ok(Math.abs(ours - theirs) <= (count + 8) * 2 ** -53 * scale, `${what}: ${ours} against ${theirs}`);
}

describe('a comparison', () => {
  it('calls pairs close exactly when torch.testing.assert_close does', () => {
    assert.ok(fixture.pairs.length > 2500);
    for (const [dtype, actual, expected, rtol, atol, equalNan, close] of fixture.pairs) {
      const options = { dtype, tolerance: tolerance(dtype, rtol, atol, equalNan) };
      const { mismatches, verdict } = compare([read(actual)], [read(expected)], options);
      const name = `${dtype} ${actual} against ${expected}, ${rtol} ${atol} ${equalNan}`;
      assert.equal(mismatches.count, close ? 0 : 1, name);
      assert.equal(verdict === 'exact' || verdict === 'close', close, name);
    }
  });

  it('has PyTorch’s mismatches and NumPy’s statistics of whole tensors', () => {
    for (const whole of fixture.tensors) {
      const { dtype, actual, expected, shape } = whole;
      const options = { dtype, tolerance: tolerance(dtype, whole.rtol, whole.atol) };
      const ours = compare(actual, expected, options);
      const name = `${dtype} ${shape.join('×')}, ${whole.rtol} ${whole.atol}`;
      assert.equal(ours.total, actual.length, name);
      assert.equal(ours.compared, actual.length, name);
      assert.equal(ours.mismatches.count, whole.mismatches, name);
      const { maxAbs, maxRel, maxUlp } = ours;
      const pair = (extreme: Extreme | null) => [extreme?.value, extreme?.at];
      assert.deepEqual(pair(maxAbs), whole.maxAbs, name);
      assert.deepEqual(pair(maxRel), whole.maxRel, name);
      assert.deepEqual(pair(maxUlp), whole.maxUlp, name);
      const count = actual.length;
      near(ours.meanSigned, whole.meanSigned, whole.meanAbs, count, `${name}: mean`);
      near(ours.meanAbs, whole.meanAbs, whole.meanAbs, count, `${name}: mean abs`);
      near(ours.rms, whole.rms, whole.rms, count, `${name}: RMS`);
      assert.deepEqual(
        ours.quantiles.map(({ p }) => p),
        [0.5, 0.9, 0.99, 0.999, 1],
      );
      ours.quantiles.forEach(({ p, abs }, i) => {
        near(abs, whole.quantiles[i] ?? NaN, whole.maxAbs[0], 0, `${name}: quantile ${p}`);
      });
      assert.deepEqual(
        ours.worst.map(({ at }) => at),
        whole.worst,
        name,
      );
    }
  });

  it('takes the wider tolerance of two dtypes', () => {
    assert.deepEqual(defaultTolerance('float64', 'float32'), defaultTolerance('float32'));
    assert.deepEqual(defaultTolerance('float32', 'float64'), defaultTolerance('float32'));
  });

  it('is exact if every element is equal, equal infinities and signed zeros included', () => {
    const result = compare([1, Infinity, -Infinity, 0], [1, Infinity, -Infinity, -0]);
    assert.equal(result.verdict, 'exact');
    assert.equal(result.compared, 2);
    assert.equal(result.nonFinite.unmatched, 0);
    assert.equal(result.maxAbs?.value, 0);
  });

  it('is non-finite if a non-finite element is not equalled by the other side, and names it', () => {
    const result = compare([1, NaN, Infinity, Infinity, 5], [1, NaN, Infinity, -Infinity, NaN]);
    assert.equal(result.verdict, 'non-finite');
    assert.deepEqual(result.nonFinite, {
      actual: { nan: 1, positiveInfinity: 2, negativeInfinity: 0 },
      expected: { nan: 2, positiveInfinity: 1, negativeInfinity: 1 },
      unmatched: 3,
      first: 1,
    });
    assert.deepEqual(result.mismatches, { count: 3, first: 1 });
    assert.equal(result.compared, 1);
  });

  it('treats NaN as equal to NaN only on request', () => {
    const equalNan = { tolerance: { ...defaultTolerance('float64'), equalNan: true } };
    assert.equal(compare([NaN, 1], [NaN, 1], equalNan).verdict, 'exact');
    assert.equal(compare([NaN, 1], [NaN, 1]).verdict, 'non-finite');
    assert.equal(compare([NaN], [1], equalNan).verdict, 'non-finite');
  });

  it('accepts a NaN of the call if there is a rounding bound, and counts mismatches by the tolerance', () => {
    const bound = { kind: 'own', values: Float64Array.of(0, 0, 0) } as const;
    const same = compare([NaN, 1, Infinity], [NaN, 1, Infinity], { bound });
    assert.deepEqual([same.verdict, same.nonFinite.unmatched, same.mismatches.count], ['exact', 0, 1]);
    const other = compare([NaN, 1, NaN], [NaN, 1, Infinity], { bound });
    assert.deepEqual([other.verdict, other.nonFinite.unmatched, other.nonFinite.first], ['non-finite', 1, 2]);
  });

  it('decides by the rounding bound if there is one, whatever the tolerance', () => {
    const bound = { kind: 'own', values: Float64Array.of(0.5, 0.5, 0) } as const;
    const within = compare([1.5, 2, 3], [1, 2, 3], { bound });
    assert.equal(within.verdict, 'rounding');
    assert.deepEqual(within.maxBoundRatio, { value: 1, at: 0 });
    assert.deepEqual(within.beyondBound, { count: 0, first: null });
    assert.equal(within.mismatches.count, 1);
    const beyond = compare([1, 2, 3 + 1e-9], [1, 2, 3], { bound });
    assert.equal(beyond.verdict, 'mismatch');
    assert.deepEqual(beyond.beyondBound, { count: 1, first: 2 });
    assert.deepEqual(beyond.maxBoundRatio, { value: Infinity, at: 2 });
    assert.equal(beyond.mismatches.count, 0);
  });

  it('decides by the tolerance if there is no bound', () => {
    assert.equal(compare([1 + 1e-8], [1]).verdict, 'close');
    assert.equal(compare([1 + 1e-6], [1]).verdict, 'mismatch');
    assert.equal(compare([1], [1]).maxBoundRatio, null);
    assert.equal(compare([1], [1]).beyondBound, null);
  });

  it('excludes a difference from an expected zero from the relative errors', () => {
    assert.deepEqual(compare([1e-9, 3], [0, 2]).maxRel, { value: 0.5, at: 1 });
    assert.equal(compare([1e-9], [0]).maxRel, null);
    assert.deepEqual(compare([0], [0]).maxRel, { value: 0, at: 0 });
  });

  it('counts units in the last place of the actual tensor’s dtype', () => {
    const actual = tensorOf('float32', [1], [1 + 2 ** -22]);
    const expected = tensorOf('float64', [1], [1 + 2 ** -25]);
    assert.equal(finish(compareTensors(actual, expected)).maxUlp?.value, 1.75);
  });

  it('counts units in the last place of the stored format, also for numbers beyond its range', () => {
    const count = 9000;
    const expected = tensorOf(
      'float64',
      [count],
      Array.from({ length: count }, (_, at) => Math.sin(at) * 2 ** ((at * 7) % 40)),
    );
    const actual = tensorOf(
      'float32',
      [count],
      Array.from(expected.data, (e, at) => e * (1 + Math.cos(at) / 300)),
    );
    for (const stored of ['bfloat16', 'float16'] as const) {
      const largest = Array.from(
        actual.data,
        (a, at) => Math.abs(a - (expected.data[at] as number)) / ulp(expected.data[at] as number, stored),
      );
      const { maxUlp } = finish(compareTensors(actual, expected, { stored }));
      const most = Math.max(...largest);
      assert.deepEqual(maxUlp, { value: most, at: largest.indexOf(most) });
    }
  });

  it('keeps the root mean square of errors whose squares would vanish or overflow', () => {
    assert.equal(compare([3e-200, 4e-200], [0, 0]).rms, 4e-200 * Math.sqrt((0.75 ** 2 + 1) / 2));
    assert.ok(Number.isFinite(compare([1e200], [0]).rms));
  });

  it('puts every error into a bin of a symmetric histogram, with the worst of each bin', () => {
    const errors = Array.from({ length: 17 }, (_, i) => i - 8);
    const { histogram } = compare(errors, new Array<number>(17).fill(0));
    assert.equal(histogram.limit, 8);
    assert.equal(histogram.counts.length, 17);
    // Bins are 16/17 wide: each contains one integer, in order.
    assert.deepEqual(histogram.counts, new Array(17).fill(1));
    assert.deepEqual(
      histogram.worst,
      Array.from({ length: 17 }, (_, i) => i),
    );
    const many = compare(new Array<number>(300).fill(-0.25), new Array<number>(300).fill(0));
    assert.equal(many.histogram.limit, 0.3);
    assert.equal(many.histogram.counts.length, 61);
    assert.equal(many.histogram.counts[5], 300);
    assert.equal(many.histogram.worst[5], 0);
    assert.equal(many.histogram.worst[6], -1);
  });

  it('puts exact results into the middle bin of a histogram without extent', () => {
    const { histogram } = compare([1, 2], [1, 2]);
    assert.equal(histogram.limit, 0);
    assert.equal(histogram.counts[8], 2);
  });

  it('is exact for tensors without elements and compares nothing', () => {
    const result = compare([], []);
    assert.equal(result.verdict, 'exact');
    assert.equal(result.compared, 0);
    assert.equal(result.maxAbs, null);
    assert.deepEqual(result.quantiles, []);
    assert.deepEqual(result.worst, []);
    assert.equal(result.meanAbs, 0);
  });

  it('can be cancelled after any step, and takes many for a large tensor', () => {
    const large = new Array<number>(200_000).fill(1);
    const tensor = tensorOf('float32', [large.length], large);
    assert.ok([...compareTensors(tensor, tensor)].length >= 12);
  });

  it('is refused for tensors of different shapes', () => {
    assert.ok(checkSameShape([2, 3], [2, 3]).ok);
    const refused = checkSameShape([2, 3], [3, 2]);
    assert.ok(!refused.ok);
    assert.equal(refused.refusal.message, 'actual of shape (2, 3) must have the shape of expected, (3, 2).');
  });
});
