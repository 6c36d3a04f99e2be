import assert from 'node:assert/strict';
import fc from 'fast-check';
import { countCongruent, greatestCommonDivisor } from '../../../src/engine/geometry/congruence.ts';

describe('the integers with a given remainder', () => {
  it('are as many as a loop finds', () => {
    const small = fc.integer({ min: 1, max: 12 });
    const any = fc.integer({ min: -40, max: 40 });
    fc.assert(
      fc.property(small, any, small, fc.nat(30), fc.nat(30), (factor, target, modulus, from, more) => {
        let found = 0;
        for (let k = from; k < from + more; k++) if ((k * factor - target) % modulus === 0) found++;
        assert.equal(countCongruent(factor, target, modulus, from, from + more - 1), found);
      }),
      { numRuns: 2000 },
    );
  });

  it('are counted exactly where a product exceeds the safe integers', () => {
    const modulus = 2 ** 50 + 1;
    // (modulus − 1)·k leaves the remainder −k, so that k is modulus − 5 for 5.
    assert.equal(countCongruent(modulus - 1, 5, modulus, 0, modulus - 1), 1);
    assert.equal(countCongruent(modulus - 1, 5, modulus, modulus - 5, modulus - 5), 1);
    assert.equal(countCongruent(modulus - 1, 5, modulus, modulus - 4, modulus - 1), 0);
  });

  it('need what divides factor and modulus to divide the remainder', () => {
    assert.equal(greatestCommonDivisor(2 ** 50, 2 ** 40), 2 ** 40);
    assert.equal(countCongruent(2 ** 40, 1, 2 ** 50, 0, 2 ** 52), 0);
    assert.equal(countCongruent(2 ** 40, 0, 2 ** 50, 0, 2 ** 52), 2 ** 42 + 1);
  });
});
