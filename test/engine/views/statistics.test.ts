import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DType, tensorOf } from '../../../src/engine/core/tensor.ts';
import { StatisticsScan, type TensorStatistics } from '../../../src/engine/views/statistics.ts';

interface Case {
  readonly dtype: DType;
  readonly whole: boolean;
  readonly values: readonly (number | string)[];
  readonly min: number | null;
  readonly max: number | null;
  readonly mean: number | null;
  readonly std: number | null;
  readonly quantiles: readonly number[] | null;
  readonly histogram: readonly number[] | null;
  readonly zeros: number;
  readonly nan: number;
  readonly positive: number;
  readonly negative: number;
}

const spelled: Readonly<Record<string, number>> = { nan: NaN, inf: Infinity, '-inf': -Infinity };
const fixture = join(import.meta.dirname, '../../fixtures/statistics.json');
const cases = JSON.parse(readFileSync(fixture, 'utf8')) as Readonly<Record<string, Case>>;

/** The statistics of values that arrive in blocks of `size`. */
function statisticsOf(dtype: DType, isWhole: boolean, values: readonly number[], size: number): TensorStatistics {
  const { data } = tensorOf(dtype, [values.length], values);
  const scan = new StatisticsScan(dtype, isWhole);
  while (!scan.isDone) {
    for (let at = 0; at < data.length; at += size) scan.add(data.subarray(at, at + size));
    scan.endPass();
  }
  return scan.result();
}

describe('the statistics of a tensor', () => {
  for (const [name, one] of Object.entries(cases)) {
    const values = one.values.map((v) => (typeof v === 'string' ? (spelled[v] as number) : v));
    for (const size of [values.length + 1, 7]) {
      it(`equal NumPy's: ${name}, in blocks of ${size}`, () => {
        const { count, zeros, finite, nonFinite } = statisticsOf(one.dtype, one.whole, values, size);
        assert.equal(count, values.length);
        assert.equal(zeros, one.zeros);
        const { nan, positive, negative } = one;
        assert.deepEqual(nonFinite, { nan, positiveInfinity: positive, negativeInfinity: negative });
        if (one.mean === null || one.std === null) {
          assert.equal(finite, null);
          return;
        }
        assert.ok(finite !== null);
        assert.equal(finite.min, one.min);
        assert.equal(finite.max, one.max);
        // Each of the additions rounds once, relative to at most the sum of the sizes.
        const largest = Math.max(...values.filter(Number.isFinite).map(Math.abs));
        const slack = values.length * 2 ** -52 * largest;
        assert.ok(Math.abs(finite.mean - one.mean) <= slack, `mean ${finite.mean}, not ${one.mean}`);
        assert.ok(Math.abs(finite.std - one.std) <= slack, `std ${finite.std}, not ${one.std}`);
        for (const [i, expected] of (one.quantiles ?? []).entries()) {
          // Interpolation between two values rounds three times.
          const found = finite.quantiles[i] ?? NaN;
          assert.ok(!Object.is(found, -0));
          assert.ok(Math.abs(found - expected) <= 4 * 2 ** -52 * Math.abs(expected), `${found}, not ${expected}`);
        }
        assert.deepEqual(finite.histogram.counts, one.histogram);
      });
    }
  }

  it('take two passes over float32 and four over float64', () => {
    assert.equal(new StatisticsScan('float32', false).passes, 2);
    assert.equal(new StatisticsScan('float64', false).passes, 4);
  });
});
