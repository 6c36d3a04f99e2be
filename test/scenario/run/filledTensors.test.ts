import assert from 'node:assert/strict';
import { finish } from '../../../src/engine/core/steps.ts';
import { writeNpy } from '../../../src/formats/npy/writeNpy.ts';
import { type CallTensors, FilledTensors } from '../../../src/scenario/run/filledTensors.ts';
import { makeTensors } from '../../../src/scenario/run/makeTensors.ts';
import { forum as forumPreset } from '../../../src/scenario/presets/forum.ts';
import type { Scenario } from '../../../src/scenario/document/scenario.ts';

const { scenario: forum } = forumPreset;

function make(scenario: Scenario, filled?: FilledTensors): CallTensors {
  const made = finish(makeTensors(scenario, new Map(), filled));
  assert.ok(made.ok);
  return made.value;
}

describe('filled tensors', () => {
  it('are recalled as equal copies', () => {
    const filled = new FilledTensors();
    const first = make(forum, filled);
    assert.deepEqual(first, make(forum));
    const stride = make({ ...forum, params: { ...forum.params, stride: [3, 3] } }, filled);
    assert.notEqual(stride.input.data, first.input.data);
    first.input.data.fill(7);
    stride.weight.data.fill(7);
    assert.deepEqual(make(forum, filled), make(forum));
  });

  it('are made again if the seed, the dtype or a source changes', () => {
    const filled = new FilledTensors();
    make(forum, filled);
    const changes: readonly Partial<Scenario>[] = [
      { seed: 8 },
      { dtype: 'float64' },
      { input: { fill: 'randn', shape: [1, 50, 4, 4] } },
      { weight: { fill: 'ones', shape: [50, 2, 3, 3] } },
      { bias: null },
      { bias: { fill: 'ones', shape: [30] } },
    ];
    for (const change of changes) {
      const changed = { ...forum, ...change };
      assert.deepEqual(make(changed, filled), make(changed));
    }
  });

  it('do not keep tensors from files', () => {
    const filled = new FilledTensors();
    const scenario: Scenario = { ...forum, bias: { file: 'b.npy' } };
    for (const value of [1, 2]) {
      const data = new Float32Array(30).fill(value);
      const bytes = writeNpy({ dtype: 'float32', shape: [30], data }).buffer;
      const made = finish(makeTensors(scenario, new Map([['b.npy', bytes]]), filled));
      assert.ok(made.ok);
      assert.deepEqual(made.value.bias?.data, data);
    }
  });
});
