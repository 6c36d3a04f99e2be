import assert from 'node:assert/strict';
import { tensorOf } from '../../../src/engine/core/tensor.ts';
import {
  checkSparse,
  denseOfSparse,
  type SparseLayout,
  type SparseShapes,
} from '../../../src/formats/pytorch/sparseTensor.ts';

const coo = (shape: readonly number[], count: number): SparseShapes => ({
  layout: 'coo',
  shape,
  values: [count],
  places: [[shape.length, count]],
});

const compressed = (layout: SparseLayout, values: readonly number[], starts: number): SparseShapes => ({
  layout,
  shape: [2, 4],
  values,
  places: [[starts], [values[0] ?? 0]],
});

/** Returns why the parts are refused; "" if they are not. */
function refusal(shapes: SparseShapes): string {
  const checked = checkSparse(shapes);
  return checked.ok ? '' : checked.refusal.message;
}

/** Returns the numbers of a dense tensor, or why the places are refused. */
function dense(shapes: SparseShapes, ...places: readonly (readonly number[])[]): readonly number[] | string {
  const count = shapes.values.reduce((product, size) => product * size, 1);
  const values = tensorOf(
    'float32',
    shapes.values,
    Array.from({ length: count }, (_, i) => i + 1),
  );
  const found = denseOfSparse(
    shapes,
    values,
    places.map((place) => Float64Array.from(place)),
    'float32',
  );
  return found.ok ? [...found.value.data] : found.refusal.message;
}

describe('sparse tensors', () => {
  it('are refused if their parts do not fit their shape, or if they are too large as dense ones', () => {
    assert.equal(refusal(coo([2, 3], 4)), '');
    assert.match(refusal({ ...coo([2, 3], 4), values: [5] }), /whose parts do not fit: values \(5\), \(2, 4\)/);
    assert.match(refusal({ ...coo([2, 3], 4), places: [[3, 4]] }), /do not fit/);
    assert.match(
      refusal(coo([100_000, 100_000], 1)),
      /too large to be shown as a dense one \(up to 134.217.728 elements/,
    );
    assert.equal(refusal(compressed('csr', [3], 3)), '');
    assert.match(refusal(compressed('csr', [3], 4)), /do not fit/);
    assert.equal(refusal(compressed('csc', [3], 5)), '');
    assert.equal(refusal(compressed('bsr', [1, 2, 2], 2)), '');
    assert.match(refusal(compressed('bsr', [1, 2, 3], 2)), /do not fit/);
    assert.match(refusal(compressed('bsr', [1, 0, 2], 2)), /do not fit/);
  });

  it('are refused if a place lies beyond their shape', () => {
    assert.deepEqual(dense(coo([2, 2], 2), [0, 1, 1, 0]), [0, 1, 2, 0]);
    for (const place of [
      [0, 2, 1, 0],
      [0, -1, 1, 0],
      [0, NaN, 1, 0],
    ]) {
      assert.match(String(dense(coo([2, 2], 2), place)), /lie beyond it/);
    }
    const rows = compressed('csr', [3], 3);
    assert.deepEqual(dense(rows, [0, 1, 3], [3, 0, 1]), [0, 0, 0, 1, 2, 3, 0, 0]);
    assert.match(String(dense(rows, [0, 1, 4], [3, 0, 1])), /lie beyond it/);
    assert.match(String(dense(rows, [0, 1, 3], [4, 0, 1])), /lie beyond it/);
  });
});
