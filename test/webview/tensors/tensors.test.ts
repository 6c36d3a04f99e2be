import assert from 'node:assert/strict';
import { boxOf } from '../../../webview/viewer/boxOf.ts';
import { integerText } from '../../../webview/viewer/cellNumbers.ts';
import { matching } from '../../../webview/tensors/matching.ts';
import { flatUnder, indexOf, tensorStoreOf, numpySliceText } from '../../../webview/viewer/tensorStore.ts';
import { nonFiniteText, rangeText } from '../../../webview/tensors/statisticsText.ts';
import { TensorCache } from '../../../webview/tensors/tensorCache.ts';
import { zeros } from '../../../src/engine/core/tensor.ts';

describe('the list of tensors', () => {
  const entries = [
    { key: 'dec.Up.weight', element: 'float32', shape: [8, 4, 2, 2] },
    { key: 'dec.up.bias', element: 'float16', shape: [4] },
    { key: 'step', element: 'int64', shape: [] },
  ] as const;
  for (const [filter, keys] of [
    ['', ['dec.Up.weight', 'dec.up.bias', 'step']],
    ['up', ['dec.Up.weight', 'dec.up.bias']],
    ['  UP 16 ', ['dec.up.bias']],
    ['8x4', ['dec.Up.weight']],
    ['x', []],
    ['8×4', ['dec.Up.weight']],
    ['scalar', ['step']],
    ['nothing', []],
  ] as const) {
    it(`is narrowed by "${filter}"`, () => {
      assert.deepEqual(
        matching(entries, filter).map(({ key }) => key),
        keys,
      );
    });
  }

  it('shows the range of the finite numbers and the counts of the others', () => {
    const nonFinite = { nan: 3, positiveInfinity: 0, negativeInfinity: 1200 };
    const histogram = { low: 0, high: 1, counts: [] };
    const rest = { std: 1, quantiles: [], histogram };
    const summary = { count: 9, zeros: 0, finite: { min: -2.125, mean: 0.03, max: 1.9, ...rest }, nonFinite };
    assert.equal(rangeText(summary), 'min −2.13, mean 0.03, max 1.9');
    assert.equal(nonFiniteText(summary), '3 NaN, 1\u00a0200 −Inf');
    assert.equal(rangeText({ ...summary, finite: null }), 'no finite numbers');
    assert.equal(rangeText({ ...summary, count: 0, finite: null }), 'no elements');
    assert.equal(rangeText({ ...summary, finite: { min: 2, mean: 2, max: 2, ...rest } }), 'all 2');
  });
});

describe('a tensor as a picture', () => {
  it('is named as NumPy slices it', () => {
    assert.equal(numpySliceText([2, 3, 4, 5], [1, 2]), '[1, 2, :, :]');
    assert.equal(numpySliceText([4, 5], []), '[:, :]');
    assert.equal(numpySliceText([5], []), '[:]');
    assert.equal(numpySliceText([], []), '[()]');
  });

  it('has an index on each axis for the cell under the cursor', () => {
    const cell = { row: 3, column: 4 };
    assert.deepEqual(indexOf([2, 3, 4, 5], [1, 2], cell), [1, 2, 3, 4]);
    assert.deepEqual(indexOf([5], [], cell), [4]);
    assert.deepEqual(indexOf([], [], cell), []);
    // np.ravel_multi_index((1, 2, 3, 4), (2, 3, 4, 5))
    assert.equal(flatUnder([2, 3, 4, 5], [1, 2], { n: 0, c: 0, y: 3, x: 4, term: 0 }), 119);
  });

  it('fits into its box, and is never too thin for the mouse', () => {
    for (const [rows, columns] of [
      [1, 1],
      [1, 5000],
      [5000, 1],
      [28, 28],
      [4608, 3],
      [3, 4608],
    ] as const) {
      const box = boxOf(rows, columns, 600, 400);
      assert.ok(box.width <= 600.001 && box.height <= 400.001, JSON.stringify(box));
      assert.ok(box.width >= 25.9 && box.height >= 25.9, JSON.stringify(box));
    }
    const { cellWidth, cellHeight } = boxOf(28, 28, 600, 400);
    assert.equal(cellWidth, cellHeight);
  });

  it('writes integers without a fraction where there is room', () => {
    assert.equal(integerText(12, 4), '12');
    assert.equal(integerText(-7, 4), '−7');
    assert.equal(integerText(123456, 4), '1e5');
    assert.equal(integerText(0, 1), '0');
  });

  it('has one picture source for the same tensors', () => {
    const [a, b] = [zeros('float32', [1]), zeros('float32', [1])];
    assert.equal(tensorStoreOf([a, b], 'x').tileSource, tensorStoreOf([a, b], 'y').tileSource);
    assert.notEqual(tensorStoreOf([a, b], 'x').tileSource, tensorStoreOf([a], 'x').tileSource);
  });
});

describe('the cache of tensors', () => {
  it('keeps the last ones, within a limit of bytes', () => {
    const cache = new TensorCache<number>();
    for (let i = 0; i < 65; i++) cache.set(String(i), i, 1);
    assert.equal(cache.get('0'), undefined);
    assert.equal(cache.get('1'), 1);
    cache.set('large', 10, 250_000_000);
    assert.equal(cache.get('2'), undefined);
    assert.equal(cache.get('1'), 1, 'used since');
    cache.set('larger', 11, 300_000_000);
    assert.equal(cache.get('1'), undefined);
    assert.equal(cache.get('larger'), 11, 'the new tensor is kept whatever its size');
  });
});
