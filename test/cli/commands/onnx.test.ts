import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { RunReport } from '../../../src/scenario/report/runReport.ts';
import { fixtureFile, inFolder, printed, refused, tensorIn } from '../convt.ts';

/** Runs a command line with --json and returns the report. */
async function report(...args: readonly string[]): Promise<RunReport> {
  return JSON.parse(await printed('run', ...args, '--json')) as RunReport;
}

/** Asserts that a call computes this tensor within rounding, in the tensor's own shape. */
async function gives(expected: string, ...args: readonly string[]): Promise<void> {
  const { verdict, output } = await report(...args, '--actual', expected);
  assert.ok(verdict === 'exact' || verdict === 'rounding', `${args.join(' ')}: ${verdict}`);
  assert.deepEqual(output.shape, tensorIn(fixtureFile(expected)).shape);
}

describe('the node tests of the ONNX project, whose weights are inputs of the model', () => {
  const folder = '../onnx-node';
  const names = readdirSync(fixtureFile('../onnx-node'))
    .filter((name) => name.endsWith('.onnx') && name !== '3d.onnx')
    .map((name) => name.slice(0, -'.onnx'.length));

  for (const name of names) {
    it(`run with --weight: ${name}`, async () => {
      const path = (suffix: string): string => `${folder}/${name}${suffix}`;
      await gives(path('_y.npy'), path('.onnx'), '--input', path('_x.npy'), '--weight', path('_w.npy'));
      await inFolder(async (place) => {
        const out = join(place, 'y.npy');
        await printed('run', path('.onnx'), '--input', path('_x.npy'), '--weight', path('_w.npy'), '--out', out);
        // Sums of small integers are exact.
        assert.deepEqual(tensorIn(out), tensorIn(fixtureFile(path('_y.npy'))));
      });
    });
  }

  it('are ten, and one of a 3-D layer, which is named', async () => {
    assert.equal(names.length, 10);
    const call = [`${folder}/3d.onnx`, '--input', `${folder}/3d_x.npy`, '--weight', `${folder}/3d_w.npy`];
    assert.match(await refused('run', ...call), /cannot be run: 3-D: kernel_shape 3 × 3 × 3; only 1-D and 2-D/);
  });

  it('say which tensor to give without --weight', async () => {
    assert.match(
      await refused('run', `${folder}/plain.onnx`, '--input', `${folder}/plain_x.npy`),
      /plain\.onnx#Y: its weight "W" of shape \(1, 2, 3, 3\) is an input of the model\. Give it as \(Cin, Cout\/groups, kH, kW\): --weight FILE$/,
    );
  });
});

describe('a model whose weight or bias stands behind other nodes', () => {
  const at = (name: string): string => `../onnx-cases/${name}`;
  const input = ['--input', at('indirect/x.npy')];

  /** Returns the output of a call as a file in a folder of the test. */
  async function outputOf(folder: string, name: string, ...args: readonly string[]): Promise<string> {
    const out = join(folder, `${name}.npy`);
    await printed('run', ...args, '--out', out);
    return out;
  }

  it('gives what its weight and bias give when they are files', async () => {
    await inFolder(async (folder) => {
      const given = ['--weight', at('indirect/w.npy'), '--bias', at('indirect/b.npy'), '--stride', '2'];
      const right = tensorIn(await outputOf(folder, 'right', ...input, ...given));
      const models = 'constant const_bias_floats direct identity_bias identity_weight reshape_const transpose'.split(
        ' ',
      );
      for (const name of models) {
        const out = await outputOf(folder, name, at(`indirect/${name}.onnx`), ...input);
        assert.deepEqual(tensorIn(out), right, name);
      }
      const half = tensorIn(await outputOf(folder, 'cast', at('indirect/cast.onnx'), ...input));
      assert.deepEqual(tensorIn(await outputOf(folder, 'like', at('indirect/castlike.onnx'), ...input)), half);
      const zeros = await outputOf(folder, 'zeros', at('indirect/zeros_bias.onnx'), ...input);
      const bare = await outputOf(folder, 'bare', at('indirect/direct.onnx'), ...input, '--bias', 'none');
      assert.deepEqual(tensorIn(zeros), tensorIn(bare));
    });
  });

  it('is dequantised per tensor and per axis', async () => {
    for (const kind of ['tensor', 'axis0', 'axis1']) {
      await inFolder(async (folder) => {
        const call = [at(`qdq/${kind}.onnx`), '--input', at('qdq/x.npy')];
        const folded = await outputOf(folder, 'folded', ...call);
        const given = await outputOf(folder, 'given', ...call, '--weight', at(`qdq/w_${kind}.npy`));
        assert.deepEqual(tensorIn(folded), tensorIn(given), kind);
      });
    }
  });

  it('has layers in branches and functions, which are found by a part of their names', async () => {
    for (const name of [
      'nested/function.onnx',
      'nested/function.onnx#up/inner',
      'nested/function.onnx#inner',
      'nested/if.onnx#then_up',
    ])
      assert.equal((await report(at(name), ...input)).output.shape.join(), '1,3,10,10');
    assert.match(await printed('list', at('nested/if.onnx')), /then_up .*weight then_w, bias bias/);
  });

  it('is read whatever length its external data is written with', async () => {
    const shapes = [];
    for (const name of ['zero', 'absent', 'longer'])
      shapes.push((await report(at(`length/${name}.onnx`), ...input)).output);
    assert.equal(new Set(shapes.map(({ sha256 }) => sha256)).size, 1);
  });

  it('takes a bias that is an input of the model, or none', async () => {
    const call = [at('operator/biasin.onnx'), '--input', at('operator/qdq_x.npy')];
    assert.match(
      await refused('run', ...call),
      /biasin\.onnx#up: its bias "b" of shape \(3\) is an input of the model\. Give it: --bias FILE, or --bias none to run without it$/,
    );
    const [given, none] = [
      await report(...call, '--bias', at('operator/biasin_b.npy')),
      await report(...call, '--bias', 'none'),
    ];
    assert.deepEqual([given.bias, none.bias], [{ shape: [3] }, null]);
    assert.notEqual(given.output.sha256, none.output.sha256);
  });

  it('crops by auto_pad, output_shape and pads as ONNX Runtime does', async () => {
    const names = readdirSync(fixtureFile(at('autopad')))
      .filter((name) => name.endsWith('.onnx'))
      .map((name) => name.slice(0, -'.onnx'.length));
    assert.equal(names.length, 9);
    for (const name of names)
      await gives(at(`autopad/${name}_y.npy`), at(`autopad/${name}.onnx`), '--input', at(`autopad/${name}_x.npy`));
    // outshape_s2 and upper_s6k2 have outputs larger than the full result, which ONNX Runtime lengthens at the end only.
    const operator =
      'dil dil_same grp lower_s2 negpads op_lt_dil outshape outshape_full upper_16 upper_op upper_s1 upper_s2 upper_s3k2';
    for (const name of operator.split(' '))
      await gives(
        at(`operator/${name}_y_right.npy`),
        at(`operator/${name}.onnx`),
        '--input',
        at(`operator/${name}_x.npy`),
      );
  });
});

