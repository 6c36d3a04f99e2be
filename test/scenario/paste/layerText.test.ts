import assert from 'node:assert/strict';
import { defaultParams, type Params } from '../../../src/engine/core/call.ts';
import type { Scenario } from '../../../src/scenario/document/scenario.ts';
import type { KnownShapes } from '../../../src/scenario/paste/withPastedTensor.ts';
import { validateCall } from '../../../src/engine/validation/validateCall.ts';
import type { Result } from '../../../src/engine/core/refusal.ts';
import { fromJsonSafe, toJsonSafe } from '../../../src/protocol/jsonSafe.ts';
import type { LayerText } from '../../../src/scenario/paste/layerText.ts';
import { mayBeCode } from '../../../src/scenario/paste/mayBeCode.ts';
import { readPythonLayer } from '../../../src/scenario/paste/pythonLayer.ts';
import { type Pasted, readPaste, withPaste } from '../../../src/scenario/paste/readPaste.ts';
import { plainScenario } from '../plainScenario.ts';

const base = plainScenario({
  name: 'Base',
  input: { fill: 'randn', shape: [2, 4, 8, 8] },
  weight: { fill: 'ones', shape: [4, 6, 3, 3] },
  params: { ...defaultParams, stride: [3, 3], outputPadding: [2, 2] },
  seed: 7,
  formulation: 'unfold-matmul',
});

function shapesOf({ input, weight, bias }: Scenario): KnownShapes {
  const shape = (source: Scenario['bias']) => (source === null || 'file' in source ? null : source.shape);
  return { input: shape(input), weight: shape(weight), bias: shape(bias) };
}

/** Reads a text as the page does: code comes from the extension host, as JSON. */
function read(text: string): Result<Pasted> | null {
  if (!mayBeCode(text)) return readPaste(text, 'input');
  const layer = fromJsonSafe(JSON.parse(JSON.stringify(toJsonSafe(readPythonLayer(text))))) as Result<LayerText> | null;
  if (layer === null) return readPaste(text, 'input');
  return layer.ok ? { ok: true, value: { kind: 'layer', layer: layer.value } } : layer;
}

function paste(text: string, scenario: Scenario | null = base) {
  const pasted = read(text);
  assert.ok(pasted !== null, `${text} was not recognized`);
  assert.ok(pasted.ok, pasted.ok ? '' : pasted.refusal.message);
  const made = withPaste(scenario, pasted.value, 'input', scenario && shapesOf(scenario));
  assert.ok(made.ok, made.ok ? '' : made.refusal.message);
  return made.value;
}

function refusal(text: string): string {
  const pasted = read(text);
  assert.ok(pasted !== null, `${text} was not recognized`);
  if (!pasted.ok) return pasted.refusal.message;
  const made = withPaste(base, pasted.value, 'input', shapesOf(base));
  assert.ok(!made.ok, text);
  return made.refusal.message;
}

function outputOf({ input, weight, params }: Scenario): readonly number[] {
  assert.ok('shape' in input && 'shape' in weight);
  const geometry = validateCall({ input: input.shape, weight: weight.shape, bias: null, params });
  assert.ok(geometry.ok);
  return geometry.value.outputShape;
}

const doubling: Params = { ...defaultParams, stride: [2, 2], padding: [1, 1] };

