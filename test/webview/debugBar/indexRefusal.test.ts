import assert from 'node:assert/strict';
import { defaultParams } from '../../../src/engine/core/call.ts';
import { validateCall } from '../../../src/engine/validation/validateCall.ts';
import { indexRefusal } from '../../../webview/debugBar/indexRefusal.ts';

describe('an index outside the output', () => {
  it('is refused with the ranges it leaves', () => {
    // (4 − 1)·2 + 2 = 8 along both axes.
    const checked = validateCall({
      input: [1, 1, 4, 4],
      weight: [1, 3, 2, 2],
      bias: null,
      params: { ...defaultParams, stride: [2, 2] },
    });
    assert.ok(checked.ok);
    const geometry = checked.value;
    assert.equal(
      indexRefusal({ n: 0, c: 0, y: 9, x: 9 }, geometry),
      '[0, 0, 9, 9] is outside the output: y goes from 0 to 7, x goes from 0 to 7.',
    );
    assert.equal(
      indexRefusal({ n: 1, c: 3, y: 0, x: 0 }, geometry),
      '[1, 3, 0, 0] is outside the output: n is 0, c goes from 0 to 2.',
    );
    assert.equal(indexRefusal({ y: 8, x: 7 }, geometry), '[8, 7] is outside the output: y goes from 0 to 7.');
    assert.equal(indexRefusal({ y: 7, x: 7 }, geometry), null);
    assert.equal(indexRefusal({ n: 0, c: 2, y: 7, x: 7 }, geometry), null);
  });
});
