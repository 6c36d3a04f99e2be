import assert from 'node:assert/strict';
import { decimalsBySize, decimalsFor } from '../../../../webview/pipeline/dotProduct/decimals.ts';

describe('decimals in the dot product', () => {
  it('are as few as show the values as they are', () => {
    assert.equal(decimalsFor([1, -2], 3), 0);
    assert.equal(decimalsFor([0.5, 0.25], 3), 2);
    assert.equal(decimalsFor([Math.fround(0.1), Math.fround(-1.2)], 3), 1);
  });

  it('are the most there are where no number of them is exact', () => {
    assert.equal(decimalsFor([1 / 3], 3), 3);
  });

  it('ignore what is not a number', () => {
    assert.equal(decimalsFor([NaN, Infinity, 0.5], 3), 1);
    assert.equal(decimalsBySize([Infinity, NaN]), 4);
  });

  it('shrink with the size of the numbers', () => {
    assert.deepEqual(
      [0.01, 5, 50, 5000, 5e6].map((size) => decimalsBySize([size])),
      [6, 4, 3, 1, 0],
    );
  });
});