describe('a pasted layer', () => {
  it('is read however PyTorch is called or prints it', () => {
    for (const text of [
      'nn.ConvTranspose2d(64, 32, 4, 2, 1)',
      'self.up = torch.nn.ConvTranspose2d(64, 32, 4, stride=2, padding=1),  # doubles',
      'torch.nn.ConvTranspose2d(in_channels=64, out_channels=32, kernel_size=(4,4), stride=2, padding=1, output_padding=0, groups=1, bias=True, dilation=1)',
      'ConvTranspose2d(64, 32, kernel_size=(4, 4), stride=(2, 2), padding=(1, 1))',
      '  (up): ConvTranspose2d(64, 32, kernel_size=(4, 4), stride=(2, 2), padding=(1, 1))',
      'nn.ConvTranspose2d(\n    64,  # in\n    32,\n    kernel_size=[4, 4],\n    stride=(2,),\n    padding=(1),\n    padding_mode="zeros",\n    device=None,\n)',
    ]) {
      const { scenario } = paste(text);
      assert.deepEqual(scenario.input, { fill: 'randn', shape: [2, 64, 8, 8] }, text);
      assert.deepEqual(scenario.weight, { fill: 'ones', shape: [64, 32, 4, 4] }, text);
      assert.deepEqual(scenario.bias, { fill: 'randn', shape: [32] }, text);
      assert.deepEqual(scenario.params, doubling, text);
    }
  });

  it('says what was read', () => {
    assert.equal(
      paste('nn.ConvTranspose2d(64, 32, 4, 2, 1)').summary,
      'Read nn.ConvTranspose2d(64, 32, 4, 2, 1): 64→32 channels, 4×4, stride 2, padding 1.',
    );
    assert.equal(
      paste(
        'nn.ConvTranspose2d(8, 4, (3, 5), (2, 1), output_padding=1, groups=2, bias=False, dilation=2, dtype=torch.half)',
      ).summary,
      'Read nn.ConvTranspose2d(8, 4, (3, 5), (2, 1), output_padding=1, groups=2, bi…: 8→4 channels, 3×5, ' +
        'stride 2×1, padding 0, output_padding 1, dilation 2, 2 groups, no bias. The precision is now float16.',
    );
  });

  it('with groups has Cout / groups in its weight, as PyTorch', () => {
    // torch.nn.ConvTranspose2d(8, 12, 3, groups=4).weight.shape
    const { scenario } = paste('nn.ConvTranspose2d(8, 12, 3, groups=4, bias=False)');
    assert.deepEqual(scenario.weight, { fill: 'ones', shape: [8, 3, 3, 3] });
    assert.equal(scenario.bias, null);
  });

  it('given as a function keeps x and w, and has PyTorch’s defaults for what is left out', () => {
    const { scenario, summary } = paste('y = F.conv_transpose2d(x, w, stride=2)');
    assert.deepEqual(scenario.input, base.input);
    assert.deepEqual(scenario.weight, base.weight);
    assert.equal(scenario.bias, null);
    assert.deepEqual(scenario.params, { ...defaultParams, stride: [2, 2] });
    assert.match(
      summary,
      /^Read F\.conv_transpose2d\(x, w, stride=2\): 4→6 channels, 3×3, stride 2, padding 0, no bias\.$/,
    );
    assert.deepEqual(paste('F.conv_transpose2d(feat, self.weight, self.bias, 2, 1)').scenario.bias, {
      fill: 'randn',
      shape: [6],
    });
  });

  it('keeps what is no constant, and says so', () => {
    const { scenario, summary } = paste('nn.ConvTranspose2d(ngf * 8, 16, k, 2, padding=p, bias=use_bias)');
    assert.deepEqual(scenario.weight, { fill: 'ones', shape: [4, 16, 3, 3] });
    assert.deepEqual(scenario.params, { ...defaultParams, stride: [2, 2] });
    assert.equal(scenario.bias, null);
    assert.match(
      summary,
      /in_channels stays: ngf \* 8 is not a constant\. kernel_size stays: k is not a constant\. padding stays/,
    );
  });

  it('given as arguments alone changes those', () => {
    const { scenario } = paste('kernel_size=4, padding=(2, 1)');
    assert.deepEqual(scenario.weight, { fill: 'ones', shape: [4, 6, 4, 4] });
    assert.deepEqual(scenario.params, { ...base.params, padding: [2, 1] });
  });

  it('is read with the constants, imports and wrappers around it', () => {
    const { scenario, summary } = paste(
      'from torch.nn import ConvTranspose2d as Up\nwidth = 32\nopts = dict(stride=2, padding=1)\nclass A(nn.Module):\n' +
        '    def __init__(self, cin=64):\n        self.up = weight_norm(Up(cin, width, 4, **opts))\n',
    );
    assert.deepEqual(scenario.weight, { fill: 'ones', shape: [64, 32, 4, 4] });
    assert.deepEqual(scenario.params, doubling);
    assert.match(summary, /It is assumed that cin is 64 by default\./);
    assert.deepEqual(
      paste('        self.a = nn.ConvTranspose2d(8, 16, 4, 2, 1)\n        self.n = nn.BatchNorm2d(16)').scenario.params,
      doubling,
    );
    assert.deepEqual(
      paste('self.a = nn.ConvTranspose2d(8, 16, 4, 2, 1)\n        self.n = nn.BatchNorm2d(16)').scenario.params,
      doubling,
    );
  });

  it('of another framework becomes the call that computes the same', () => {
    // Crops on an input of 8 lines by the frameworks' own formulas: of (8 − 1)·2 + 3 = 17 lines, SAME keeps 16 and leaves
    // out the last; of (8 − 1)·2 + 4 = 18, one at each end.
    const odd: Params = { ...defaultParams, stride: [2, 2], padding: [0, 0], paddingEnd: [1, 1] };
    const cases: readonly (readonly [string, Params, number | null])[] = [
      ["layers.Conv2DTranspose(6, 3, strides=2, padding='same')", odd, 6],
      ["tf.keras.layers.Conv2DTranspose(filters=5, kernel_size=(4, 4), strides=(2, 2), padding='same')", doubling, 5],
      ['keras.layers.Conv2DTranspose(5, 4, 2)', { ...defaultParams, stride: [2, 2] }, 5],
      ["tf.nn.conv2d_transpose(x, w, [2, 16, 16, 6], strides=[1, 2, 2, 1], padding='SAME')", odd, 6],
      ["jax.lax.conv_transpose(x, w, (2, 2), 'SAME')", odd, 6],
      ['nn.ConvTranspose(features=7, kernel_size=(4, 4), strides=(2, 2))', doubling, 7],
      ['nnx.ConvTranspose(4, 9, kernel_size=(4, 4), strides=2, rngs=rngs)', doubling, 9],
    ];
    for (const [text, params, cout] of cases) {
      const { scenario } = paste(text);
      assert.deepEqual(scenario.params, params, text);
      assert.equal('shape' in scenario.weight && scenario.weight.shape[1], cout, text);
    }
    assert.match(
      paste("jax.lax.conv_transpose(x, w, (2, 2), 'SAME')").summary,
      /JAX stores it as H, W, I, O, rotated by 180°/,
    );
  });

  it('of one axis becomes a call of height 1 with the output of PyTorch’s, and says so', () => {
    const { scenario, summary } = paste('nn.ConvTranspose1d(80, 40, 16, 8, padding=4)');
    assert.deepEqual(scenario.input, { fill: 'randn', shape: [2, 80, 1, 8] });
    assert.deepEqual(scenario.weight, { fill: 'ones', shape: [80, 40, 1, 16] });
    assert.deepEqual(scenario.params, { ...defaultParams, stride: [1, 8], padding: [0, 4] });
    assert.equal(
      summary,
      'Read nn.ConvTranspose1d(80, 40, 16, 8, padding=4): 80→40 channels, 1×16, stride 1×8, padding 0×4. ' +
        'The layer is 1-D, drawn as height 1.',
    );
    // L_out = (8 − 1)·8 − 2·4 + (16 − 1) + 1 = 64, by the formula of torch.nn.ConvTranspose1d.
    assert.deepEqual(outputOf(scenario), [2, 40, 1, 64]);
    const alone = paste('nn.ConvTranspose1d(80, 40, 16, 8, padding=4)', null);
    assert.deepEqual(alone.scenario.input, { fill: 'smooth', shape: [1, 80, 1, 8] });
    assert.deepEqual(outputOf(alone.scenario), [1, 40, 1, 64]);
    // A kernel that is not known keeps its width only.
    assert.deepEqual(paste('F.conv_transpose1d(x, w, stride=3)').scenario.weight, {
      fill: 'ones',
      shape: [4, 6, 1, 3],
    });
  });

  it('of one axis leaves the height of a file, whose rows it is applied to', () => {
    const scenario: Scenario = { ...base, input: { file: 'x.npy' } };
    const pasted = read('nn.ConvTranspose1d(4, 6, 4, 2)');
    assert.ok(pasted?.ok === true);
    const made = withPaste(scenario, pasted.value, 'input', { input: [2, 4, 8, 8], weight: [4, 6, 3, 3], bias: null });
    assert.ok(made.ok);
    assert.deepEqual(made.value.scenario.input, { file: 'x.npy' });
    assert.match(made.value.summary, /The layer is 1-D and is applied to each row of x\. x stays the file x\.npy/);
  });

  it('is looked for only in a text that may be code', () => {
    for (const text of [
      'tensor([[1., 2.]], grad_fn=<SlowConvTranspose2DBackward0>)',
      'ConvTranspose2d',
      'torch.Size([1, 64, 56, 56])',
      '1x64x56x56',
      'strides=[2, 2] group=2',
      `nn.ConvTranspose2d(1, 2, 3)${' '.repeat(20_000)}`,
    ])
      assert.equal(mayBeCode(text), false, text.slice(0, 80));
    for (const text of ['from torch.nn import ConvTranspose2d as Up\nUp(1, 2, 3)', 'stride=2', ' padding = 1,'])
      assert.equal(mayBeCode(text), true, text);
  });

  it('is the first of several', () => {
    const { scenario, summary } = paste('nn.ConvTranspose2d(1, 2, 3)\nnn.ConvTranspose2d(4, 5, 6)');
    assert.deepEqual(scenario.weight, { fill: 'ones', shape: [1, 2, 3, 3] });
    assert.match(summary, /Only the first call was read\./);
  });

  it('makes a call where there was none', () => {
    const { scenario } = paste('nn.ConvTranspose2d(64, 32, 4, 2, 1)', null);
    assert.deepEqual(scenario.input, { fill: 'smooth', shape: [1, 64, 8, 8] });
    assert.deepEqual(scenario.weight, { fill: 'randn', shape: [64, 32, 4, 4] });
    assert.deepEqual(scenario.params, doubling);
    assert.deepEqual(scenario.bias, { fill: 'randn', shape: [32] });
  });

  it('leaves a file as it is, and values only if they fit', () => {
    const files: Scenario = {
      ...base,
      weight: { file: 'w.npy' },
      input: { shape: [1, 4, 1, 1], values: [1, 2, 3, 4] },
    };
    const pasted = read('nn.ConvTranspose2d(2, 6, 5)');
    assert.ok(pasted?.ok === true);
    const made = withPaste(files, pasted.value, 'input', { input: [1, 4, 1, 1], weight: [4, 6, 3, 3], bias: null });
    assert.ok(made.ok);
    assert.deepEqual(made.value.scenario.weight, { file: 'w.npy' });
    assert.deepEqual(made.value.scenario.input, { fill: 'randn', shape: [1, 2, 1, 1] });
    assert.match(
      made.value.summary,
      /The values of x did not fit and are random now\. w stays the file w\.npy of 4×6×3×3\./,
    );
  });

  it('is refused in one sentence that names the argument', () => {
    const cases: readonly (readonly [string, RegExp])[] = [
      ["nn.ConvTranspose2d(1, 2, 3, padding='same')", /padding = 'same' exists for convolutions only/],
      ["nn.ConvTranspose2d(1, 2, 3, padding_mode='reflect')", /padding_mode = 'reflect' must be 'zeros'/],
      ['nn.ConvTranspose2d(1, 2, 3, strides=2)', /no argument strides\. Did you mean stride\?/],
      ['nn.ConvTranspose2d(1, 2)', /lacks the argument kernel_size/],
      ['nn.ConvTranspose2d(1, 2, 3, kernel_size=3)', /has the argument kernel_size twice/],
      [
        'nn.ConvTranspose2d(1, 2, 3, stride=(1, 2, 3))',
        /stride = \(1, 2, 3\) has 3 entries; it must be one integer or 2 integers/,
      ],
      ['nn.ConvTranspose2d(1, 2, 3, stride=2.5)', /stride = 2\.5 must be one integer or 2 integers/],
      ['nn.ConvTranspose2d((1, 2), 2, 3)', /in_channels = \(1, 2\) must be one integer/],
      ['nn.ConvTranspose2d(1, 2, 3', /the call has no closing "\)"/],
      ['nn.ConvTranspose2d(1, 2, 3, dtype=torch.int8)', /dtype = torch\.int8 is not a precision/],
      ['nn.Conv2d(1, 2, 3)', /nn\.Conv2d|Conv2d is a convolution, not a transposed one/],
      ['nn.ConvTranspose3d(1, 2, 3)', /transposed convolution of three axes/],
      ['layers.Conv2DTranspose(8, 3, strides=2, padding="full")', /padding = 'full'/],
      ['layers.Conv2DTranspose(8, 3, strides=2, dilation_rate=2)', /dilation_rate|strides/],
    ];
    for (const [text, message] of cases) assert.match(refusal(text), message, text);
  });
});

