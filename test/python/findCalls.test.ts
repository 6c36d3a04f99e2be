import assert from 'node:assert/strict';
import { mayHaveCalls } from '../../src/python/mayHaveCalls.ts';
import { argumentText, described, program, shape, siteIn, sitesIn, withoutMain, written } from './sites.ts';

const inModule = (init: string, forward: string, head = ''): string =>
  `import torch\nimport torch.nn as nn\nimport torch.nn.functional as F\n${head}\nclass M(nn.Module):\n    def __init__(self):\n        super().__init__()\n${init.replace(/^/gm, '        ')}\n    def forward(self, x):\n${forward.replace(/^/gm, '        ')}\n`;

describe('a call in Python source', () => {
  it('is found under every name that an import gives it', () => {
    const cases: readonly (readonly [string, string])[] = [
      ['import torch\ntorch.nn.ConvTranspose2d(1, 2, 3)', 'torch.nn.ConvTranspose2d'],
      ['import torch.nn as nn\nnn.ConvTranspose1d(1, 2, 3)', 'torch.nn.ConvTranspose1d'],
      ['from torch import nn as N\nN.LazyConvTranspose2d(2, 3)', 'torch.nn.LazyConvTranspose2d'],
      [
        'from torch.nn import (\n    Conv2d,\n    ConvTranspose2d as Up,  # up\n)\nUp(1, 2, 3)',
        'torch.nn.ConvTranspose2d',
      ],
      ['from torch.nn.modules.conv import ConvTranspose2d\nConvTranspose2d(1, 2, 3)', 'torch.nn.ConvTranspose2d'],
      ['from torch.nn import *\nConvTranspose2d(1, 2, 3)', 'torch.nn.ConvTranspose2d'],
      ['import torch.nn.functional as F\nF.conv_transpose2d(x, w)', 'torch.nn.functional.conv_transpose2d'],
      ['import torch\ntorch.conv_transpose2d(x, w)', 'torch.nn.functional.conv_transpose2d'],
      ['from torch.nn.functional import conv_transpose1d as up\nup(x, w)', 'torch.nn.functional.conv_transpose1d'],
      ['def f():\n    from torch import nn\n    return nn.ConvTranspose2d(1, 2, 3)', 'torch.nn.ConvTranspose2d'],
      ['import torch.nn as nn\nUp = nn.ConvTranspose2d\nAgain = Up\nAgain(1, 2, 3)', 'torch.nn.ConvTranspose2d'],
      ['from keras import layers\nlayers.Conv2DTranspose(8, 3)', 'keras.layers.Conv2DTranspose'],
      ['import tensorflow as tf\ntf.keras.layers.Conv2DTranspose(8, 3)', 'keras.layers.Conv2DTranspose'],
      ['from tensorflow.keras.layers import *\nConv2DTranspose(8, 3)', 'keras.layers.Conv2DTranspose'],
      [
        'import tensorflow.compat.v1 as tf\ntf.nn.conv2d_transpose(x, w, s, 2)',
        'tensorflow.compat.v1.nn.conv2d_transpose',
      ],
      ['import flax.linen as nn\nnn.ConvTranspose(8, (3, 3))', 'flax.linen.ConvTranspose'],
      ['from flax import nnx\nnnx.ConvTranspose(4, 8, (3, 3), rngs=r)', 'flax.nnx.ConvTranspose'],
      ['from jax import lax\nlax.conv_transpose(x, w, (2, 2), "SAME")', 'jax.lax.conv_transpose'],
      ['import torch.nn as nn\nnn.Unfold(3)', 'torch.nn.Unfold'],
      ['import torch.nn.functional as F\nF.fold(x, (4, 4), 3)', 'torch.nn.functional.fold'],
      [
        'try:\n    import torch.nn as nn\nexcept ImportError:\n    nn = None\nnn.ConvTranspose2d(1, 2, 3)',
        'torch.nn.ConvTranspose2d',
      ],
      ['from detectron2.layers import Conv2d, ConvTranspose2d\nConvTranspose2d(1, 2, 3)', 'torch.nn.ConvTranspose2d'],
      [
        'from torch_utils.ops import conv2d_gradfix\nconv2d_gradfix.conv_transpose2d(x, w, stride=2)',
        'torch.nn.functional.conv_transpose2d',
      ],
      ['import tensorflow as tf\ntf.layers.conv2d_transpose(x, 8, 3)', 'tensorflow.layers.conv2d_transpose'],
      ['import tensorflow.compat.v1 as tf\ntf.layers.Conv2DTranspose(8, 3)', 'tensorflow.layers.Conv2DTranspose'],
      [
        'layers = None\ndef head(x, **kw):\n    return layers.Conv2DTranspose(8, 3)(x)\ndef setup(found):\n    global layers\n    layers = found',
        'keras.layers.Conv2DTranspose',
      ],
      ['import paddle\npaddle.nn.Conv2DTranspose(1, 2, 3)', 'paddle.nn.Conv2DTranspose'],
      ['from paddle import nn\nnn.Conv1DTranspose(1, 2, 3)', 'paddle.nn.Conv1DTranspose'],
      ['import paddle.nn.functional as F\nF.conv2d_transpose(x, w, stride=2)', 'paddle.nn.functional.conv2d_transpose'],
      ['import mlx.nn as nn\nnn.ConvTranspose2d(1, 2, 3)', 'mlx.nn.ConvTranspose2d'],
      ['import equinox as eqx\neqx.nn.ConvTranspose2d(1, 2, 3, key=k)', 'equinox.nn.ConvTranspose2d'],
      ['import haiku as hk\nhk.Conv2DTranspose(8, 3)', 'haiku.Conv2DTranspose'],
      ['import tf_slim as slim\nslim.conv2d_transpose(x, 8, 3)', 'tf_slim.conv2d_transpose'],
      ['from tensorflow.contrib import slim\nslim.conv2d_transpose(x, 8, 3)', 'tf_slim.conv2d_transpose'],
      ['import tensorflow.contrib.layers as tcl\ntcl.conv2d_transpose(x, 8, 3)', 'tf_slim.conv2d_transpose'],
      ['import oneflow as flow\nflow.nn.ConvTranspose2d(1, 2, 3)', 'torch.nn.ConvTranspose2d'],
      ['from mindspore import mint\nmint.nn.ConvTranspose2d(1, 2, 3)', 'torch.nn.ConvTranspose2d'],
      ['import torch.ao.nn.quantized as nnq\nnnq.ConvTranspose2d(1, 2, 3)', 'torch.nn.ConvTranspose2d'],
      [
        "from torch import nn\ndef up(dims):\n    return getattr(nn, f'ConvTranspose{dims}d')(1, 2, 3)\nup(2)",
        'torch.nn.ConvTranspose2d',
      ],
      [
        "from mmcv.cnn import build_upsample_layer\nbuild_upsample_layer(dict(type='deconv'), 1, 2, 3)",
        'torch.nn.ConvTranspose2d',
      ],
      ['from monai.networks.layers import Conv\nUp = Conv[Conv.CONVTRANS, 2]\nUp(1, 2, 3)', 'torch.nn.ConvTranspose2d'],
      ["from monai.networks.layers.factories import Conv\nConv['convtrans', 1](1, 2, 3)", 'torch.nn.ConvTranspose1d'],
      // A fragment without imports means what everybody means by these names.
      ['nn.ConvTranspose2d(1, 2, 3)', 'torch.nn.ConvTranspose2d'],
    ];
    for (const [text, name] of cases) assert.equal(siteIn(text).resolvedName, name, text);
  });

  it('is none if the name is something else', () => {
    for (const text of [
      'from mylib import nn\nnn.ConvTranspose2d(1, 2, 3)',
      'from .layers import ConvTranspose2d\nConvTranspose2d(1, 2, 3)',
      'class ConvTranspose2d:\n    pass\nConvTranspose2d()',
      'def f(nn):\n    return nn.ConvTranspose2d(1, 2, 3)',
      '# nn.ConvTranspose2d(1, 2, 3)\ns = "nn.ConvTranspose2d(1, 2, 3)"',
      'import torch.nn as nn\nnn.ConvTranspose3d(1, 2, 3)\nnn.Conv2d(1, 2, 3)',
      'def fold(x):\n    return x\nfold(3)',
      'from somelib import *\nConv2DTranspose("deconv", x, 64)',
    ])
      assert.deepEqual(sitesIn(text).map(described), [], text);
  });

  it('is found on both sides of a conflict, with its place', () => {
    const sides = (base: string): string =>
      `class A(nn.Module):\n    def __init__(self):\n<<<<<<< HEAD\n        self.a = nn.ConvTranspose2d(1, 2, 3)\n${base}=======\n        self.b = nn.ConvTranspose2d(4, 5, 6)\n>>>>>>> other\n        self.c = nn.ConvTranspose2d(7, 8, 9)\n`;
    for (const text of [
      sides(''),
      sides('||||||| 3f2a1b0\n        self.d = nn.ConvTranspose2d(0, 0, 0)\n'),
      sides('').replaceAll('\n', '\r\n'),
    ])
      assert.deepEqual(
        sitesIn(text).map(({ path, range }) => [path, text.slice(range.from, range.to)]),
        [
          ['A.__init__ › self.a', 'nn.ConvTranspose2d(1, 2, 3)'],
          ['A.__init__ › self.b', 'nn.ConvTranspose2d(4, 5, 6)'],
          ['A.__init__ › self.c', 'nn.ConvTranspose2d(7, 8, 9)'],
        ],
      );
  });

  it('has ranges of its text, its callee and its arguments', () => {
    const text = 'import torch.nn as nn\nnet = nn.ConvTranspose2d(64, 32,\n  kernel_size=(4, 4), stride = 2 )\n';
    const { range, callee, arguments: given } = siteIn(text);
    assert.equal(text.slice(range.from, range.to), 'nn.ConvTranspose2d(64, 32,\n  kernel_size=(4, 4), stride = 2 )');
    assert.equal(text.slice(callee.from, callee.to), 'nn.ConvTranspose2d');
    const ranges = [...given].flatMap(([name, { range: at }]) =>
      at === null ? [] : [[name, text.slice(at.from, at.to)]],
    );
    assert.deepEqual(ranges, [
      ['in_channels', '64'],
      ['out_channels', '32'],
      ['kernel_size', '(4, 4)'],
      ['stride', '2'],
    ]);
    assert.equal(given.get('padding')?.range, null);
    assert.deepEqual(given.get('padding')?.value, { kind: 'number', number: 0 });
  });

  it('has of a list the entries on which its uses agree', () => {
    const text = inModule(
      'self.up = make(3), make(5)',
      'return x',
      'def make(k):\n    return nn.ConvTranspose2d(8, 8, (1, k), (1, 2))\n',
    );
    const given = siteIn(text).arguments;
    assert.deepEqual(
      ['kernel_size', 'stride'].map((name) => written(given.get(name)?.value ?? { kind: 'none' })),
      ['(1, ?k)', '(1, 2)'],
    );
  });

  it('is never refused for an order of arguments that another version has', () => {
    const head = 'import mlx.nn as nn\n';
    for (const [call, bias] of [
      ['nn.ConvTranspose2d(8, 4, 3, 2, 1, 1, False)', false],
      ['nn.ConvTranspose2d(8, 4, 3, 2, 1, 1, 1, True)', true],
    ] as const) {
      const site = siteIn(head + call);
      assert.ok(site.kind === 'transposed');
      assert.deepEqual([site.layer.refused, site.layer.bias], [null, bias], call);
    }
    const text = "from keras import layers\nlayers.Conv2DTranspose(64, 3, 2, 'same', 0, 'channels_first')";
    const keras = siteIn(text);
    const written = (name: string): string => {
      const { from, to } = keras.arguments.get(name)?.range ?? { from: 0, to: 0 };
      return text.slice(from, to);
    };
    assert.deepEqual([written('output_padding'), written('data_format')], ['0', "'channels_first'"]);
    const padded = siteIn('import paddle.nn as nn\nnn.Conv2DTranspose(8, 4, 4, 2, "SAME")');
    assert.ok(padded.kind === 'transposed');
    assert.deepEqual([padded.layer.refused, shape(padded.output)], [null, 'N × 4 × ? × ?']);
  });

  it('has the values that constant expressions have', () => {
    const values: readonly (readonly [string, string])[] = [
      ['2 ** 3', '8'],
      ['(7 + 1) // 2 - 1', '3'],
      ['-7 // 2', '-4'],
      ['-7 % 3', '2'],
      ['7 % -3', '-2'],
      ['max(3, min(9, 5))', '5'],
      ['len((1, 2, 3))', '3'],
      ['int(7 / 2)', '3'],
      ['round(2.5)', '2'],
      ['1 << 4', '16'],
      ['0x10', '16'],
      ['1_000', '1000'],
      ['sum([1, 2, 3])', '6'],
      ['[4, 8][-1]', '8'],
      ['{"a": 5}["a"]', '5'],
      ['dict(a=5).get("b", 7)', '7'],
      ['3 if 2 > 1 else 4', '3'],
      ['abs(-3)', '3'],
      ['[2 * i for i in range(4)][3]', '6'],
      ['int("12")', '12'],
      ['len("abc") * 2', '6'],
      ['math.ceil(2.2)', '3'],
      ['(lambda k: k + 1)(3)', '4'],
      ['_pair(3)', '(3, 3)'],
      ['_pair((3, 5))', '(3, 5)'],
      ['_pair(not_known)', '?_pair(not_known)'],
      ['not_known + 1', '?not_known + 1'],
      ['1 / 0', '?1 / 0'],
      ['9 ** 999999', '?9 ** 999999'],
    ];
    for (const [source, value] of values) {
      const { arguments: given } = siteIn(
        `import math\nimport torch.nn as nn\nfrom torch.nn.modules.utils import _pair\nnn.ConvTranspose2d(4, 4, ${source})`,
      );
      assert.equal(written(given.get('kernel_size')?.value ?? { kind: 'none' }), value, source);
    }
  });

  it('has a parameter’s default, and says that it is assumed', () => {
    const { arguments: given } = siteIn(
      'from torch import nn\nclass A(nn.Module):\n    def __init__(self, in_channels, width=64):\n        self.up = nn.ConvTranspose2d(in_channels, width * 2, 4)',
    );
    assert.deepEqual(given.get('in_channels'), {
      value: { kind: 'unknown', source: 'in_channels' },
      range: given.get('in_channels')?.range,
      isFixed: false,
      assumed: null,
    });
    assert.deepEqual(given.get('out_channels')?.value, { kind: 'number', number: 128 });
    assert.equal(given.get('out_channels')?.assumed, 'width is 64 by default');
    const chosen = siteIn(
      'from torch import nn\nclass A(nn.Module):\n    def __init__(self, small=True):\n        k = 2 if small else 4\n        if small:\n            c = 8\n        else:\n            c = 16\n        self.up = nn.ConvTranspose2d(c, c, k)',
    );
    assert.deepEqual(
      ['in_channels', 'kernel_size']
        .map((name) => chosen.arguments.get(name))
        .map((each) => [each?.value, each?.assumed]),
      [8, 2].map((number) => [{ kind: 'number', number }, 'small is True by default']),
    );
  });

  it('has what the code gives that makes the object, and no longer the default', () => {
    const { arguments: given, uses } = siteIn(
      'from torch import nn\nclass A(nn.Module):\n    def __init__(self, width=64):\n        self.up = nn.ConvTranspose2d(width, 2, 4)\na = A(16)\nb = A(width=32)',
    );
    assert.equal(written(given.get('in_channels')?.value ?? { kind: 'none' }), '?width');
    assert.deepEqual(
      uses.map((use) => argumentText(use.arguments)),
      ['in_channels=16, out_channels=2, kernel_size=4', 'in_channels=32, out_channels=2, kernel_size=4'],
    );
  });

  it('says where *arguments and **arguments are not known', () => {
    const known = siteIn('from torch import nn\nopts = {"stride": 2}\nnn.ConvTranspose2d(*(4, 8), 3, **opts)');
    assert.equal(known.hasUnknownArguments, false);
    assert.equal(known.kind === 'transposed' && known.layer.axes[0]?.stride, 2);
    const unknown = siteIn('from torch import nn\ndef f(c, **kw):\n    return nn.ConvTranspose2d(c, 8, 3, **kw)');
    assert.equal(unknown.hasUnknownArguments, true);
    assert.equal(unknown.kind === 'transposed' && unknown.layer.refused, null);
    assert.match(unknown.arguments.get('stride')?.assumed ?? '', /cannot be read/);
  });

  it('is refused in its framework’s words', () => {
    const refusal = (source: string): string => {
      const site = siteIn(`from torch import nn\n${source}`);
      return site.kind === 'transposed' ? (site.layer.refused?.message ?? '') : '';
    };
    assert.match(refusal('nn.ConvTranspose2d(1, 2, 3, strides=2)'), /has no argument strides\. Did you mean stride\?/);
    assert.match(refusal('nn.ConvTranspose2d(1, 2)'), /lacks the argument kernel_size/);
    assert.match(refusal('nn.ConvTranspose2d(1, 2, 3, kernel_size=3)'), /has the argument kernel_size twice/);
    assert.match(refusal('nn.ConvTranspose2d(1, 2, 3, output_padding=1)'), /output_padding = 1 must be smaller/);
  });

  it('is passed by quickly in a file that cannot have one', () => {
    assert.equal(mayHaveCalls('import numpy as np\nprint(np.zeros(3))\n'), false);
    for (const name of [
      'ConvTranspose2d',
      'conv_transpose1d',
      'Conv2DTranspose',
      'conv2d_transpose',
      'nn.Unfold',
      'F.fold',
    ])
      assert.equal(mayHaveCalls(`x = ${name}(3)`), true, name);
  });
});

