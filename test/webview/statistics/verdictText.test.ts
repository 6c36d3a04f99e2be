import assert from 'node:assert/strict';
import type { NonFiniteCounts } from '../../../src/engine/compare/comparison.ts';
import { nonFiniteTitle } from '../../../webview/statistics/verdictText.ts';

const counts = (nan: number, positiveInfinity = 0, negativeInfinity = 0): NonFiniteCounts => ({
  nan,
  positiveInfinity,
  negativeInfinity,
});

const title = (actual: NonFiniteCounts, expected: NonFiniteCounts, unmatched: number): string =>
  nonFiniteTitle({ actual, expected, unmatched, first: 0 }, 'unfold + matmul');

describe('the title of a verdict on NaN and infinities', () => {
  it('counts every output that is not finite, and those that are so only there', () => {
    assert.equal(
      title(counts(48, 9, 7), counts(0, 9, 7), 48),
      '64 outputs are not finite, 48 of them only in unfold + matmul',
    );
    assert.equal(title(counts(1), counts(0), 1), '1 output is not finite');
    assert.equal(title(counts(2, 1), counts(0), 3), '3 outputs are not finite');
  });

  it('says where the reference alone is not finite, or differs in kind', () => {
    assert.equal(title(counts(0), counts(0, 1), 1), '1 output is finite in unfold + matmul, but not in the reference');
    assert.equal(title(counts(0), counts(2), 2), '2 outputs are finite in unfold + matmul, but not in the reference');
    assert.equal(title(counts(12), counts(0, 6, 6), 12), 'NaN or infinities differ from the reference at 12 outputs');
  });
});