describe('a 1-D layer', () => {
  const at = (name: string): string => `../onnx-cases/operator/${name}`;
  const tensors = ['--input', at('oned_x.npy'), '--weight', at('oned_w.npy')];

  it('runs as height 1, as a node and by flags, and its output has three axes', async () => {
    await gives(at('oned_y_right.npy'), at('oned.onnx'), '--input', at('oned_x.npy'));
    await gives(at('oned_y_right.npy'), ...tensors, '--padding', '1');
    const text = await printed('run', ...tensors, '--padding', '1');
    assert.match(
      text,
      /^x 1×3×10 · w 3×6×3 → y 1×6×10 float32\nstride 1 · padding 1 · output_padding 0 .*\n1-D, computed as height 1$/m,
    );
    // torch: ConvTranspose1d(3, 6, 3, stride=2, padding=1, output_padding=1) of (3, 10) is (6, 20).
    const bare = [
      '--input',
      'randn:3x10',
      '--weight',
      at('oned_w.npy'),
      '--stride',
      '2',
      '--padding',
      '1',
      '--output-padding',
      '1',
    ];
    assert.deepEqual((await report(...bare)).output.shape, [6, 20]);
  });

  it('has a shape and sums, and its output is diagnosed', async () => {
    assert.match(
      await printed('shape', '--input', '1x3x10', '--weight', '3x6x3', '--stride', '2', '--output-size', '22'),
      /^1×6×22\nLo = \(L−1\)·s − 2p \+ d·\(k−1\) \+ op \+ 1\n {3}= \(10−1\)·2 − 2·0 \+ 1·2 \+ 1 \+ 1 = 22$/m,
    );
    assert.match(await printed('sums', ...tensors, '--at', '0,2,5'), /^y\[0, 2, 0, 5\]$/m);
    assert.match(
      await printed('diagnose', ...tensors, '--padding', '1', '--actual', at('oned_y_right.npy')),
      /verdict +Correct/,
    );
  });

  it('lists the calls of a wanted size along its one axis, and refuses a size or a layout in its words', async () => {
    const call = ['shape', '--input', '2x4x7', '--weight', '4x3x5', '--stride', '2'];
    const text = await printed(...call, '--wanted', '16');
    // torch: ConvTranspose1d(4, 3, 4, stride=2) of length 7 gives 16.
    assert.match(text, /^Calls that give 16, the nearest first:$/m);
    assert.match(text, /^4 +2 +0 +0 +1 +even +kernel_size$/m);
    assert.doesNotMatch(text, /×.*changes|\d × \d/m);
    assert.match(
      await refused(...call, '--output-size', '16'),
      /^output_size = 16 is not possible: an input of length 7 .* gives 17 to 18\. Other parameters: convt shape --wanted 16$/,
    );
    assert.match(
      await refused('run', ...tensors, '--padding', '1', '--input-layout', 'NHWC'),
      /^--input-layout NHWC is the order of images, but .* the call is 1-D: store the input as \(N, C, L\)/,
    );
  });

  it('takes one number for a parameter; a 3-D weight is named', async () => {
    assert.match(
      await refused('run', ...tensors, '--padding', '1,0'),
      /has two numbers, but the weight .* give one number\.$/,
    );
    assert.match(
      await refused('run', '--input', at('threed_x.npy'), '--weight', at('threed_w.npy')),
      /^weight of shape \(2, 3, 2, 2, 2\) is that of a 3-D layer/,
    );
  });
});
