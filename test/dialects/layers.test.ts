import assert from 'node:assert/strict';
import { type Constant, parameterOf, pythonValue } from '../../src/dialects/api.ts';
import { dialects, findApi } from '../../src/dialects/dialects.ts';
import { toParams } from '../../src/dialects/engineCall.ts';
import { formulaText, numberOf, substituted, constantFormula } from '../../src/dialects/formula.ts';
import type { DialectId } from '../../src/dialects/layer.ts';
import { geometryOfLayer, outputShapeOf } from '../../src/dialects/layerGeometry.ts';
import { outputFormulaOf, outputSizeOf } from '../../src/dialects/layerSizes.ts';
import { portableOfLayer } from '../../src/dialects/portableCall.ts';
import { withOutputSize } from '../../src/dialects/pytorch.ts';
import { usefulMultiplyAdds } from '../../src/engine/geometry/multiplyAdds.ts';
import { parseCall } from './parseCall.ts';

/** The size of the first axis of a call as a formula. */
function formulaIn(id: DialectId, text: string, known: Readonly<Record<string, Constant>> = {}): string | null {
  const formula = outputFormulaOf(parseCall(id, text, known).layer, 0);
  return formula === null ? null : formulaText(formula);
}

describe('the size of an output as a formula', () => {
  /** Worked out by hand from the formulas of the documentations. */
  const formulas: readonly (readonly [DialectId, string, string | null])[] = [
    ['pytorch', 'nn.ConvTranspose2d(64, 32, 4, stride=2, padding=1)', '2H'],
    ['pytorch', 'nn.ConvTranspose2d(64, 32, 3, 2, 1)', '2H − 1'],
    ['pytorch', 'nn.ConvTranspose2d(64, 32, 3, 2, 1, 1)', '2H'],
    ['pytorch', 'nn.ConvTranspose2d(64, 32, 5)', 'H + 4'],
    ['pytorch', 'nn.ConvTranspose2d(cin, cout, k, s, p)', 'sH − s + k − 2p'],
    ['pytorch', 'nn.ConvTranspose2d(cin, cout, k, stride=k)', 'kH'],
    ['pytorch', 'nn.ConvTranspose2d(cin, cout, k, dilation=d)', 'H + dk − d'],
    ['pytorch', 'nn.ConvTranspose2d(cin, cout, self.kernel, stride=2)', '2H + self.kernel − 2'],
    ['pytorch', 'nn.ConvTranspose2d(cin, cout, 2 * r, stride=r)', 'rH + r'],
    ['pytorch', 'nn.ConvTranspose2d(cin, cout, 2 * r, stride=r, padding=r // 2)', 'rH + r − 2·(r // 2)'],
    ['pytorch', 'nn.ConvTranspose2d(cin, cout, 2 * (r + 1), stride=1, padding=r)', 'H + 1'],
    ['pytorch', 'nn.ConvTranspose1d(8, 8, 16, 8, 4)', '8L'],
    ['keras', "layers.Conv2DTranspose(8, k, strides=2, padding='same')", '2H'],
    ['keras', 'layers.Conv2DTranspose(8, 2, strides=3)', '3H'],
    ['keras', 'layers.Conv2DTranspose(8, 3, strides=2)', '2H + 1'],
    ['keras', "layers.Conv2DTranspose(8, 3, strides=2, padding='same', output_padding=0)", '2H − 1'],
    // Keras 2 has output_padding before data_format.
    ['keras', "layers.Conv2DTranspose(8, 3, 2, 'same', 0, 'channels_first')", '2H − 1'],
    ['keras', "layers.Conv2DTranspose(8, 3, 2, 'same', None, 'channels_first')", '2H'],
    ['keras', "layers.Conv2DTranspose(8, 3, 1, 'valid', None, None, 2, 'relu', False)", 'H + 4'],
    ['keras', "layers.Conv2DTranspose(8, 3, 1, 'valid', 'channels_last', 2, 'relu', False)", 'H + 4'],
    ['keras', 'layers.Conv2DTranspose(8, k, strides=2)', '2H + k + max(2 − k, 0) − 2'],
    ['keras', 'layers.Conv2DTranspose(8, 3, strides=2, padding=mode)', null],
    ['tensorflow', 'tf.nn.conv2d_transpose(x, w, (1, 9, 9, 8), 2)', '9'],
    ['tensorflow', 'tf.nn.conv2d_transpose(x, w, shape, 2)', 'shape[1]'],
    ['jax', "lax.conv_transpose(x, w, (2, 2), 'SAME')", '2H'],
    ['flax', 'nn.ConvTranspose(8, (3, 3), (2, 2), padding=1)', '2H − 1'],
    ['flax', 'nn.ConvTranspose(8, (3, 3), (2, 2), padding=((p, 1), (1, 1)))', '2H + p − 2'],
    ['flax', "nnx.ConvTranspose(8, 8, (3, 3), (2, 2), padding='CIRCULAR')", '2H'],
    ['onnx', "ConvTranspose(x, w, auto_pad='SAME_LOWER', strides=[2, 2])", '2H'],
    ['onnx', 'ConvTranspose(x, w, kernel_shape=[3, 3], pads=[1, 0, 0, 1], strides=[2, 2])', '2H'],
  ];
  for (const [id, text, expected] of formulas) {
    it(`is ${expected ?? 'not known'}: ${text}`, () => assert.equal(formulaIn(id, text), expected));
  }

  it('carries over from layer to layer', () => {
    const { layer } = parseCall('pytorch', 'nn.ConvTranspose2d(8, 8, 4, stride=2, padding=1)');
    const twice = outputFormulaOf(layer, 0, outputFormulaOf(layer, 0) ?? []);
    assert.ok(twice !== null);
    assert.equal(formulaText(twice), '4H');
    assert.equal(numberOf(substituted(twice, 'H', constantFormula(7))), 28);
  });
});

