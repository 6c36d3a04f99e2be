import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { absError, relError, signedError, ulpError } from '../../src/engine/compare/errors.ts';
import { boundRatio } from '../../src/engine/compare/boundRatio.ts';
import { ulp } from '../../src/engine/ulp.ts';
import type { DType } from '../../src/engine/tensor.ts';

describe('ulp', () => {
  it('is NumPy’s spacing, at subnormal numbers and at the largest too', () => {
    const path = join(import.meta.dirname, '../fixtures/compare.json');
    const { ulp: cases } = JSON.parse(readFileSync(path, 'utf8')) as {
      readonly ulp: readonly (readonly [DType, number, number])[];
    };
    for (const [dtype, value, spacing] of cases) {
      assert.equal(ulp(value, dtype), spacing, `${dtype} ${value}`);
    }
  });

  it('is not a number where the value is not finite', () => {
    for (const value of [NaN, Infinity, -Infinity]) assert.ok(Number.isNaN(ulp(value, 'float32')));
  });
});

describe('the error of one element', () => {
  it('is 0 between equal values, infinities included', () => {
    for (const value of [0, 1, Infinity, -Infinity]) {
      assert.equal(signedError(value, value), 0);
      assert.equal(relError(value, value), 0);
      assert.equal(ulpError(value, value, 'float32'), 0);
    }
  });

  it('is signed, absolute, relative or in units in the last place', () => {
    assert.equal(signedError(1, 2), -1);
    assert.equal(absError(1, 2), 1);
    assert.equal(relError(1, -2), 1.5);
    assert.equal(relError(1, 0), Infinity);
    assert.equal(ulpError(1 + 3 * 2 ** -52, 1, 'float64'), 3);
    assert.equal(ulpError(2 ** -148, 0, 'float32'), 2);
    assert.ok(Number.isNaN(absError(NaN, 1)));
    assert.equal(absError(Infinity, 1), Infinity);
  });

  it('is measured against its bound with 0/0 = 0 and x/0 = ∞', () => {
    assert.equal(boundRatio(0, 0), 0);
    assert.equal(boundRatio(1, 0), Infinity);
    assert.equal(boundRatio(1, 4), 0.25);
    assert.equal(boundRatio(1, Infinity), 0);
  });
});
