import assert from 'node:assert/strict';
import { readTensorText } from '../../../src/scenario/paste/tensorText.ts';
import { tensorOf } from '../../../src/engine/core/tensor.ts';
import { valuesText, documentValues } from '../../../webview/form/valuesText.ts';

describe('explicit values in the form', () => {
  it('stand row by row, planes apart', () => {
    const values = [1, 2, 3, 4, 5, 6, 7, 8];
    assert.equal(valuesText([1, 2, 2, 2], values), '1 2\n3 4\n\n5 6\n7 8');
    assert.equal(valuesText([3], [0.1, -2, 3e-7]), '0.1 -2 3e-7');
  });

  it('come back as they were, NaN, infinities and negative zero included', () => {
    const values = [NaN, Infinity, -Infinity, -0, 0.1, 5e-324];
    const read = readTensorText(valuesText([2, 3], values), 'input');
    assert.ok(read.ok);
    assert.deepEqual(read.value.values, values);
    assert.deepEqual(read.value.shape, [2, 3]);
  });

  it('of a float32 take few digits and still bring the same float32 back', () => {
    const tensor = tensorOf('float32', [5], [0.1, 1 / 3, 16777217, 1e-45, NaN]);
    const values = documentValues(tensor);
    assert.equal(values[0], 0.1);
    assert.deepEqual(Float32Array.from(values), tensor.data);
  });
});