describe('a call that its framework refuses', () => {
  const refusals: readonly (readonly [DialectId, string, RegExp, string | null])[] = [
    ['pytorch', 'nn.ConvTranspose2d(4, 4, 3, stride=0)', /^stride = 0 must be at least 1\.$/, 'stride'],
    ['pytorch', 'nn.ConvTranspose2d(4, 4, 3, padding=-1)', /^padding = -1 must be at least 0\.$/, 'padding'],
    [
      'pytorch',
      'nn.ConvTranspose2d(4, 4, 3, 2, 1, 2)',
      /^output_padding = 2 must be smaller than either stride = 2 or dilation = 1\.$/,
      'output_padding',
    ],
    ['pytorch', 'nn.ConvTranspose2d(4, 6, 3, groups=3)', /^groups = 3 must divide in_channels = 4\.$/, 'groups'],
    ['pytorch', "nn.ConvTranspose2d(4, 4, 3, padding='same')", /exists for convolutions only/, 'padding'],
    ['pytorch', "nn.ConvTranspose2d(4, 4, 3, padding_mode='reflect')", /must be 'zeros'/, null],
    ['pytorch', 'nn.ConvTranspose2d(4, 4)', /^nn\.ConvTranspose2d lacks the argument kernel_size\.$/, 'kernel_size'],
    [
      'pytorch',
      'nn.ConvTranspose2d(4, 4, (3, 3, 3))',
      /has 3 entries; it must be one integer or 2 integers\.$/,
      'kernel_size',
    ],
    [
      'keras',
      'layers.Conv2DTranspose(4, 3, strides=2, output_padding=2)',
      /must be smaller than strides\[0\] = 2\.$/,
      'output_padding',
    ],
    [
      'keras',
      'layers.Conv2DTranspose(4, 3, strides=2, dilation_rate=2)',
      /only one of them may be greater than 1/,
      'dilation_rate',
    ],
    [
      'keras',
      "layers.Conv1DTranspose(4, 3, padding='causal')",
      /must be 'valid' or 'same' in layers\.Conv1DTranspose\.$/,
      'padding',
    ],
    [
      'tensorflow',
      'tf.nn.conv2d_transpose(x, w, (1, 9, 9, 8), (2, 2, 2, 1))',
      /must be 1 along the batch and the channels/,
      'strides',
    ],
    [
      'tensorflow',
      "tf.nn.conv2d_transpose(x, w, (1, 9, 9, 8), 2, padding='same')",
      /must be 'SAME' or 'VALID'/,
      'padding',
    ],
    ['jax', "lax.conv_transpose(x, w, 2, 'SAME')", /must be a sequence, one number for each axis/, 'strides'],
    ['jax', "lax.conv_transpose(x, w, (2, 2), 'SAME_LOWER')", /must be 'SAME', 'VALID', or a pair/, 'padding'],
    ['flax', "nnx.ConvTranspose(4, 4, (3,), padding='CAUSAL')", /must be 'SAME', 'VALID', 'CIRCULAR', or/, 'padding'],
    ['onnx', "ConvTranspose(x, w, auto_pad='VALID', pads=[0, 0, 0, 1])", /only one of them is allowed/, 'pads'],
  ];
  for (const [id, text, says, parameter] of refusals) {
    it(`says why, at the argument: ${text}`, () => {
      const { layer, api } = parseCall(id, text);
      assert.ok(layer.refused !== null);
      assert.match(layer.refused.message, says);
      assert.equal(parameterOf(api, layer.refused.argument), parameter);
      assert.equal(outputSizeOf(layer, 0, 4).kind, 'refused');
      assert.equal(outputFormulaOf(layer, 0), null);
      assert.equal(toParams(layer, [4, 4]).ok, false);
    });
  }
});

