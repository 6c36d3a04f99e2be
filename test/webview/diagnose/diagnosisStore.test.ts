import assert from 'node:assert/strict';
import { mapColumns, planeIndices } from '../../../webview/diagnose/diagnosisStore.ts';

describe('the maps of a diagnosis', () => {
  it('show the plane of the cursor’s batch element and channel, as far as the output has one', () => {
    const at = { n: 1, c: 2 };
    assert.deepEqual(planeIndices([2, 3, 4, 5], at), [1, 2]);
    assert.deepEqual(planeIndices([3, 4, 5], at), [2]);
    assert.deepEqual(planeIndices([2, 2, 4, 5], at), [1, 1], 'fewer channels than the call’s');
    assert.deepEqual(planeIndices([7, 2, 3, 4, 5], at), [0, 1, 2]);
    assert.deepEqual(planeIndices([5], at), []);
  });

  it('go to further rows where there is no room for five', () => {
    assert.deepEqual([1046, 840, 839, 510, 400].map(mapColumns), [5, 5, 3, 3, 2]);
  });
});
