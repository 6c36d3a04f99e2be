import assert from 'node:assert/strict';
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { file, fixtureFile, inFolder, printed, refused, tensorIn } from '../convt.ts';

/** The same integers in every format and dtype, and the files that NumPy wrote for them as float32 and float64. */
const cases = [
  ['w.npy', 'w.npy', 'float32'],
  ['w64.npy', 'w64.npy', 'float64'],
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

  for (const name of ['f2-little', 'i1', 'i4', 'i8', 'u1', 'u2', 'u8', 'bool', 'scalar', 'empty', 'f4-little']) {
    it(`writes the dtypes of NumPy as they are, byte for byte as NumPy does: ${name}.npy`, async () => {
      await inFolder(async (folder) => {
        const from = fixtureFile(`../npy/${name}.npy`);
        await printed('export', from, '--out', join(folder, 'f.npy'));
        assert.deepEqual(readFileSync(join(folder, 'f.npy')), readFileSync(from));
      });
    });
  }

  it('writes other byte orders and orders of axes as little-endian and row-major ones, of the same numbers', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'f.npy');
      for (const [name, dtype] of [
        ['f2-big', 'float16'],
        ['i2-big', 'int16'],
        ['u4-big', 'uint32'],
        ['f4-fortran', 'float32'],
      ] as const) {
        const from = fixtureFile(`../npy/${name}.npy`);
        assert.match(await printed('export', from, '--out', path), new RegExp(` ${dtype} → `));
        assert.deepEqual(tensorIn(path), tensorIn(from), name);
        assert.doesNotMatch(readFileSync(path, 'latin1').slice(0, 128), />|True/);
      }
      const i8 = readFileSync(fixtureFile('../npy/i8.npy'));
      const swapped = Buffer.from(i8.toString('latin1').replace('<i8', '>i8'), 'latin1');
      swapped.subarray(128).swap64();
      writeFileSync(join(folder, 'big.npy'), swapped);
      await printed('export', join(folder, 'big.npy'), '--out', path);
      assert.deepEqual(readFileSync(path), i8);
    });
  });

  it('writes bfloat16 as float32 and float8 as float16, with the same numbers', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'f.npy');
      for (const [name, dtype, stored] of [
        ['bfloat16-name', 'float32', 'bfloat16'],
        ['bfloat16-v2.npy#bfloat16', 'float32', 'bfloat16'],
        ['e4m3-name', 'float16', 'float8_e4m3fn'],
        ['e5m2-f1', 'float16', 'float8_e5m2'],
      ] as const) {
        const from = fixtureFile(`../mldtypes/${name.includes('#') ? name : `${name}.npy`}`);
        const text = await printed('export', from, '--out', path);
        assert.match(text, new RegExp(`^2×3×2×2 ${dtype} \\(${stored} in the file\\) → `));
        assert.deepEqual(tensorIn(path), tensorIn(fixtureFile('../mldtypes/w.npy')), name);
      }
    });
  });

  it('writes a file that can take the place of the tensor in a call', async () => {
    await inFolder(async (folder) => {
      const model = fixtureFile('../verdicts/bf.pt');
      const [x, w, half] = ['x.npy', 'w.npy', 'half.npy'].map((name) => join(folder, name)) as [string, string, string];
      await printed('export', `${model}#x`, '--out', x);
      await printed('export', `${model}#w`, '--out', w);
      const call = ['--stride', '2', '--padding', '1', '--json'];
      const run = async (input: string, weight: string): Promise<object> =>
        JSON.parse(await printed('run', '--input', input, '--weight', weight, ...call)) as object;
      const exported = await run(x, w);
      // The weight alone is float32.
      assert.deepEqual(await run(`${model}#x`, w), { ...exported, dtypeFrom: w });
      assert.deepEqual(await run(x, `${model}#w`), exported);
      await printed('export', 'half.npy', '--out', half);
      const weight = ['--weight', 'zeros:4x1x1x1'];
      const before = await printed('run', '--input', 'half.npy', ...weight);
      assert.match(before, /float16/);
      assert.equal((await printed('run', '--input', half, ...weight)).replaceAll(half, 'half.npy'), before);
    });
  });

  it('may overwrite the file that it reads', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'f.npy');
      copyFileSync(fixtureFile('../cli/large.npy'), path);
      await printed('export', path, '--out', path);
      assert.deepEqual(readFileSync(path), readFileSync(fixtureFile('../cli/large.npy')));
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
      // 240 elements of float16: 480 bytes, 960 as float32.
      assert.match(await refused('export', 'half.npy', ...out, '0.0009'), /half\.npy needs 960\sB/);
      assert.deepEqual(readdirSync(folder), []);
      await printed('export', 'half.npy', ...out, '0.00096');
    });
  });
});
