import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Tensor } from '../../../src/engine/core/tensor.ts';
import { answer, file, fixtureFile, inFolder, printed, refused, tensorIn } from '../convt.ts';

/** Runs a command and returns the tensor that it writes. */
async function output(...args: readonly string[]): Promise<Tensor> {
  return await inFolder(async (folder) => {
    const path = join(folder, 'out.npy');
    await printed(...args, '--out', path);
    return tensorIn(path);
  });
}

const x = file('x.npy');

/** The same weight, small integers that every dtype holds, in a file of each format. */
const weights = [
  'w.npy',
  'w.npy#',
  'tensors.npz#w',
  'model.pt#model.dec.w',
  'one.pt',
  'model.safetensors#dec.w',
  'one.onnx#up.w',
] as const;

/** The same bias. */
const biases = ['model.pt#model.dec.b', 'model.safetensors#dec.b', 'one.onnx#up.b'] as const;

describe('convt takes FILE#key', () => {
  for (const weight of weights) {
    it(`for a weight: ${weight}`, async () => {
      const y = await output('run', '--input', x, '--weight', file(weight), '--stride', '2');
      assert.deepEqual(y, tensorIn(fixtureFile('plain.npy')));
    });

    it(`to compare: ${weight}`, async () => {
      const exact = ['--rtol', '0', '--atol', '0'];
      const { exitCode, stderr } = await answer('compare', file(weight), file('w64.npy'), ...exact);
      assert.deepEqual([exitCode, stderr], [0, '']);
    });

    it(`for a shape: ${weight}`, async () => {
      const text = await printed('shape', '--input', '1x2x3x4', '--weight', file(weight));
      assert.match(text, /^1×3×4×5\n/);
    });
  }

  for (const bias of biases) {
    it(`for a bias: ${bias}`, async () => {
      const call = ['--weight', file('w.npy'), '--bias', file(bias), '--stride', '2'];
      const y = await output('run', '--input', x, ...call);
      assert.deepEqual(y, tensorIn(fixtureFile('y.npy')));
    });
  }

  for (const input of ['model.safetensors#x', 'model.pt#x', 'tensors.npz#x']) {
    it(`to unfold and fold: ${input}`, async () => {
      await inFolder(async (folder) => {
        const path = join(folder, 'u.npy');
        await printed('unfold', '--input', file(input), '--kernel-size', '2', '--out', path);
        assert.deepEqual([...tensorIn(path).data], [...tensorIn(fixtureFile('u.npy')).data]);
      });
    });
  }

  it('in a document, relative to it', async () => {
    for (const document of ['pt.convt.json', 'npz.convt.json']) {
      const y = await output('run', file(document), '--dtype', 'float32');
      assert.deepEqual(y, tensorIn(fixtureFile('y.npy')), document);
      assert.match(await printed('shape', file(document)), /^1×3×6×8\n/);
    }
  });

  it('and lists the keys if one is wrong or missing', async () => {
    const call = ['run', '--input', x, '--weight'];
    assert.match(
      await refused(...call, file('model.pt#dec')),
      /model\.pt has no tensor "dec"; it has model\.dec\.w, model\.dec\.b, x\.$/,
    );
    assert.match(
      await refused(...call, file('tensors.npz')),
      /tensors\.npz has 3 tensors: name one as .*tensors\.npz#KEY\. They are x, w, n\.$/,
    );
    assert.match(await refused(...call, file('w.npy#w')), /w\.npy holds one tensor, which has no key: leave out #w\.$/);
  });

  it('and refuses tensors of two dtypes by their paths', async () => {
    const call = ['run', '--input', file('model.pt#x'), '--weight', file('model.safetensors#dec.w')];
    assert.match(
      await refused(...call),
      /^dtype: .*model\.pt#x is float64, but .*model\.safetensors#dec\.w is float32: choose one with --dtype$/,
    );
  });

  it('but does not read a "#" in the name of a folder as a key', async () => {
    await inFolder(async (folder) => {
      mkdirSync(join(folder, 'run#3'));
      const path = join(folder, 'run#3', 'w.npy');
      copyFileSync(fixtureFile('w.npy'), path);
      assert.equal((await answer('compare', path, file('w.npy'))).exitCode, 0);
      const document = join(folder, 'run#3', 'call.convt.json');
      const input = { fill: 'ones', shape: [1, 2, 3, 4] };
      writeFileSync(document, JSON.stringify({ version: 1, input, weight: { file: 'w.npy' } }));
      assert.match(await printed('shape', document), /^1×3×4×5\n/);
    });
  });

  it('and reads no tensor beyond the memory cap', async () => {
    // 240 elements of float16, which become float32.
    const flags = ['--memory-cap', '0.0009'];
    const says = /^half\.npy# needs 960\sB, more than the memory cap of 900\sB \(--memory-cap\)$/;
    assert.match(await refused('compare', 'half.npy#', 'x.npy', ...flags), says);
    assert.match(await refused('run', '--input', 'half.npy#', '--weight', x, ...flags), says);
  });
});
