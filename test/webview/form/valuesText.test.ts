import assert from 'node:assert/strict';
import { tensorOf } from '../../../src/engine/core/tensor.ts';
import { parseValues, valuesText, documentValues } from '../../../webview/form/valuesText.ts';

describe('explicit values in the form', () => {
  it('stand row by row, planes apart', () => {
    const values = [1, 2, 3, 4, 5, 6, 7, 8];
    assert.equal(valuesText([1, 2, 2, 2], values), '1 2\n3 4\n\n5 6\n7 8');
    assert.equal(valuesText([3], [0.1, -2, 3e-7]), '0.1 -2 3e-7');
  });

  it('come back as they were, NaN, infinities and negative zero included', () => {
    const values = [NaN, Infinity, -Infinity, -0, 0.1, 5e-324];
    const parsed = parseValues(valuesText([2, 3], values), [2, 3], 'input');
    assert.deepEqual(parsed, { ok: true, value: values });
  });

  it('may be pasted with brackets and commas', () => {
    const parsed = parseValues('[[1, 2], [3, \u22124.5]]', [2, 2], 'weight');
    assert.deepEqual(parsed, { ok: true, value: [1, 2, 3, -4.5] });
  });

  it('are refused by name when one is no number or the count is wrong', () => {
    const bad = parseValues('1 2 x', [3], 'bias');
    assert.match(bad.ok ? '' : bad.refusal.message, /bias: "x" is not a number/);
    const short = parseValues('1 2', [3], 'bias');
    assert.match(short.ok ? '' : short.refusal.message, /bias has 2 values; its shape \(3\) has 3/);
  });

  it('of a float32 take few digits and still bring the same float32 back', () => {
    const tensor = tensorOf('float32', [5], [0.1, 1 / 3, 16777217, 1e-45, NaN]);
    const values = documentValues(tensor);
    assert.equal(values[0], 0.1);
    assert.deepEqual(Float32Array.from(values), tensor.data);
  });
});
