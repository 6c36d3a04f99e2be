import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { absError, relError, signedError, ulpError } from '../../../src/engine/compare/errors.ts';
import { boundRatio } from '../../../src/engine/compare/boundRatio.ts';
import { ulp } from '../../../src/engine/rounding/ulp.ts';
import type { DType } from '../../../src/engine/core/tensor.ts';

describe('ulp', () => {
  it('is NumPy’s spacing, at subnormal numbers and at the largest too', () => {
    const path = join(import.meta.dirname, '../../fixtures/compare.json');
    const { ulp: cases } = JSON.parse(readFileSync(path, 'utf8')) as {
      readonly ulp: readonly (readonly [DType, number, number])[];
    };
    for (const [dtype, value, spacing] of cases) {
      assert.equal(ulp(value, dtype), spacing, `${dtype} ${value}`);
    }
  });

  it('is 2 to the exponent and the bits of the fraction in narrow formats, limited at both ends', () => {
    for (const [format, value, spacing] of [
      ['bfloat16', 1, 2 ** -7],
      ['bfloat16', -3.9, 2 ** -6],
      // Rounds up to 4.
      ['bfloat16', 3.999, 2 ** -5],
      ['bfloat16', 2 ** -130, 2 ** -133],
      ['float16', 1000, 0.5],
      ['float16', 0, 2 ** -24],
      ['float16', 65504, 32],
      ['float16', 1e9, 32],
      ['tf32', 1, 2 ** -10],
    ] as const)
      assert.equal(ulp(value, format), spacing, `${format} ${value}`);
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
