import assert from 'node:assert/strict';
import { defaultParams } from '../../../src/engine/core/call.ts';
import type { TensorEntry } from '../../../src/formats/common/tensorFile.ts';
import { layerOfTensors } from '../../../src/formats/pytorch/layerOfTensors.ts';

describe('the summary of a layer of tensors', () => {
  const summaryOf = (shape: readonly number[], params: typeof defaultParams): string => {
    const entry: TensorEntry = { key: 'w', element: 'float32', shape };
    return layerOfTensors({ name: 'up', weight: 'w', bias: null, params }, new Map([['w', entry]]), 'm.pt').summary;
  };

  it('has one number where both axes have the same, else one for each', () => {
    assert.equal(
      summaryOf([8, 4, 4, 3], { ...defaultParams, stride: [2, 2], padding: [1, 0] }),
      'k 4×3, stride 2, padding 1×0, groups 1',
    );
  });

  it('has one number for the only axis of a 1-D layer', () => {
    // A 1-D layer has a height of 1: stride 1 and padding 0 along it.
    assert.equal(
      summaryOf([8, 4, 8], { ...defaultParams, stride: [1, 4], padding: [0, 2] }),
      'k 8, stride 4, padding 2, groups 1',
    );
  });
});
