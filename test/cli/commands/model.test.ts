import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { RunReport } from '../../../src/scenario/report/runReport.ts';
import { file, fixtureFile, inFolder, printed, refused, tensorIn } from '../convt.ts';

const input = ['--input', file('x.npy')];

async function report(...args: readonly string[]): Promise<RunReport> {
  return JSON.parse(await printed('run', ...args, '--json')) as RunReport;
}

/** Asserts that a call on a model gives the numbers that PyTorch wrote. */
async function gives(expected: string, ...args: readonly string[]): Promise<void> {
  await inFolder(async (folder) => {
    const path = join(folder, 'y.npy');
    await printed('run', ...args, '--out', path);
    assert.deepEqual(tensorIn(path), tensorIn(fixtureFile(expected)), args.join(' '));
  });
}

describe('convt run MODEL.onnx#node', () => {
  it('takes weight, bias and attributes from the node, which needs no name if it is the only one', async () => {
    await gives('y.npy', file('one.onnx'), ...input);
    await gives('y.npy', file('one.onnx#/dec/up'), ...input);
    await gives('plain.npy', file('several.onnx#plain'), ...input);
    // Its weight is behind an Identity.
    await gives('plain.npy', file('several.onnx#computed'), ...input);
  });

  it('crops by asymmetric pads', async () => {
    await gives('cropped.npy', file('several.onnx#crop'), ...input);
    const { parameters } = await report(file('several.onnx#crop'), ...input);
    assert.deepEqual(
      [parameters.padding, parameters.padding_end],
      [
        [0, 0],
        [1, 1],
      ],
    );
  });

  it('lets flags override the node', async () => {
    await gives('y.npy', file('several.onnx#crop'), ...input, '--padding', '0');
    await gives('y.npy', file('several.onnx#crop'), ...input, '--padding-end', '0');
    await gives('cropped.npy', file('one.onnx'), ...input, '--padding-end', '1');
    await gives('plain.npy', file('one.onnx'), ...input, '--bias', 'none');
    await gives('plain.npy', file('several.onnx#plain'), ...input, '--weight', file('w64.npy'), '--dtype', 'float32');
  });

  it('accepts a fill as the input, and --dtype', async () => {
    const fill = ['--input', 'ones:1x2x5x6', '--dtype', 'float64'];
    const { output } = await report(file('one.onnx'), ...fill);
    assert.deepEqual([output.shape, output.dtype], [[1, 3, 10, 12], 'float64']);
  });

  it('has a shape, too', async () => {
    const shape = ['shape', file('several.onnx#crop'), '--input', '1x2x3x4'];
    assert.match(await printed(...shape), /^1×3×5×7\nHo = \(H−1\)·s − p − p_end \+ /);
    assert.match(await printed(...shape), /\(3−1\)·2 − 0 − 1 \+ 1·1 \+ 0 \+ 1 = 5$/m);
  });

  it('refuses in one line', async () => {
    assert.match(
      await refused('run', file('several.onnx'), ...input),
      /several\.onnx has 4 ConvTranspose nodes: name one as .*several\.onnx#NODE\. They are crop, plain, volume, computed\.$/,
    );
    assert.match(
      await refused('run', file('several.onnx#up.w'), ...input),
      /several\.onnx has no ConvTranspose node "up\.w"; it has crop, plain, volume, computed\.$/,
    );
    assert.match(
      await refused('run', file('several.onnx#volume'), ...input),
      /several\.onnx: node "volume" cannot be run: .*3-D/,
    );
    assert.match(await refused('run', file('none.onnx'), ...input), /none\.onnx has no ConvTranspose node\.$/);
    assert.match(
      await refused('run', file('one.onnx'), '--input', 'ones:2x3'),
      /^\.\.\/cli-files\/one\.onnx: layer "\/dec\/up" needs an input of shape \(N, Cin, H, W\)/,
    );
    assert.match(
      await refused('run', file('one.onnx')),
      /^--input is missing: give a tensor file, or a fill such as randn:1x50x28x28$/,
    );
    assert.match(await refused('run', 'no.onnx', ...input), /^cannot read no\.onnx: no such file or folder$/);
  });
});

describe('convt --padding-end', () => {
  const call = ['--input', file('x.npy'), '--weight', file('w.npy'), '--stride', '2'];

  it('crops at the bottom and right', async () => {
    const { parameters, output } = await report(...call, '--padding', '0,1', '--padding-end', '2,0');
    assert.deepEqual(output.shape, [1, 3, 4, 7]);
    assert.deepEqual(
      [parameters.padding, parameters.padding_end],
      [
        [0, 1],
        [2, 0],
      ],
    );
    assert.match(
      await printed('run', ...call, '--padding-end', '1'),
      /padding 0,0 · padding_end 1,1 · output_padding 0,0/,
    );
  });

  it('is refused if it is not a pair or is too large', async () => {
    assert.match(
      await refused('run', ...call, '--padding-end', 'x'),
      /^padding_end = "x" must be one integer or height,width/,
    );
    assert.match(await refused('shape', ...call, '--padding-end', '6'), /leaves no output/);
  });
});
