import assert from 'node:assert/strict';
import fc from 'fast-check';
import { latticeCount } from '../../../src/engine/geometry/latticeCount.ts';

describe('the lattice points below a line', () => {
  it('are as many as a loop finds', () => {
    const size = fc.integer({ min: 0, max: 12 });
    const step = fc.integer({ min: 1, max: 9 });
    fc.assert(
      fc.property(size, step, size, step, fc.integer({ min: -5, max: 150 }), (iSize, iStep, kSize, kStep, most) => {
        let found = 0;
        for (let i = 0; i < iSize; i++) for (let k = 0; k < kSize; k++) if (i * iStep + k * kStep <= most) found++;
        assert.equal(latticeCount(iSize, iStep, kSize, kStep, most), found);
      }),
      { numRuns: 3000 },
    );
  });

  it('are counted at once where they are many', () => {
    // Below i + k ≤ n − 1 lie the n(n + 1)/2 points of a triangle; below a far line, all of them.
    assert.equal(latticeCount(2 ** 25, 1, 2 ** 25, 1, 2 ** 25 - 1), 2 ** 24 * (2 ** 25 + 1));
    assert.equal(latticeCount(2 ** 20, 7, 2 ** 30, 5, 2 ** 50), 2 ** 50);
  });
});