describe('pasted ONNX attributes', () => {
  const expected: Params = doubling;

  it('are read as code, as ONNX’s text, and as Netron’s list', () => {
    for (const text of [
      'kernel_shape=[4,4] strides=[2,2] pads=[1,1,1,1] output_padding=[0,0] group=1 dilations=[1,1] auto_pad=NOTSET',
      'auto_pad\nNOTSET\ndilations\n1, 1\ngroup\n1\nkernel_shape\n4, 4\npads\n1, 1, 1, 1\nstrides\n2, 2',
      'dilations: 1, 1\ngroup: 1\nkernel_shape: 4, 4\npads: 1, 1, 1, 1\nstrides: 2, 2',
      "helper.make_node('ConvTranspose', ['x', 'w'], ['y'], kernel_shape=[4, 4], strides=[2, 2], pads=[1, 1, 1, 1])",
      '%y = ConvTranspose[dilations = [1, 1], group = 1, kernel_shape = [4, 4], pads = [1, 1, 1, 1], strides = [2, 2]](%x, %w)',
      'y = ConvTranspose <kernel_shape: ints = [4, 4], pads: ints = [1, 1, 1, 1], strides: ints = [2, 2], group: int = 1> (x, w)',
      '{"kernel_shape": [4, 4], "strides": [2, 2], "pads": [1, 1, 1, 1]}',
    ]) {
      const { scenario } = paste(text);
      assert.deepEqual(scenario.params, expected, text);
      assert.deepEqual(scenario.weight, { fill: 'ones', shape: [4, 6, 4, 4] }, text);
      assert.deepEqual(scenario.input, base.input, text);
    }
  });

  it('keep the kernel if they name none, and divide Cout among the groups', () => {
    const { scenario } = paste('strides=[2, 2] group=2');
    assert.deepEqual(scenario.weight, { fill: 'ones', shape: [4, 3, 3, 3] });
    assert.equal(scenario.params.groups, 2);
  });

  it('with pads that differ have a padding at the end, which PyTorch lacks; the summary says so', () => {
    const { scenario, summary } = paste('kernel_shape=[3,3] pads=[0,0,1,1] strides=[2,2]');
    assert.deepEqual(scenario.params.padding, [0, 0]);
    assert.deepEqual(scenario.params.paddingEnd, [1, 1]);
    assert.match(
      summary,
      /padding 0 at the top and left, 1 at the bottom and right \(PyTorch has one padding for both\)/,
    );
  });

  it('with auto_pad are resolved on the input at hand by the operator’s formula', () => {
    // total = 2·(8 − 1) + (3 − 1) + 1 − 16 = 1: SAME_UPPER crops it at the end.
    const { scenario } = paste('kernel_shape=[3,3] strides=[2,2] auto_pad=SAME_UPPER');
    assert.deepEqual(scenario.params.padding, [0, 0]);
    assert.deepEqual(scenario.params.paddingEnd, [1, 1]);
  });

  it('of one axis are a layer with a height of 1', () => {
    const { scenario, summary } = paste('kernel_shape=[3] strides=[2] pads=[1, 1]');
    assert.deepEqual('shape' in scenario.weight && scenario.weight.shape.slice(2), [1, 3]);
    const { stride, padding } = scenario.params;
    assert.deepEqual(
      [stride, padding],
      [
        [1, 2],
        [0, 1],
      ],
    );
    assert.match(summary, /The layer is 1-D, drawn as height 1/);
  });

  it('with a negative number of pads at the end add a line there', () => {
    const { scenario } = paste('kernel_shape=[3,3] strides=[2,2] pads=[0,0,0,-1]');
    const { padding, paddingEnd, outputPadding } = scenario.params;
    assert.deepEqual([padding, paddingEnd, outputPadding], [[0, 0], undefined, [0, 1]]);
  });

  it('are refused in a sentence', () => {
    assert.match(
      refusal('kernel_shape=[3,3,3] strides=[2,2,2]'),
      /kernel_shape = \[3, 3, 3\] has 3 axes; only 1-D and/,
    );
    assert.match(refusal('strides=[2,2] pads=[1,1,1]'), /pads = \(1, 1, 1\) has 3 entries; it must be .* 4 integers/);
    assert.match(
      refusal('strides=[2,2] pads=[1,-1,1,1]'),
      /ConvTranspose adds 1 line of zeros at the left of the result, which the debugger's call cannot express/,
    );
    assert.match(refusal('Conv[strides=[2,2], pads=[1,1,1,1]]'), /attributes of Conv, not of ConvTranspose/);
    assert.match(
      refusal('strides=[2,2] output_shape=[99,99]'),
      /ConvTranspose with an output of 99 for an input of 8 adds 82 lines of zeros at the bottom of the result; the debugger's call can add at most 1/,
    );
  });
});

describe('a text that is no call', () => {
  it('is left to the field that it is pasted into', () => {
    for (const text of ['4', '-0.5', 'hello', 'x', '', 'stride', 'C:\\data\\x.npy', 'a = b', '"name": 3'])
      assert.equal(read(text), null, text);
  });
});
