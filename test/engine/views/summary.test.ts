import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { finish } from '../../../src/engine/core/steps.ts';
import { summarize } from '../../../src/engine/views/summary.ts';
import { type DType, tensorOf } from '../../../src/engine/core/tensor.ts';

interface Case {
  readonly dtype: DType;
  readonly values: readonly (number | string)[];
  readonly min: number | null;
  readonly max: number | null;
  readonly mean: number | null;
  readonly nan: number;
  readonly positive: number;
  readonly negative: number;
}

const spelled: Readonly<Record<string, number>> = { nan: NaN, inf: Infinity, '-inf': -Infinity };
const fixture = join(import.meta.dirname, '../../fixtures/summary.json');
const cases = JSON.parse(readFileSync(fixture, 'utf8')) as Readonly<Record<string, Case>>;

describe('the summary of a tensor', () => {
  for (const [name, one] of Object.entries(cases)) {
    it(`is NumPy's: ${name}`, () => {
      const values = one.values.map((v) => (typeof v === 'string' ? (spelled[v] as number) : v));
      const { count, finite, nonFinite } = finish(summarize(tensorOf(one.dtype, [values.length], values)));
      assert.equal(count, values.length);
      const { nan, positive, negative } = one;
      assert.deepEqual(nonFinite, { nan, positiveInfinity: positive, negativeInfinity: negative });
      if (one.mean === null) {
        assert.equal(finite, null);
        return;
      }
      assert.ok(finite !== null);
      assert.equal(finite.min, one.min);
      assert.equal(finite.max, one.max);
      const scale = Math.max(...values.filter(Number.isFinite).map(Math.abs));
      assert.ok(Math.abs(finite.mean - one.mean) <= values.length * 2 ** -52 * scale);
    });
  }

  it('takes a breath within a large tensor, and counts past it', () => {
    const steps = summarize(tensorOf('float32', [250_000], new Float32Array(250_000).fill(2)));
    let breaths = 0;
    for (;;) {
      const next = steps.next();
      if (next.done === true) {
        assert.deepEqual(next.value.finite, { min: 2, max: 2, mean: 2 });
        break;
      }
      breaths += 1;
    }
    assert.ok(breaths >= 3);
  });
});