describe('what is not known of a call', () => {
  it('is named, and everything else is still said', () => {
    const { layer } = parseCall('pytorch', 'nn.ConvTranspose2d(in_channels, 32, 3, stride=s)');
    assert.deepEqual(layer.cin, { source: 'in_channels' });
    assert.equal(layer.cout, 32);
    assert.deepEqual(outputSizeOf(layer, 0, 4), { kind: 'unknown', because: 's cannot be read from the code.' });
  });

  it('of a functional call is its weight', () => {
    const { layer } = parseCall('pytorch', 'F.conv_transpose2d(x, w, b, stride=2)');
    assert.equal(formulaIn('pytorch', 'F.conv_transpose2d(x, w, b, stride=2)'), '2H + w.shape[2] − 2');
    assert.equal(layer.bias, null);
    assert.equal(parseCall('pytorch', 'F.conv_transpose2d(x, w)').layer.bias, false);
  });

  it('of a wrapped result is a crop, but not its size', () => {
    const { layer } = parseCall('flax', "nnx.ConvTranspose(8, 8, (3, 3), (2, 2), padding='CIRCULAR')");
    assert.deepEqual(outputSizeOf(layer, 0, 5), { kind: 'size', size: 10 });
    assert.equal(toParams(layer, [5, 5]).ok, false);
  });
});

