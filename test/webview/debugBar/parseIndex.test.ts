import assert from 'node:assert/strict';
import { parseIndex } from '../../../webview/debugBar/parseIndex.ts';

describe('an index to go to', () => {
  it('is read as it is printed, or by its last entries', () => {
    assert.deepEqual(parseIndex('[0, 12, 14, 9]'), { n: 0, c: 12, y: 14, x: 9 });
    assert.deepEqual(parseIndex('12 14 9'), { c: 12, y: 14, x: 9 });
    assert.deepEqual(parseIndex('14,9'), { y: 14, x: 9 });
  });

  it('is not guessed', () => {
    for (const text of ['', '9', '1,2,3,4,5', 'a, b', '-1, 2', '1.5, 2']) assert.equal(parseIndex(text), null, text);
  });
});
