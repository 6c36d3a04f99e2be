import assert from 'node:assert/strict';
import { defaultParams } from '../../../src/engine/core/call.ts';
import { tensorPathOf } from '../../../src/formats/common/tensorPath.ts';
import { presets } from '../../../src/scenario/presets/presets.ts';
import { relativeTensorPath, withTensor } from '../../../src/scenario/document/withTensor.ts';
import { plainScenario } from '../plainScenario.ts';

const made = plainScenario({
  input: { fill: 'randn', shape: [1, 3, 5, 5] },
  weight: { fill: 'randn', shape: [3, 6, 3, 3] },
  bias: { fill: 'zeros', shape: [6] },
});

describe('a tensor of a file in a scenario', () => {
  const source = { file: 't.npy' };
  const floats = (shape: readonly number[]) => ({ element: 'float32', shape }) as const;

  it('takes fills along to its channels', () => {
    const image = withTensor(made, 'input', source, floats([1, 8, 8]));
    assert.deepEqual([image.input, image.weight], [source, { fill: 'randn', shape: [1, 6, 3, 3] }]);
    const weight = withTensor(
      { ...made, params: { ...defaultParams, groups: 2 } },
      'weight',
      source,
      floats([4, 5, 2, 2]),
    );
    assert.deepEqual(weight.input, { fill: 'randn', shape: [1, 4, 5, 5] });
    assert.deepEqual(weight.bias, { fill: 'zeros', shape: [10] });
    const bias = withTensor(made, 'bias', source, floats([8]));
    assert.deepEqual(bias.weight, { fill: 'randn', shape: [3, 8, 3, 3] });
  });

  it('changes no values and no other file, and nothing if its shape does not fit the role', () => {
    const weight = { shape: [3, 1, 1, 1], values: [1, 2, 3] };
    assert.equal(withTensor({ ...made, weight }, 'input', source, floats([1, 1, 8, 8])).weight, weight);
    assert.deepEqual(withTensor({ ...made, weight: { file: 'w.npy' } }, 'input', source, floats([1, 1, 8, 8])).weight, {
      file: 'w.npy',
    });
    assert.deepEqual(withTensor(made, 'input', source, floats([7])), { ...made, input: source });
    assert.deepEqual(withTensor(made, 'actual', source, floats([1, 2, 3, 4])), { ...made, actual: source });
  });
});

describe('a tensor in a file', () => {
  it('replaces the tensor of its role and nothing else', () => {
    const { scenario } = presets[0];
    const source = { file: 'w.npz#dec.w' };
    for (const role of ['input', 'weight', 'bias', 'actual'] as const) {
      for (const element of ['float32', 'float64', 'int8'] as const) {
        assert.deepEqual(withTensor(scenario, role, source, { element, shape: null }), { ...scenario, [role]: source });
      }
    }
  });

  it('lets the files of a float32 call decide its dtype if an argument is stored as float16 or bfloat16', () => {
    const { scenario } = presets[0];
    const source = { file: 'w.npy' };
    assert.equal(scenario.dtype, 'float32');
    for (const element of ['float16', 'bfloat16'] as const) {
      for (const role of ['input', 'weight', 'bias'] as const) {
        const changed = withTensor(scenario, role, source, { element, shape: null });
        assert.deepEqual(changed, { ...scenario, dtype: 'float32', isDTypeOpen: true, [role]: source });
        // A dtype that is not the default was chosen.
        const chosen = { ...scenario, dtype: 'tf32' } as const;
        assert.deepEqual(withTensor(chosen, role, source, { element, shape: null }), { ...chosen, [role]: source });
      }
      assert.equal(withTensor(scenario, 'actual', source, { element, shape: null }).isDTypeOpen, undefined);
    }
  });

  for (const [folder, file, key, name] of [
    ['/home/me', '/home/me/w.npy', '', 'w.npy'],
    ['/home/me', '/home/me/data/w.npz', 'a', 'data/w.npz#a'],
    ['/home/me/', '/home/me/w.npz', 'a.b', 'w.npz#a.b'],
    // Not inside: the name of the folder only begins with the same letters.
    ['/home/me', '/home/melanie/w.npy', '', '/home/melanie/w.npy'],
    ['/home/me', '/srv/w.pt', 'w', '/srv/w.pt#w'],
    [null, '/srv/w.npy', '', '/srv/w.npy'],
    ['/', '/w.npy', '', 'w.npy'],
    ['/c:/work', '/c:/data/w.npy', '', 'c:/data/w.npy'],
    ['/c:/work', '/c:/work/w.npy', '', 'w.npy'],
    ['/home/me', '/home/me/run#3/w.npy', '', 'run#3/w.npy#'],
    ['/home/me', '/home/me/run#3.npz', 'a#b', 'run#3.npz#a#b'],
  ] as const) {
    it(`${file} seen from ${String(folder)} is ${name}`, () => {
      assert.equal(relativeTensorPath(folder, file, key), name);
      assert.equal(tensorPathOf(name).key ?? '', key);
      assert.ok(file.endsWith(tensorPathOf(name).file));
    });
  }
});
