import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  addExactly,
  addProductExactly,
  errorOf,
  type Expansion,
  roundedSum,
} from '../../../src/engine/orders/expansion.ts';
import { exact, nearest, product } from '../exact.ts';

/** Doubles from 2⁻⁴⁰⁰ to 2⁴⁰⁰, both signs: neither they nor their products under- or overflow. */
const doubles = fc
  .tuple(fc.double({ min: 0.5, max: 1, noNaN: true }), fc.integer({ min: -400, max: 400 }), fc.boolean())
  .map(([size, power, negative]) => (negative ? -size : size) * 2 ** power);

/** Off from the exact number, of which `expected` is the nearest double, by at most an ulp. */
function assertNear(actual: number, expected: number): void {
  assert.ok(Math.abs(actual - expected) <= 2 ** -51 * Math.abs(expected), `${actual}, ${expected}`);
}

describe('an exact sum', () => {
  it('is that of whole numbers, whatever cancels', () => {
    fc.assert(
      fc.property(fc.array(doubles, { maxLength: 30 }), doubles, (values, other) => {
        const sum: Expansion = [];
        for (const value of values) addExactly(sum, value);
        // What went in comes out again in another order, and nothing is left.
        const whole = values.reduce((total, value) => total + exact(value), 0n);
        assertNear(roundedSum(sum), nearest(whole, 53, -1074));
        assertNear(errorOf(other, sum), nearest(exact(other) - whole, 53, -1074));
        for (const value of values) addExactly(sum, -value);
        assert.equal(roundedSum(sum), 0);
      }),
    );
  });

  it('takes in products of doubles with all their bits', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(doubles, doubles), { maxLength: 20 }), (pairs) => {
        const sum: Expansion = [];
        for (const [a, b] of pairs) addProductExactly(sum, a, b);
        const whole = pairs.reduce((total, [a, b]) => total + product(a, b), 0n);
        assertNear(roundedSum(sum), nearest(whole, 53, -1074));
      }),
    );
  });

  it('splits even the largest doubles', () => {
    for (const [a, b] of [
      [Number.MAX_VALUE, 1 - 2 ** -53],
      [1 / 3, 2 ** 1000 * (1 + 2 ** -52)],
    ] as const) {
      const sum: Expansion = [];
      addProductExactly(sum, a, b);
      addExactly(sum, -(a * b));
      assert.equal(roundedSum(sum), nearest(product(a, b) - exact(a * b), 53, -1074));
      assert.notEqual(roundedSum(sum), 0);
    }
  });

  it('is not a number once something in it is not', () => {
    for (const value of [NaN, Infinity, -Infinity]) {
      const sum: Expansion = [];
      addExactly(sum, 1);
      addProductExactly(sum, value, 2);
      for (let i = 0; i < 5; i++) addExactly(sum, 1 / 3);
      assert.ok(Number.isNaN(roundedSum(sum)));
      assert.equal(sum.length, 1);
      assert.ok(Number.isNaN(errorOf(1, sum)));
    }
  });
});
