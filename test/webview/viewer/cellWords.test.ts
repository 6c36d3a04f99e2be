import assert from 'node:assert/strict';
import fc from 'fast-check';
import { exactNumber } from '../../../webview/viewer/cellWords.ts';

describe('copied numbers', () => {
  it('are the shortest that read back to the same float32', () => {
    assert.equal(exactNumber(Math.fround(0.1), 'float32'), '0.1');
    assert.equal(exactNumber(16_777_216, 'float32'), '16777216');
    assert.equal(exactNumber(0.1, 'float64'), '0.1');
    fc.assert(
      fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (value) => {
        assert.equal(Math.fround(Number(exactNumber(value, 'float32'))), value === 0 ? 0 : value);
      }),
    );
  });
});
