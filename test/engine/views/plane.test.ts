import assert from 'node:assert/strict';
import { flatAt, indexAt } from '../../../src/engine/core/flatIndex.ts';
import {
  differenceView,
  leadingAxes,
  planeAt,
  planeView,
  signedDifferenceView,
} from '../../../src/engine/views/plane.ts';
import { tensorOf } from '../../../src/engine/core/tensor.ts';

/** 0, 1, 2, … so that every element is its own flat index. */
const counted = (...shape: readonly number[]) => {
  const count = shape.reduce((product, size) => product * size, 1);
  return tensorOf(
    'float64',
    shape,
    Array.from({ length: count }, (_, i) => i),
  );
};

describe('a plane of a tensor', () => {
  // np.arange(n).reshape(shape)[leading]
  for (const [shape, leading, rows] of [
    [[], [], [[0]]],
    [[3], [], [[0, 1, 2]]],
    [
      [2, 3],
      [],
      [
        [0, 1, 2],
        [3, 4, 5],
      ],
    ],
    [
      [2, 2, 2],
      [1],
      [
        [4, 5],
        [6, 7],
      ],
    ],
    [[2, 3, 1, 2], [1, 2], [[10, 11]]],
    [
      [2, 1, 3, 2, 1],
      [1, 0, 2],
      [[10], [11]],
    ],
  ] as const) {
    it(`is NumPy's: at [${leading.join(', ')}] of (${shape.join(', ')})`, () => {
      const plane = planeAt(shape, leading);
      const view = planeView(counted(...shape), plane);
      const read = Array.from({ length: view.rows }, (_, row) =>
        Array.from({ length: view.columns }, (_, column) => view.value(row, column)),
      );
      assert.deepEqual(read, rows);
      assert.equal(leading.length, leadingAxes(shape).length);
    });
  }

  it('of two tensors is how far they are apart', () => {
    const a = tensorOf('float32', [1, 4], [1, -2, Infinity, NaN]);
    const b = tensorOf('float32', [1, 4], [3, -2, Infinity, 0]);
    const view = differenceView(a, b, planeAt(a.shape, []));
    assert.deepEqual(
      [0, 1, 2, 3].map((column) => view.value(0, column)),
      [2, 0, 0, NaN],
    );
    const signed = signedDifferenceView(a, b, planeAt(a.shape, []));
    assert.deepEqual(
      [0, 1, 2, 3].map((column) => signed.value(0, column)),
      [-2, 0, 0, NaN],
    );
  });

  it('has elements with an index and a flat index each', () => {
    const shape = [2, 3, 4];
    // np.unravel_index(17, (2, 3, 4))
    assert.deepEqual(indexAt(shape, 17), [1, 1, 1]);
    for (let flat = 0; flat < 24; flat++) assert.equal(flatAt(shape, indexAt(shape, flat)), flat);
    assert.deepEqual(indexAt([], 0), []);
  });
});
