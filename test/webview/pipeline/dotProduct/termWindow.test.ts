import assert from 'node:assert/strict';
import fc from 'fast-check';
import { runLength, termWindowOf } from '../../../../webview/pipeline/dotProduct/termWindow.ts';

describe('the terms listed in the dot product', () => {
  it('are the taps of one input channel where they fit', () => {
    assert.deepEqual(termWindowOf(229, 450, 9, 9), { first: 225, end: 234 });
  });

  it('are a page of the channel where they do not', () => {
    assert.deepEqual(termWindowOf(20, 256, 256, 9), { first: 18, end: 27 });
    assert.deepEqual(termWindowOf(255, 256, 256, 9), { first: 252, end: 256 });
  });

  it('never reach into the next channel', () => {
    assert.deepEqual(termWindowOf(15, 32, 16, 9), { first: 9, end: 16 });
  });

  it('always hold the cursor and never more than there is room for', () => {
    fc.assert(
      fc.property(
        fc.nat(3000),
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: 1, max: 20 }),
        (extra, run, capacity) => {
          const count = extra + 1;
          const term = Math.floor(extra / 2);
          const { first, end } = termWindowOf(term, count, run, capacity);
          return first <= term && term < end && end <= count && end - first <= capacity;
        },
      ),
    );
  });

  it('are the run of a column where the formulation folds columns', () => {
    assert.equal(runLength({ order: 'columns-first', run: 50 }, 450, 50), 50);
    assert.equal(runLength({ order: 'sequential' }, 450, 50), 9);
  });
});
