import assert from 'node:assert/strict';
import { validateCall } from '../../../src/engine/validation/validateCall.ts';
import { defaultParams, type Pair } from '../../../src/engine/core/call.ts';
import type { Geometry } from '../../../src/engine/geometry/geometry.ts';
import { overlapSentences } from '../../../webview/overlap/overlapText.ts';

function geometryOf(kernel: Pair, stride: Pair, dilation: Pair): Geometry {
  const params = { ...defaultParams, stride, dilation };
  const geometry = validateCall({ input: [1, 1, 6, 6], weight: [1, 1, ...kernel], bias: null, params });
  assert.ok(geometry.ok);
  return geometry.value;
}

describe('the sentence on the overlap', () => {
  it('describes equal axes in one sentence', () => {
    assert.deepEqual(overlapSentences(geometryOf([4, 4], [2, 2], [1, 1])), [
      'Both axes: kernel 4 mod stride 2 is 0; the overlap is even, 2 taps in every phase.',
    ]);
  });

  it('describes different axes in a sentence each', () => {
    assert.deepEqual(overlapSentences(geometryOf([3, 2], [2, 2], [1, 1])), [
      'Height: kernel 3 mod stride 2 is 1; the overlap is uneven, 1 or 2 taps by phase.',
      'Width: kernel 2 mod stride 2 is 0; the overlap is even, 1 tap in every phase.',
    ]);
  });

  it('names the common factor if the overlap is uneven although the remainder is 0', () => {
    assert.deepEqual(overlapSentences(geometryOf([4, 4], [2, 2], [2, 2])), [
      'Both axes: kernel 4 mod stride 2 is 0; stride 2 and dilation 2 share the factor 2, so that the overlap is uneven, 0 or 4 taps by phase.',
    ]);
  });
});
