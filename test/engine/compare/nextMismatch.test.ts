import assert from 'node:assert/strict';
import { isMismatch, nextMismatch } from '../../../src/engine/compare/nextMismatch.ts';
import { tensorOf } from '../../../src/engine/core/tensor.ts';

const tolerance = { rtol: 0.1, atol: 1, equalNan: false };

describe('a mismatch', () => {
  // |a − e| ≤ atol + rtol·|e|, as numpy.isclose and torch.testing.assert_close have it.
  for (const [a, e, is] of [
    [12, 10, false],
    [12.5, 10, true],
    [-12, -10, false],
    [10, 12.5, true],
    [Infinity, Infinity, false],
    [Infinity, -Infinity, true],
    [Infinity, 1, true],
    [1, Infinity, true],
    [NaN, NaN, true],
    [NaN, 0, true],
  ] as const) {
    it(`${a} for ${e}: ${is ? 'one' : 'none'}`, () => {
      assert.equal(isMismatch(a, e, tolerance), is);
    });
  }

  it('is none of two NaN where those are equal', () => {
    assert.equal(isMismatch(NaN, NaN, { ...tolerance, equalNan: true }), false);
    assert.equal(isMismatch(NaN, 1, { ...tolerance, equalNan: true }), true);
  });

  it('is found in both directions, round the end and back to itself', () => {
    const a = tensorOf('float32', [6], [0, 9, 0, 0, 9, 0]);
    const b = tensorOf('float32', [6], [0, 0, 0, 0, 0, 0]);
    const from = (at: number, by: 1 | -1) => nextMismatch(a, b, tolerance, at, by);
    assert.deepEqual([from(0, 1), from(1, 1), from(4, 1), from(5, 1)], [1, 4, 1, 1]);
    assert.deepEqual([from(0, -1), from(1, -1), from(2, -1), from(4, -1)], [4, 4, 1, 1]);
    assert.equal(nextMismatch(a, a, tolerance, 0, 1), null);
    const single = nextMismatch(tensorOf('float32', [1], [5]), tensorOf('float32', [1], [0]), tolerance, 0, 1);
    assert.equal(single, 0);
  });
});
