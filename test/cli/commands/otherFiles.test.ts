import assert from 'node:assert/strict';
import { answer, file } from '../convt.ts';

const layer = (path: string): string => `../objects/${path}`;

async function printedBy(...args: readonly string[]): Promise<string> {
  const { stdout, stderr } = await answer(...args);
  assert.equal(stderr, '');
  return stdout;
}

describe('convt on files of modules, scripts and raw numbers', () => {
  it('runs the layer of a pickled module with the parameters of its state', async () => {
    const out = await printedBy('run', layer('module.pt#body.1.up'), '--input', 'randn:1x4x5x5');
    assert.match(out, /^x 1×4×5×5 · w 4×2×3×3 · b 2 → y 1×2×10×10 float32$/m);
    assert.match(out, /^stride 2,2 · padding 1,1 · output_padding 1,1 · dilation 1,1 · groups 1$/m);
    const wide = await printedBy('shape', layer('checkpoint.ckpt#model.body.1.wide'), '--input', '1x4x5x5');
    assert.match(wide, /1×4×10×7/);
  });

  it('runs the layer of a TorchScript file, and lists its layers', async () => {
    const out = await printedBy('run', layer('frozen.pt#CONSTANTS.c3'), '--input', 'randn:1x4x5x5');
    assert.match(out, /^stride 2,2 · padding 1,1 · output_padding 1,1 · dilation 1,1 · groups 1$/m);
    assert.match(
      await printedBy('list', layer('traced.pt')),
      /^layers\nbody\.1 +k 3×3, stride 2, padding 1, output_padding 1, groups 1 /m,
    );
  });

  it('reads raw numbers in the dtype and shape behind their name', async () => {
    const out = await printedBy('compare', `${file('y.bin')}:float32:1x3x6x8`, file('y.npy'));
    assert.match(out, /^mismatches +0 \/ 144/m);
    const { stderr, exitCode } = await answer('compare', `${file('y.bin')}:float32:1x3x6x7`, file('y.npy'));
    assert.equal(exitCode, 2);
    assert.match(stderr, /float32 of shape \(1, 3, 6, 7\) takes 504 bytes, and it has 576/);
  });

  it('reads raw numbers as the tensor that they are compared with, and as the output of the call', async () => {
    assert.match(await printedBy('compare', file('y.bin'), file('y.npy')), /^mismatches +0 \/ 144/m);
    assert.match(await printedBy('compare', file('y.npy'), file('y.bin')), /^mismatches +0 \/ 144/m);
    const call = ['--input', file('x.npy'), '--weight', file('w.npy'), '--stride', '2', '--actual', file('y.bin')];
    // The file is the call's output with a bias.
    for (const command of ['run', 'diagnose']) {
      const { stdout } = await answer(command, ...call);
      assert.match(stdout, /144/, command);
    }
  });

  it('names what else stands in a file', async () => {
    const out = await printedBy('list', layer('checkpoint.ckpt'));
    assert.match(
      out,
      /^left out\nepoch: int\nema: None\nargs: an object of class argparse\.Namespace\noptimizer: a dict of 2 values$/m,
    );
  });
});
