import assert from 'node:assert/strict';
import { findCalls } from '../../src/python/findCalls.ts';
import { PythonSource } from '../../src/python/syntax/pythonSource.ts';
import { corpus, described, program, sitesIn } from './sites.ts';

/** A generator of numbers that are the same in every run. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const snippets = [
  '\n',
  '(',
  ')',
  '[',
  ']',
  '"',
  "'",
  '"""',
  '#',
  ':',
  ',',
  '=',
  '*',
  '**',
  '    ',
  '\\\n',
  'class X(nn.Module):\n',
  'def f(',
  'self.up = nn.ConvTranspose2d(64, 32, 4, 2, 1)\n',
  '\tlambda x: ',
  'if x:\n',
  '@property\n',
  '0.',
  '1e',
  'yield\n',
  '\r\n',
  '😀',
  'f"{x!r:>{w}}"',
  'for i in range(10**9):\n',
  'x = [0] * 10**9\n',
  '9'.repeat(400),
];

describe('a source that is being typed', () => {
  it('never fails at any of its beginnings', function () {
    this.timeout(60_000);
    for (const { text } of corpus)
      for (let length = 0; length < text.length; length += 41) sitesIn(text.slice(0, length));
  });

  it('has the same calls as a file with the same text after each of many random edits', function () {
    this.timeout(120_000);
    for (const [index, { name, text }] of corpus.entries()) {
      const below = numbers(index + 1);
      let source = PythonSource.of(text);
      for (let round = 0; round < 24; round += 1) {
        const from = below(source.text.length + 1);
        const to = Math.min(source.text.length, from + (below(3) === 0 ? below(80) : below(4)));
        const inserted = below(3) === 0 ? '' : (snippets[below(snippets.length)] ?? '');
        source = source.edit([{ from, to, text: inserted }]);
        const fresh = PythonSource.of(source.text);
        assert.deepEqual(
          source.chunks.map(({ text: each }) => each),
          fresh.chunks.map(({ text: each }) => each),
          name,
        );
        assert.deepEqual(source.starts, fresh.starts, name);
        assert.deepEqual(findCalls(source), findCalls(fresh), `${name}, round ${round}`);
      }
    }
  });

  it('never fails whatever the arguments of a call are', function () {
    this.timeout(60_000);
    const below = numbers(99);
    const pick = (list: readonly string[]): string => list[below(list.length)] ?? '';
    const values = [
      '0',
      '-1',
      '1',
      '3',
      '2.5',
      '1e9',
      '10**30',
      'None',
      'True',
      "'same'",
      "'SAME'",
      "'valid'",
      "''",
      '()',
      '[]',
      '(1,)',
      '(1, 2)',
      '(1, 2, 3)',
      '((1, 1), (0, 2))',
      '[[0, 0], [1, 1], [1, 1], [0, 0]]',
      'x',
      'x + 1',
      'x.shape',
      '{}',
      '{"a": 1}',
      'lambda: 3',
      'nn',
      'f(x)',
      '*y',
      '**z',
      'torch.zeros(2, 3, 4, 5)',
      'jnp.ones((3, 3, 4, 5))',
      'None if x else 3',
      '[1] * 3',
      '"NHWC"',
      '("NHWC", "HWIO", "NHWC")',
      'float("nan")',
    ];
    const names = [
      'stride',
      'strides',
      'padding',
      'kernel_size',
      'output_padding',
      'output_shape',
      'dilation',
      'dilation_rate',
      'groups',
      'bias',
      'data_format',
      'dimension_numbers',
      'transpose_kernel',
      'features',
      'filters',
      'input',
      'weight',
      'kernel_dilation',
      'rhs_dilation',
      'output_size',
      'dtype',
      'name',
    ];
    const callees = [
      'nn.ConvTranspose1d',
      'nn.ConvTranspose2d',
      'nn.LazyConvTranspose2d',
      'F.conv_transpose1d',
      'F.conv_transpose2d',
      'torch.conv_transpose2d',
      'keras.layers.Conv1DTranspose',
      'keras.layers.Conv2DTranspose',
      'tf.nn.conv2d_transpose',
      'jax.lax.conv_transpose',
      'flax.linen.ConvTranspose',
      'flax.nnx.ConvTranspose',
      'nn.Unfold',
      'nn.Fold',
      'F.unfold',
      'F.fold',
      'nn.Conv2d',
      'nn.MaxPool2d',
      'nn.Upsample',
      'nn.PixelShuffle',
      'nn.Flatten',
      'nn.Unflatten',
      'F.pad',
      'F.interpolate',
      'torch.cat',
      'keras.layers.Reshape',
      'keras.layers.ZeroPadding2D',
      'flax.linen.Conv',
      'flax.linen.avg_pool',
    ];
    const head =
      'import torch, keras, jax, flax\nimport torch.nn as nn\nimport torch.nn.functional as F\nimport tensorflow as tf\nimport jax.numpy as jnp\n';
    for (let round = 0; round < 3000; round += 1) {
      const argument = (): string =>
        below(3) === 0 ? `${pick(names)}=${pick(values).replace(/^\*+/, '')}` : pick(values);
      const given = Array.from({ length: below(8) }, argument).join(', ');
      const applied = pick([
        '',
        '(torch.zeros(1, 4, 5, 6))',
        '(x)',
        '(torch.zeros(2, 3))',
        '(jnp.ones((1, 4, 5, 6)))',
        '(x, output_size=(9, 9))',
      ]);
      sitesIn(`${head}a = nn.ConvTranspose2d(4, 4, 2)(${pick(callees)}(${given})${applied})\n`);
    }
  });

  it('takes several changes of one edit at once, in any order', () => {
    const source = PythonSource.of('a = 1\nb = 2\nc = 3\n').edit([
      { from: 10, to: 11, text: '20' },
      { from: 4, to: 5, text: '' },
      { from: 18, to: 18, text: 'd = 4\n' },
    ]);
    assert.equal(source.text, 'a = \nb = 20\nc = 3\nd = 4\n');
  });

  it('keeps the chunks that an edit does not touch', () => {
    const before = PythonSource.of(program('unet.py'));
    const after = before.withText(before.text.replace('n_classes=2', 'n_classes=5'));
    const kept = after.chunks.filter((chunk) => before.chunks.includes(chunk));
    assert.equal(kept.length, before.chunks.length - 1);
  });

  it('has the calls after a call that is not finished', () => {
    const [first, second] = sitesIn(
      'import torch.nn as nn\nclass A(nn.Module):\n    def __init__(self):\n        self.a = nn.ConvTranspose2d(4, 8, 3, stride=\n        self.b = nn.ConvTranspose2d(8, 2, 4, 2, 1)\n',
    );
    assert.equal(first?.isComplete, false);
    assert.equal(second?.path, 'A.__init__ › self.b');
    const [open, next] = sitesIn(
      'up = nn.ConvTranspose2d(4, 8, (3,\n\nclass B(nn.Module):\n    up = nn.ConvTranspose2d(1, 2, 3)\n',
    );
    assert.equal(open?.isComplete, false);
    assert.equal(next?.isComplete, true);
    assert.deepEqual(
      described(next)[0],
      'B › up | torch.nn.ConvTranspose2d(in_channels=1, out_channels=2, kernel_size=3)',
    );
  });

  it('is read although Lezer’s grammar lacks some of its Python', () => {
    const [site, ...others] = sitesIn(
      [
        'from torch import nn',
        'def g():',
        '    x = yield',
        '    yield',
        '    scale = 1.',
        '    w = [0., 1.e0, 2.]',
        '\f',
        '    with (open(a) as b, open(c) as d):',
        '        pass',
        '    up = nn.ConvTranspose2d(2, 3, int(4.), stride=2., padding=1)',
      ].join('\n'),
    );
    assert.equal(others.length, 0);
    assert.ok(site !== undefined);
    assert.match(described(site)[0] ?? '', /kernel_size=4, stride=2, padding=1/);
  });

  it('is given up on quickly if it would never end', () => {
    const endless = [
      'import torch.nn as nn',
      'def f(n):\n    return f(n + 1) + f(n + 2)',
      'def g():\n    while True:\n        layers.append(nn.ConvTranspose2d(f(0), 2, 3))',
      'x = []\nfor a in range(60):\n    for b in range(60):\n        for c in range(60):\n            x.append(nn.ConvTranspose2d(a, b, 3))',
      `y = ${'('.repeat(4000)}nn.ConvTranspose2d(1, 2, 3)${')'.repeat(4000)}`,
      `z = ${'-'.repeat(4000)}1`,
      `t = ${'[nn.ConvTranspose2d(1, 2, 3)] + '.repeat(800)}[]`,
    ].join('\n');
    assert.ok(sitesIn(endless).length > 2);
  });
});
