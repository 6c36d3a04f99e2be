import assert from 'node:assert/strict';
import { Mt19937 } from '../../../../src/engine/fills/mt19937.ts';
import { unrelatedValues } from '../../../../src/engine/diagnose/where/unrelatedValues.ts';
import { caseOf, wrongCases } from '../search/wrongCases.ts';

describe('wrong values', () => {
  const wrong = wrongCases.find(({ name }) => name === 'bias-other 0');
  assert.ok(wrong);
  const target = caseOf(wrong);
  const random = new Mt19937(5);
  const garbage = target.actual.data.map(() => random.uint32() / 2 ** 31 - 1);
  const withValues = (data: typeof garbage) => ({
    ...target,
    actual: { ...target.actual, data } as typeof target.actual,
  });

  it('are unrelated to the right ones if they do not correlate', () => {
    const found = unrelatedValues(withValues(garbage), (at) => at % 3 === 0);
    assert.equal(found?.count, Math.ceil(garbage.length / 3));
    assert.ok(Math.abs(found.correlation) < 0.2);
  });

  it('are not called so if they are right but for an offset, a factor or noise, or if they are few', () => {
    const right = target.reference.data;
    const made = (value: (right: number, at: number) => number) =>
      withValues(target.actual.data.map((_, at) => value(right[at] as number, at)));
    const always = (): boolean => true;
    assert.equal(
      unrelatedValues(
        made((value) => value + 3),
        always,
      ),
      null,
    );
    assert.equal(
      unrelatedValues(
        made((value) => -2 * value),
        always,
      ),
      null,
    );
    assert.equal(
      unrelatedValues(
        made((value, at) => value + (garbage[at] as number)),
        always,
      ),
      null,
    );
    assert.equal(
      unrelatedValues(withValues(garbage), (at) => at < 15),
      null,
    );
    assert.equal(
      unrelatedValues(
        made(() => NaN),
        always,
      ),
      null,
    );
  });
});
