import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inFolder, printed, refused } from '../convt.ts';

const bare = ['--input', '1x64x16x16', '--weight', '64x32x4x4', '--stride', '2', '--padding', '1'];
const call = [...bare, '--bias', '32'];

interface Report {
  readonly frameworks: readonly {
    readonly framework: string;
    readonly because: string | null;
    readonly call?: string;
    readonly weight?: readonly string[];
    readonly program?: string;
    readonly nearest?: { readonly program: string } | null;
  }[];
}

describe('convt frameworks', () => {
  it('writes the call of each framework, with the permutation of the weight', async () => {
    const text = await printed('frameworks', ...call);
    for (const line of [
      '  nn.ConvTranspose2d(64, 32, 4, stride=2, padding=1)',
      "  keras.layers.Conv2DTranspose(32, 4, strides=2, padding='same', data_format='channels_last')",
      '  kernel = w.transpose(2, 3, 1, 0)',
      "  tf.nn.conv2d_transpose(x.transpose(0, 2, 3, 1), kernel, output_shape=(1, 32, 32, 32), strides=2, padding='SAME')",
      '  kernel = np.flip(w, axis=(2, 3)).transpose(2, 3, 0, 1)',
      "  lax.conv_transpose(x.transpose(0, 2, 3, 1), kernel, strides=(2, 2), padding='SAME')",
      '  nnx.ConvTranspose(64, 32, kernel_size=(4, 4), strides=(2, 2), rngs=nnx.Rngs(0))',
    ])
      assert.ok(text.split('\n').includes(line), `${line}\n${text}`);
  });

  it('gives the same as JSON, with the reason where a framework cannot express the call', async () => {
    const report = JSON.parse(await printed('frameworks', ...bare, '--groups', '2', '--json')) as Report;
    assert.deepEqual(
      report.frameworks.map(({ framework, because }) => [framework, because]),
      [
        ['pytorch', null],
        ['keras', 'the layer has no groups, and the call has 2.'],
        ['tensorflow', 'the function has no groups, and the call has 2.'],
        ['jax', 'conv_transpose has no groups, and the call has 2.'],
        ['flax', 'ConvTranspose has no groups, and the call has 2.'],
        ['onnx', null],
      ],
    );
    assert.match(report.frameworks[3]?.nearest?.program ?? '', /feature_group_count=2/);
    assert.equal(
      report.frameworks[0]?.call,
      'nn.ConvTranspose2d(64, 64, 4, stride=2, padding=1, groups=2, bias=False)',
    );
  });

  it('prints one program alone', async () => {
    assert.equal(
      await printed('frameworks', ...call, '--program', 'pytorch'),
      [
        'import torch',
        'from torch import nn',
        '',
        'layer = nn.ConvTranspose2d(64, 32, 4, stride=2, padding=1)',
        'with torch.no_grad():',
        '    layer.weight.copy_(torch.from_numpy(w))',
        '    layer.bias.copy_(torch.from_numpy(b))',
        '    y = layer(torch.from_numpy(x))',
        '',
      ].join('\n'),
    );
  });

  it('starts from the weight’s order in a document that is written in the words of a framework', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'up.convt.json');
      const scenario = {
        version: 1,
        input: { fill: 'randn', shape: [1, 4, 5, 5] },
        weight: { fill: 'randn', shape: [3, 3, 8, 4] },
        call: { dialect: 'keras', strides: 2, padding: 'same' },
      };
      writeFileSync(path, JSON.stringify(scenario));
      const program = await printed('frameworks', path, '--program', 'keras');
      assert.match(program, /padding='same'/);
      assert.match(program, /layer\.set_weights\(\[w\]\)/);
      assert.match(await printed('frameworks', path, '--program', 'onnx'), /kernel = w\.transpose\(3, 2, 0, 1\)/);
      assert.match(await printed('shape', path), /^1×8×10×10\n/);
    });
  });

  it('refuses a framework that it does not know', async () => {
    const message = await refused('frameworks', ...call, '--program', 'caffe');
    assert.match(message, /must be one of pytorch, keras, tensorflow, jax, flax, onnx/);
  });
});