describe('the sizes around a call', () => {
  it('come from what the code says about the input, and the words name the line', () => {
    const sources: readonly (readonly [string, string])[] = [
      ['# x: 1x512x4x4\nreturn self.up(x)', 'the comment in line 10'],
      ['"""Forward.\n\nx: (1, 512, 4, 4)"""\nreturn self.up(x)', 'the docstring in line 10'],
      ['assert x.shape == (1, 512, 4, 4)\nreturn self.up(x)', 'the assert in line 10'],
      ['assert x.size() == torch.Size([1, 512, 4, 4])\nreturn self.up(x)', 'the assert in line 10'],
      ['y = x * 2  # (1, 512, 4, 4)\nreturn self.up(y)', 'the comment in line 10'],
      ['x = x.view(1, 512, 4, 4)\nreturn self.up(x)', 'view in line 10'],
      ['x = torch.randn(1, 512, 4, 4)\nreturn self.up(x)', 'torch.randn in line 10'],
      ['x = torch.FloatTensor(1, 512, 4, 4).normal_(0, 1)\nreturn self.up(x)', 'torch.FloatTensor in line 10'],
      ['# [1, 512, 4, 4]\nx = self.up(x)\nreturn x', 'the comment in line 10'],
      ['z = F.relu(x)\n# z is 1 x 512 x 4 x 4\nreturn self.up(z)', 'the comment in line 11'],
    ];
    for (const [forward, from] of sources) {
      const { input, output, inputFrom } = siteIn(inModule('self.up = nn.ConvTranspose2d(512, 256, 4, 2, 1)', forward));
      assert.deepEqual(input, [1, 512, 4, 4], forward);
      assert.deepEqual(output, [1, 256, 8, 8], forward);
      assert.equal(inputFrom ?? '', from, forward);
    }
  });

  it('come from Reshape, from names of TensorFlow’s shapes, and not from a tensor’s values', () => {
    const keras = siteIn(
      'from keras import Model, layers\nclass D(Model):\n    def __init__(self):\n        super().__init__()\n        self.reshape = layers.Reshape((8, 8, 16))\n        self.up = layers.Conv2DTranspose(4, 4, strides=2, padding="same")\n    def call(self, z):\n        return self.up(self.reshape(z))',
    );
    assert.equal(shape(keras.output), 'N × 16 × 16 × 4');
    assert.equal(keras.inputFrom, 'Reshape in line 5');
    const tensorflow = siteIn(
      'import tensorflow as tf\ndef up(x, w):\n    b, h, wd, c = x.get_shape().as_list()\n    return tf.nn.conv2d_transpose(x, w, output_shape=[b, h * 2, wd * 2, 8], strides=2)',
    );
    assert.equal(shape(tensorflow.input), 'b × h × wd × c');
    const values = siteIn(
      'import torch\nfrom torch import nn\ny = nn.ConvTranspose1d(1, 1, 4)(torch.Tensor([[1, 2], [3, 4]]))',
    );
    assert.equal(values.inputFrom, null);
  });

  it('come from a setting or an answer if the code says nothing', () => {
    const text = withoutMain(program('unet.py'));
    const bySetting = siteIn(text, { defaultInput: [1, 3, 64, 64], answers: new Map() });
    assert.deepEqual(bySetting.uses[0]?.input, [1, 512, 8, 8]);
    assert.equal(bySetting.uses[0].inputFrom, 'the setting');
    // A setting for images says nothing of the channels of a layer in the middle.
    const alone = siteIn(inModule('self.up = nn.ConvTranspose2d(8, 4, 4, 2, 1)', 'return self.up(x)'), {
      defaultInput: [1, 3, 64, 48],
      answers: new Map(),
    });
    assert.deepEqual(alone.output, [1, 4, 128, 96]);
    const layer = inModule(
      'self.a = nn.ConvTranspose2d(8, 4, 4, 2, 1)\nself.b = nn.ConvTranspose2d(4, 2, 2, 2)',
      'return self.b(self.a(x))',
    );
    const answered = sitesIn(layer, {
      defaultInput: null,
      answers: new Map([['M.__init__ › self.b', [1, 4, 20, 24]]]),
    });
    // What b receives settles what a does: H = 10 gives 20.
    assert.deepEqual(
      answered.map(({ input }) => shape(input)),
      ['1 × 8 × 10 × 12', '1 × 4 × 20 × 24'],
    );
    assert.equal(answered[0]?.inputFrom, 'your answer');
  });

  it('are formulas of a letter where nothing is known', () => {
    const [a, b] = sitesIn(
      inModule(
        'self.a = nn.ConvTranspose2d(8, 4, 4, 2, 1)\nself.b = nn.ConvTranspose2d(4, 2, 3, 2)',
        'return self.b(self.a(x))',
      ),
    );
    assert.equal(shape(a?.output ?? null), 'N × 4 × 2H × 2W');
    assert.equal(shape(b?.output ?? null), 'N × 2 × 4H + 1 × 4W + 1');
    assert.equal(a?.inputFrom, null);
  });

  it('end where two ways differ', () => {
    const text = inModule(
      'self.up = nn.ConvTranspose2d(8, 4, 2, 2)\nself.big = nn.ConvTranspose2d(8, 4, 5)\nself.last = nn.ConvTranspose2d(4, 1, 1)',
      'assert x.shape == (1, 8, 6, 6)\nif self.flag:\n    y = self.up(x)\nelse:\n    y = self.big(x)\nreturn self.last(y)',
    );
    const last = sitesIn(text).find(({ path }) => path.endsWith('self.last'));
    assert.equal(shape(last?.input ?? null), '1 × 4 × H × W');
  });

  it('pass through layers and functions as their documentation says', () => {
    // Each from (1, 16, 12, 20): the formulas of PyTorch’s documentation.
    const cases: readonly (readonly [string, string])[] = [
      ['F.max_pool2d(x, 3, 2, 1)', '1 × 16 × 6 × 10'],
      ['F.avg_pool2d(x, 2)', '1 × 16 × 6 × 10'],
      ['F.adaptive_avg_pool2d(x, (3, None))', '1 × 16 × 3 × 20'],
      ['F.interpolate(x, scale_factor=0.5)', '1 × 16 × 6 × 10'],
      ['F.interpolate(x, size=(5, 7), mode="bilinear")', '1 × 16 × 5 × 7'],
      ['F.interpolate(x, scale_factor=(2, 3))', '1 × 16 × 24 × 60'],
      ['F.pad(x, (1, 2, 3, 4))', '1 × 16 × 19 × 23'],
      ['F.pixel_shuffle(x, 2)', '1 × 4 × 24 × 40'],
      ['nn.PixelUnshuffle(2)(x)', '1 × 64 × 6 × 10'],
      ['nn.ReflectionPad2d(3)(x)', '1 × 16 × 18 × 26'],
      ['nn.Conv2d(16, 7, (3, 5), padding="same")(x)', '1 × 7 × 12 × 20'],
      ['nn.Conv2d(16, 7, 3, stride=2, dilation=2)(x)', '1 × 7 × 4 × 8'],
      ['nn.MaxPool2d(3, 2, ceil_mode=True)(x)', '1 × 16 × 6 × 10'],
      ['torch.cat([x, x, F.relu(x)], dim=1)', '1 × 48 × 12 × 20'],
      ['x.permute(0, 2, 3, 1).permute(0, 3, 1, 2)', '1 × 16 × 12 × 20'],
      ['x.flatten(2).view(1, 16, 12, -1)', '1 × 16 × 12 × 20'],
      ['x.transpose(2, 3)', '1 × 16 × 20 × 12'],
      ['x.squeeze(0).unsqueeze(0)', '1 × 16 × 12 × 20'],
      ['x.chunk(2, dim=1)[1]', '1 × 8 × 12 × 20'],
      ['x.mean(dim=1, keepdim=True)', '1 × 1 × 12 × 20'],
      ['x + torch.zeros(1, 16, 1, 1)', '1 × 16 × 12 × 20'],
      ['nn.Unflatten(1, (4, 4))(x).flatten(1, 2)', '1 × 16 × 12 × 20'],
      ['x.repeat(2, 1, 1, 3)', '2 × 16 × 12 × 60'],
      ['torch.nn.utils.spectral_norm(nn.Conv2d(16, 3, 1))(x)', '1 × 3 × 12 × 20'],
      ['nn.GLU(1)(x)', '1 × 8 × 12 × 20'],
      ['F.glu(x)', '1 × 16 × 12 × 10'],
      ['x[:, :4, 1:-2, ::2]', '1 × 4 × 9 × 10'],
      ['x[..., :30][0, None]', '1 × 16 × 12 × 20'],
      ['x[:, :, -5:, 3:100]', '1 × 16 × 5 × 17'],
    ];
    for (const [source, expected] of cases) {
      const { input } = siteIn(
        inModule(
          'self.up = nn.LazyConvTranspose2d(4, 2, 2)',
          `assert x.shape == (1, 16, 12, 20)\nreturn self.up(${source})`,
        ),
      );
      assert.equal(shape(input), expected, source);
    }
  });
});

