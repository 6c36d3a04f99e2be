import assert from 'node:assert/strict';
import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { file, fixtureFile, inFolder, printed, refused, tensorIn } from '../convt.ts';

describe('convt takes a tensor file of any name', () => {
  for (const [name, from, key] of [
    ['x.ckpt', 'model.pt', '#model.dec.w'],
    ['one.ckpt', 'one.pt', ''],
    ['model.pth.tar', 'one.pt', '#'],
    ['weights.safetensors.1', 'w.npy', ''],
    ['no extension', 'tensors.npz', '#w'],
  ] as const) {
    it(`if the file exists: ${name}${key}`, async () => {
      await inFolder(async (folder) => {
        copyFileSync(fixtureFile(from), join(folder, name));
        const weight = `${join(folder, name)}${key === '#' ? '' : key}`;
        const out = join(folder, 'y.npy');
        await printed('run', '--input', file('x.npy'), '--weight', weight, '--stride', '2', '--out', out);
        assert.deepEqual(tensorIn(out), tensorIn(fixtureFile('plain.npy')));
      });
    });
  }
});

describe('convt run with a tensor file in place of a scenario', () => {
  it('says which flags take its tensors', async () => {
    for (const command of ['run', 'diagnose']) {
      assert.equal(
        await refused(command, file('model.pt')),
        '../cli-files/model.pt is a tensor file, not a scenario (*.convt.json) or an ONNX model: give its tensors as flags, such as --input randn:1x2x8x8 --weight ../cli-files/model.pt#model.dec.w; convt list ../cli-files/model.pt prints the keys',
      );
    }
    assert.match(await refused('run', file('w.npy')), /--input randn:1x2x8x8 --weight \.\.\/cli-files\/w\.npy$/);
    assert.match(await refused('run', file('tensors.npz#w')), /--weight \.\.\/cli-files\/tensors\.npz#w; /);
    const index = '../shards/model.safetensors.index.json';
    assert.match(
      await refused('run', index),
      /is a tensor file.* --weight \.\.\/shards\/model\.safetensors\.index\.json#up\.weight/,
    );
  });

  it('suggests the weight that parts make, not a part', async () => {
    assert.match(await refused('run', '../composed/half.pt'), /--weight \.\.\/composed\/half\.pt#half\.weight; /);
  });

  it('says why the file cannot be read if it cannot, and of other files that they are not JSON', async () => {
    await inFolder(async (folder) => {
      const [cut, text] = [join(folder, 'cut.npy'), join(folder, 'call.txt')];
      writeFileSync(cut, Buffer.from('\x93NUMPY\x01\0', 'latin1'));
      writeFileSync(text, 'conv');
      assert.match(await refused('run', cut), /cut\.npy is not a \.npy file|cut\.npy is cut off/);
      assert.match(await refused('run', text), /call\.txt: The scenario is not JSON/);
    });
  });
});

describe('the dtype of a call, in words', () => {
  it('is never said to be the dtype of a file that has another', async () => {
    const call = ['--input', 'ones:1x2x3x3', '--weight', file('tensors.npz#n')];
    const integers = await printed('run', ...call);
    assert.match(integers, /\njudged as float64: \S+tensors\.npz#n is int\d+, which is read as float64\n/);
    const doubles = await printed('run', '--input', 'ones:1x2x3x3', '--weight', file('w64.npy'));
    assert.match(doubles, /\njudged as float64: the dtype of \S+w64\.npy\n/);
  });
});
