import assert from 'node:assert/strict';
import { parseWhole, stepValue } from '../../../webview/ui/stepValue.ts';

describe('steppers', () => {
  it('stay within a range', () => {
    assert.equal(stepValue(1, 1, { min: 0, max: 2 }), 2);
    assert.equal(stepValue(2, 1, { min: 0, max: 2 }), 2);
    assert.equal(stepValue(0, -1, { min: 0, max: 2 }), 0);
    assert.equal(stepValue(41, 1, { min: 0, max: null }), 42);
  });

  it('come back into the range from outside', () => {
    assert.equal(stepValue(9, -1, { min: 0, max: 2 }), 2);
    assert.equal(stepValue(-5, 1, { min: 1, max: null }), 1);
  });

  it('go to the least legal value where no value is legal', () => {
    assert.equal(stepValue(3, 1, { min: 2, max: 1 }), 2);
  });

  it('go from one legal value to the next where only some are', () => {
    const legal = { values: [1, 2, 5, 10] };
    assert.equal(stepValue(2, 1, legal), 5);
    assert.equal(stepValue(4, -1, legal), 2);
    assert.equal(stepValue(10, 1, legal), 10);
    assert.equal(stepValue(1, -1, legal), 1);
  });
});

describe('a typed number', () => {
  it('is read with either minus sign, and nothing but a whole number is read', () => {
    assert.equal(parseWhole(' 12 '), 12);
    assert.equal(parseWhole('-3'), -3);
    assert.equal(parseWhole('\u22123'), -3);
    for (const text of ['', '1.5', '1e3', '0x10', 'abc', '1 2', '99999999999999999999'])
      assert.equal(parseWhole(text), null, text);
  });
});