describe('a layer', () => {
  it('has the sizes and the multiply-adds of its call', () => {
    // Each of the 16·16·64 inputs goes through 9 taps to 32 outputs, less what is cropped.
    const { layer } = parseCall('pytorch', 'nn.ConvTranspose2d(64, 32, 3, stride=2, padding=0)');
    const geometry = geometryOfLayer(layer, [1, 64, 16, 16]);
    assert.ok(geometry.ok);
    const { rows, columns } = geometry.value;
    assert.deepEqual([rows, columns], [64 * 9, 33 * 33]);
    assert.equal(usefulMultiplyAdds(geometry.value), 16 * 16 * 64 * 9 * 32);
    assert.deepEqual(outputShapeOf(layer, [1, 64, 16, 16]), { ok: true, value: [1, 32, 33, 33] });
  });

  it('with one axis is computed with a height of 1', () => {
    const { layer } = parseCall('pytorch', 'nn.ConvTranspose1d(8, 4, 16, stride=8, padding=4, groups=2)');
    assert.deepEqual(outputShapeOf(layer, [2, 8, 10]), { ok: true, value: [2, 4, 80] });
    assert.deepEqual(toParams(layer, [10]), {
      ok: true,
      value: { stride: [1, 8], padding: [0, 4], outputPadding: [0, 0], dilation: [1, 1], groups: 2 },
    });
  });

  it('of PyTorch can be given its output size, which replaces output_padding', () => {
    const { layer } = parseCall('pytorch', 'nn.ConvTranspose2d(4, 4, 3, stride=2, padding=1)');
    const sized = withOutputSize(layer, pythonValue([10, 9]));
    assert.deepEqual(outputSizeOf(sized, 0, 5), { kind: 'size', size: 10 });
    const params = toParams(sized, [5, 5]);
    assert.ok(params.ok);
    assert.deepEqual(params.value.outputPadding, [1, 0]);
    const refused = outputSizeOf(withOutputSize(layer, pythonValue([1, 4, 11, 9])), 0, 5);
    assert.ok(refused.kind === 'refused');
    assert.equal(refused.refusal.message, 'output_size = 11 is not possible: an input of 5 gives 9 to 10.');
  });

  it('whose output size is given is written in other words only if its input size is known', () => {
    const { layer } = parseCall('tensorflow', 'tf.nn.conv2d_transpose(x, w, (1, 10, 10, 8), 2)', { w: [3, 3, 8, 4] });
    assert.equal(portableOfLayer(layer, [null, null]).ok, false);
    const call = portableOfLayer(layer, [5, 5]);
    assert.ok(call.ok);
    const writing = dialects.keras.writeCall(call.value);
    assert.ok(writing.kind === 'written');
    assert.match(writing.written.call, /padding='same'/);
  });

  it('with names for its channels is written with the names', () => {
    const { layer } = parseCall('pytorch', 'nn.ConvTranspose2d(width, width // 2, 4, 2, 1)');
    const call = portableOfLayer(layer, [null, null]);
    assert.ok(call.ok);
    const writing = dialects.flax.writeCall(call.value);
    assert.ok(writing.kind === 'written');
    assert.match(writing.written.call, /^nnx\.ConvTranspose\(width, width \/\/ 2, kernel_size=\(4, 4\)/);
  });
});

describe('the notes about versions and backends', () => {
  const notes = (id: DialectId, text: string, sizes: readonly number[] = [5, 5]): string => {
    const { dialect, layer } = parseCall(id, text);
    return dialect.notes(layer, sizes).join(' ');
  };

  it('say where Keras’s PyTorch backend shifted the output, which it did for an odd kernel and strides above 1', () => {
    const same = (kernel: number, strides: number): string =>
      notes('keras', `layers.Conv2DTranspose(4, ${kernel}, strides=${strides}, padding='same')`);
    for (const kernel of [3, 5, 7]) assert.match(same(kernel, 2), /before Keras 3\.15.*shifted by one pixel/);
    for (const kernel of [2, 4, 6]) assert.equal(same(kernel, 2), '');
    assert.equal(same(3, 1), '');
    // k2 s1 gave an output smaller by one, because output_padding was limited.
    assert.match(same(2, 1), /the output is smaller/);
  });

  it('say what Keras’s TensorFlow backend refuses', () => {
    assert.match(
      notes('keras', "layers.Conv2DTranspose(4, 4, strides=2, padding='same', output_padding=0)"),
      /refuses an even kernel/,
    );
    assert.match(
      notes('keras', 'layers.Conv2DTranspose(4, 3, dilation_rate=2)'),
      /refuses dilation_rate > 1 on the CPU/,
    );
  });

  it('say where ONNX Runtime cropped the other end', () => {
    const attributes = 'kernel_shape=[3, 3], strides=[2, 2]';
    assert.match(notes('onnx', `ConvTranspose(x, w, ${attributes}, auto_pad='SAME_UPPER')`), /before 1\.12/);
    assert.match(
      notes('onnx', `ConvTranspose(x, w, ${attributes}, output_shape=[10, 10])`),
      /some runtimes crop the extra line at the end/,
    );
    assert.equal(notes('onnx', `ConvTranspose(x, w, ${attributes}, output_shape=[9, 9])`), '');
    assert.equal(notes('onnx', `ConvTranspose(x, w, ${attributes}, pads=[1, 1, 1, 1])`), '');
  });

  it('say what numbers as padding mean in JAX and Flax, if they are not PyTorch’s', () => {
    assert.match(
      notes('flax', 'nn.ConvTranspose(4, (4, 4), (2, 2), padding=1)'),
      /it crops \(2, 2\).*PyTorch would crop \(1, 1\)\.$/,
    );
    assert.equal(notes('flax', 'nn.ConvTranspose(4, (3, 3), (2, 2), padding=1)'), '');
  });
});

describe('the table of frameworks', () => {
  it('finds every class and function by each of its names, and none twice', () => {
    const names = Object.values(dialects).flatMap(({ id, apis }) =>
      apis.flatMap((api) => [api.name, ...api.otherNames].map((name) => ({ id, api, name }))),
    );
    assert.equal(new Set(names.map(({ name }) => name)).size, names.length);
    for (const { id, api, name } of names) {
      const found = findApi(name);
      assert.ok(found?.api === api && found.dialect.id === id, name);
    }
    assert.equal(findApi('torch.nn.Conv2d'), null);
  });

  it('has no parameter twice in a signature, and the tensors among them', () => {
    for (const { apis } of Object.values(dialects)) {
      for (const api of apis) {
        const names = api.parameters.flatMap(({ name, formerNames }) => [name, ...formerNames]);
        assert.equal(new Set(names).size, names.length, api.name);
        for (const tensor of [api.input, api.weight]) assert.ok(tensor === null || names.includes(tensor), api.name);
      }
    }
  });
});
