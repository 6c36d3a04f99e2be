import assert from 'node:assert/strict';
import { didYouMean, nearestWord } from '../../../src/scenario/text/nearestWord.ts';

const words = ['stride', 'padding', 'output_padding', 'dilation', 'groups'];

describe('the nearest word', () => {
  it('is found despite one typing mistake', () => {
    for (const slip of ['strid', 'stridee', 'stirde', 'strode', 'STRIDE']) {
      assert.equal(nearestWord(slip, words), 'stride', slip);
    }
  });

  it('is the nearest of several', () => {
    assert.equal(nearestWord('outputpadding', words), 'output_padding');
    assert.equal(nearestWord('pading', words), 'padding');
  });

  it('is null if no word is near, and then the hint is empty', () => {
    assert.equal(nearestWord('zebra', words), null);
    assert.equal(nearestWord('', words), null);
    assert.equal(didYouMean('zebra', words), '');
    assert.equal(didYouMean('group', words), ' Did you mean groups?');
  });
});
