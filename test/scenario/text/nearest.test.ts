import assert from 'node:assert/strict';
import { didYouMean, nearest } from '../../../src/scenario/text/nearest.ts';

const words = ['stride', 'padding', 'output_padding', 'dilation', 'groups'];

describe('the nearest word', () => {
  it('is found over one slip of the fingers', () => {
    for (const slip of ['strid', 'stridee', 'stirde', 'strode', 'STRIDE']) {
      assert.equal(nearest(slip, words), 'stride', slip);
    }
  });

  it('is the nearer of two', () => {
    assert.equal(nearest('outputpadding', words), 'output_padding');
    assert.equal(nearest('pading', words), 'padding');
  });

  it('is none where no word is near, and then nothing is said', () => {
    assert.equal(nearest('zebra', words), null);
    assert.equal(nearest('', words), null);
    assert.equal(didYouMean('zebra', words), '');
    assert.equal(didYouMean('group', words), ' Did you mean groups?');
  });
});
