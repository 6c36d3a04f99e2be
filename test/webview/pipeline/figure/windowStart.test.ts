import assert from 'node:assert/strict';
import fc from 'fast-check';
import { windowStart } from '../../../../webview/pipeline/figure/schemeCells.ts';

describe('the window of a numbered matrix', () => {
  it('is whole output rows about the cursor', () => {
    assert.equal(windowStart(29, 24, 8, 64), 16);
    assert.equal(windowStart(29, 16, 8, 64), 24);
    assert.equal(windowStart(0, 24, 8, 64), 0);
    assert.equal(windowStart(63, 24, 8, 64), 40);
  });

  it('always shows the cursor’s column and stays inside the matrix', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 10 }),
        fc.nat(),
        (block, rows, shown, seed) => {
          const columns = block * rows;
          const count = Math.min(columns, shown * block);
          const column = seed % columns;
          const start = windowStart(column, count, block, columns);
          assert.ok(start >= 0 && start + count <= columns);
          assert.ok(start <= column && column < start + count);
        },
      ),
    );
  });
});
