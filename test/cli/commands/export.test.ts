import assert from 'node:assert/strict';
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { file, fixtureFile, inFolder, printed, refused, tensorIn } from '../convt.ts';

/** The same integers in every format and dtype, and the files that NumPy wrote for them as float32 and float64. */
const cases = [
  ['w.npy', 'w.npy', 'float32'],
  ['w64.npy', 'w64.npy', 'float64'],
  ['tensors.npz#w', 'w64.npy', 'float64'],
  ['tensors.npz#n', 'w64.npy', 'float64'],
  ['tensors.npz#x', 'x.npy', 'float32'],
  ['model.pt#model.dec.w', 'w.npy', 'float32'],
  ['one.pt', 'w.npy', 'float32'],
  ['model.safetensors#dec.w', 'w.npy', 'float32'],
  ['several.onnx#up.w', 'w.npy', 'float32'],
] as const;

describe('convt export', () => {
  for (const [from, as, dtype] of cases) {
    it(`writes ${from} as NumPy writes it`, async () => {
      await inFolder(async (folder) => {
        const path = join(folder, 'f.npy');
        const text = await printed('export', file(from), '--out', path);
        assert.match(text, new RegExp(`^\\d(×\\d){3} ${dtype} → .*f\\.npy\n$`));
        assert.deepEqual(readFileSync(path), readFileSync(fixtureFile(as)));
      });
    });
  }

  it('writes half precision, integers and bfloat16 as float64', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'f.npy');
      for (const from of ['half.npy', 'large.npy', file('model.safetensors#dec.b')]) {
        await printed('export', from, '--out', path);
        assert.equal(tensorIn(path).dtype, 'float64', from);
      }
      await printed('export', 'large.npy', '--out', path);
      assert.deepEqual(tensorIn(path), tensorIn(fixtureFile('../cli/large64.npy')));
    });
  });

  it('may overwrite the file that it reads', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'f.npy');
      copyFileSync(fixtureFile('../cli/large.npy'), path);
      await printed('export', path, '--out', path);
      assert.deepEqual(readFileSync(path), readFileSync(fixtureFile('../cli/large64.npy')));
    });
  });

  it('neither creates nor changes a file on an error', async () => {
    await inFolder(async (folder) => {
      const [path, cut] = [join(folder, 'f.npy'), join(folder, 'cut.npy')];
      const out = ['--out', path];
      writeFileSync(cut, readFileSync(fixtureFile('w.npy')).subarray(0, 200));
      const refusals: readonly (readonly [string, RegExp])[] = [
        [cut, /cut\.npy is cut off: shape \(2, 3, 2, 2\) of <f4 needs 96 bytes of data/],
        [file('w.npy#w'), /holds one tensor, which has no key: leave out #/],
        [file('tensors.npz'), /has 3 tensors: name one as /],
        [file('none.onnx'), /none\.onnx has no readable tensor\.$/],
        ['no.npy', /^cannot read no\.npy: no such file or folder$/],
      ];
      for (const [from, says] of refusals) {
        assert.match(await refused('export', from, ...out), says);
        assert.deepEqual(readdirSync(folder), ['cut.npy'], from);
      }
      writeFileSync(path, 'mine');
      await refused('export', cut, ...out);
      assert.equal(readFileSync(path, 'utf8'), 'mine');
    });
  });

  it('refuses if --out or the tensor is missing, and beyond the memory cap', async () => {
    assert.match(
      await refused('export', file('w.npy')),
      /^--out is missing: convt export FILE\[#key\] --out FILE\.npy$/,
    );
    assert.match(await refused('export', '--out', 'f.npy'), /^export needs a tensor: /);
    await inFolder(async (folder) => {
      const out = ['--out', join(folder, 'f.npy'), '--memory-cap'];
      // 240 elements of float16: 608 bytes of file, 960 as float32, 1920 as float64.
      assert.match(await refused('export', 'half.npy', ...out, '0.0009'), /half\.npy needs 960\sB/);
      assert.match(await refused('export', 'half.npy', ...out, '0.0019'), /half\.npy as float64 needs 1\.92\sKB/);
      assert.deepEqual(readdirSync(folder), []);
      await printed('export', 'half.npy', ...out, '0.00192');
    });
  });
});