describe('a default of a command line', () => {
  it('is what an option is assumed to be', () => {
    const { arguments: given } = siteIn(
      [
        'import argparse',
        'from torch import nn',
        'parser = argparse.ArgumentParser()',
        'parser.add_argument("-z", "--n-z", type=int, default="100")',
        'parser.add_argument("--width", type=int, default=64)',
        'parser.add_argument("--bias", action="store_true")',
        'parser.add_argument("--kernel", type=int, required=True)',
        'opt = parser.parse_args()',
        'up = nn.ConvTranspose2d(opt.n_z, opt.width * 2, opt.kernel, bias=opt.bias)',
      ].join('\n'),
    );
    assert.deepEqual(
      ['in_channels', 'out_channels', 'kernel_size', 'bias'].map((name) => {
        const each = given.get(name);
        return [written(each?.value ?? { kind: 'none' }), each?.assumed];
      }),
      [
        ['100', '--n-z is 100 by default'],
        ['128', '--width is 64 by default'],
        ['?opt.kernel', null],
        ['False', '--bias is False by default'],
      ],
    );
  });
});

describe('the layers after a call', () => {
  it('are listed nearest first, with the channels that they take and that arrive', () => {
    const site = siteIn(
      inModule(
        'self.up = nn.ConvTranspose2d(8, 4, 2, 2)\nself.norm = nn.BatchNorm2d(4)\nself.conv = nn.Conv2d(12, 3, 1)',
        'y = F.relu(self.norm(self.up(x)))\nreturn self.conv(torch.cat([y, torch.zeros(1, 16, 4, 4)], 1))',
      ),
    );
    assert.deepEqual(
      site.following.map(({ kind, resolvedName, isDirect, takes, receives }) => ({
        kind,
        resolvedName,
        isDirect,
        takes,
        receives,
      })),
      [
        { kind: 'norm', resolvedName: 'torch.nn.BatchNorm2d', isDirect: true, takes: 4, receives: 4 },
        { kind: 'activation', resolvedName: 'torch.nn.functional.relu', isDirect: false, takes: null, receives: 4 },
        { kind: 'convolution', resolvedName: 'torch.nn.Conv2d', isDirect: false, takes: 12, receives: 20 },
      ],
    );
    const text = inModule(
      'self.up = nn.ConvTranspose2d(8, 4, 2, 2)\nself.conv = nn.Conv2d(6, 3, 1)',
      'return self.conv(self.up(x))',
    );
    const [next] = siteIn(text).following;
    assert.equal(text.slice(next?.takesRange?.from, next?.takesRange?.to), '6');
    assert.equal(next?.takesArgument, 'in_channels');
  });
});

describe('an unfold and a fold', () => {
  it('have the sizes of the unfolded matrix', () => {
    const [unfold, fold] = sitesIn(
      withoutMain(program('idioms.py'))
        .replace(/^class Aliases[^]*?(?=^class Unfolded)/m, '')
        .replace('def forward(self, x):', 'def forward(self, x):  # (2, 4, 10, 12)'),
    ).filter(({ kind }) => kind !== 'transposed');
    assert.ok(unfold?.kind === 'unfold' && fold?.kind === 'fold');
    assert.deepEqual(unfold.unfolded, [2, 36, 30]);
    assert.deepEqual(unfold.axes[0], { kernel: 3, stride: 2, padding: 1, dilation: 1, image: 10, places: 5 });
    assert.deepEqual(fold.output, [2, 4, 10, 12]);
  });
});
