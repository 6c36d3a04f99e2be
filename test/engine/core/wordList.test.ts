import assert from 'node:assert/strict';
import { wordList } from '../../../src/engine/core/wordList.ts';

describe('words of a sentence', () => {
  it('are joined by commas, and the last one by a conjunction', () => {
    assert.equal(wordList([]), '');
    assert.equal(wordList(['input']), 'input');
    assert.equal(wordList(['input', 'weight']), 'input and weight');
    assert.equal(wordList(['input', 'weight', 'bias'], 'or'), 'input, weight or bias');
    assert.equal(wordList([1, 2, 4], 'or'), '1, 2 or 4');
  });
});
