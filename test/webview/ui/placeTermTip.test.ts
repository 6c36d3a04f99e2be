import assert from 'node:assert/strict';
import { placeTermTip } from '../../../webview/ui/placeTermTip.ts';

const page = { width: 400, height: 300 };
const tip = { width: 100, height: 50 };

describe('the place of an explanation', () => {
  for (const [what, anchor, expected] of [
    ['below its term', { left: 40, top: 100, width: 30, height: 20 }, { left: 40, top: 124 }],
    ['above it where there is no room below', { left: 40, top: 260, width: 30, height: 20 }, { left: 40, top: 206 }],
    ['inside the right edge', { left: 380, top: 100, width: 15, height: 20 }, { left: 296, top: 124 }],
    ['inside the left edge', { left: -20, top: 100, width: 30, height: 20 }, { left: 4, top: 124 }],
  ] as const) {
    it(`is ${what}`, () => {
      assert.deepEqual(placeTermTip(anchor, tip, page), expected);
    });
  }

  it('stays inside a page with room neither below nor above', () => {
    const low = { width: 400, height: 90 };
    assert.deepEqual(placeTermTip({ left: 10, top: 35, width: 30, height: 20 }, tip, low), { left: 10, top: 36 });
  });
});
