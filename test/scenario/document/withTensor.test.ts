import assert from 'node:assert/strict';
import { tensorPathOf } from '../../../src/formats/common/tensorPath.ts';
import { presets } from '../../../src/scenario/presets/presets.ts';
import { relativeTensorPath, withTensor } from '../../../src/scenario/document/withTensor.ts';

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

  it('makes a float32 call float16 or bfloat16 if an argument is stored so', () => {
    const { scenario } = presets[0];
    const source = { file: 'w.npy' };
    assert.equal(scenario.dtype, 'float32');
    for (const element of ['float16', 'bfloat16'] as const) {
      for (const role of ['input', 'weight', 'bias'] as const) {
        const changed = withTensor(scenario, role, source, { element, shape: null });
        assert.deepEqual(changed, { ...scenario, dtype: element, [role]: source });
        // A dtype that is not the default was chosen.
        const chosen = { ...scenario, dtype: 'tf32' } as const;
        assert.equal(withTensor(chosen, role, source, { element, shape: null }).dtype, 'tf32');
      }
      assert.equal(withTensor(scenario, 'actual', source, { element, shape: null }).dtype, 'float32');
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
