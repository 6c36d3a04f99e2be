import assert from 'node:assert/strict';
import fc from 'fast-check';
import { cellNumbers } from '../../../webview/viewer/cellNumbers.ts';

describe('numbers in cells', () => {
  it('have as many decimals as the limits leave room for, all the same', () => {
    const upToFour = cellNumbers(4);
    assert.deepEqual(
      [3.74, -0.03, 1, 0].map((value) => upToFour(value, 4)),
      ['3.7', '0.0', '1.0', '0.0'],
    );
    const belowOne = cellNumbers(0.3);
    assert.deepEqual(
      [0.15, -0.014, 0].map((value) => belowOne(value, 4)),
      ['.15', '\u2212.01', '.00'],
    );
    assert.equal(cellNumbers(80)(-79.6, 4), '\u221280');
  });

  it('never take more characters than there are', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-9, max: 1e9, noNaN: true }),
        fc.double({ min: -1, max: 1, noNaN: true }),
        fc.integer({ min: 3, max: 9 }),
        (limit, share, characters) => {
          const text = cellNumbers(limit)(limit * share, characters);
          // A value that rounds up to the next power of ten may be one digit longer than its limit.
          assert.ok(text.length <= characters + 1, `${text} in ${characters}`);
        },
      ),
    );
  });
});
