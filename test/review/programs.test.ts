import assert from 'node:assert/strict';
import type { TransposedSite } from '../../src/python/callSite.ts';
import { applySourceEdits } from '../../src/review/argumentEdits.ts';
import { findingsOf } from '../../src/review/findings.ts';
import { hoverMarkdown } from '../../src/review/hoverMarkdown.ts';
import { withAnsweredInput } from '../../src/review/knownLayer.ts';
import { lensParts } from '../../src/review/lensText.ts';
import { writeBack } from '../../src/review/writeBack.ts';
import { siteCallShape } from '../../src/review/siteScenario.ts';
import { sitesIn } from '../python/sites.ts';

const head =
  'import torch\nimport torch.nn as nn\nimport torch.nn.functional as F\nfrom functools import partial\nfrom flax import nnx\n';
const links = { debug: null, frameworks: null, setInputSize: null, setting: null };

/** Returns the transposed convolutions of a program. */
function sitesOf(program: string): readonly TransposedSite[] {
  return sitesIn(head + program).flatMap((site) => (site.kind === 'transposed' ? [site] : []));
}

/** Returns the lenses of a program without the words that lead to the debugger. */
function lenses(program: string): readonly string[] {
  return sitesOf(program).map((site) => lensParts(site).join(' · '));
}

/** Returns what a hover says of the first call of a program, without its picture. */
function hover(program: string): string {
  const [site] = sitesOf(program);
  return site === undefined ? '' : hoverMarkdown(site, links).replace(/!\[.*\)/g, '');
}

/** Returns the titles of a program's fixes, and the text that the first makes of it. */
function fixes(program: string): { readonly titles: readonly string[]; readonly first: string | null } {
  const source = head + program;
  const all = sitesOf(program).flatMap((site) => findingsOf(source, site).flatMap((finding) => finding.fixes));
  const [first] = all;
  return {
    titles: all.map(({ title }) => title),
    first: first === undefined ? null : applySourceEdits(source, first.edits).slice(head.length),
  };
}

const net = (init: string, forward: string): string =>
  `class M(nn.Module):\n    def __init__(self, c=64, k=4):\n        super().__init__()\n${init.replace(/^/gm, '        ')}\n    def forward(self, x):\n${forward.replace(/^/gm, '        ')}\n`;

/** Returns the kinds of a program's findings. */
function kinds(program: string): readonly string[] {
  return sitesOf(program).flatMap((site) => findingsOf(head + program, site).map(({ kind }) => kind));
}

describe('the findings of a program', () => {
  it('say nothing of a normalization that may not be there', () => {
    const up = 'self.up = nn.ConvTranspose2d(8, 4, 4, 2, 1)\nself.norm = nn.BatchNorm2d(4)';
    assert.deepEqual(kinds(net(up, 'return self.norm(self.up(x))')), ['bias-before-norm']);
    assert.deepEqual(kinds(net(up, 'x = self.up(x)\nif self.mode == flag:\n    x = self.norm(x)\nreturn x')), []);
    assert.deepEqual(kinds(net(up, 'x = self.up(x)\nreturn self.norm(x) if flag else x')), []);
    // Whenever the layer is there, so is the normalization.
    const both = 'if self.mode == flag:\n    x = self.norm(self.up(x))\nreturn x';
    const after = 'if self.mode == flag:\n    x = self.up(x)\nreturn self.norm(x)';
    for (const forward of [both, after]) assert.deepEqual(kinds(net(up, forward)), ['bias-before-norm'], forward);
  });

  it('say nothing of channels on a way that the code does not take together', () => {
    // With `up`, the next layer takes 8 channels; without it, 4.
    const init =
      'half = 2 if c == 64 else 1\nif c == 64:\n    self.up = nn.Upsample(scale_factor=2)\nelse:\n    self.up = nn.ConvTranspose2d(8, 8, 2, 2)\nself.conv = nn.Conv2d(8 // half, 4, 3)';
    assert.deepEqual(kinds(net(init, 'return self.conv(self.up(x))')), []);
    const either =
      'a, b = nn.ConvTranspose2d(8, 4, 2, 2), nn.ConvTranspose2d(4, 2, 2, 2)\nself.layers = nn.ModuleList([a, b])';
    assert.deepEqual(kinds(net(either, 'for i in order:\n    x = self.layers[i](x)\nreturn x')), []);
  });

  it('say nothing against the arguments of another class than the one that is made', () => {
    const init =
      'size, up = k, nn.ConvTranspose1d\nif c == 64:\n    size, up = (k, 1), nn.ConvTranspose2d\nself.up = up(8, 8, size)';
    assert.deepEqual(lenses(net(init, 'return self.up(x)')), ['×1 · H×W → (H + 3)×W, assumed']);
    assert.deepEqual(kinds(net(init, 'return self.up(x)')), []);
  });

  it('say nothing against a weight whose axes are not known', () => {
    assert.deepEqual(
      kinds(
        'def f(x, basis, window):\n    w = torch.FloatTensor(basis)\n    w *= torch.zeros(8)\n    return F.conv_transpose1d(x, w, stride=2)',
      ),
      [],
    );
    assert.deepEqual(
      kinds(
        'import tensorflow as tf\ny = tf.nn.conv2d_transpose(value=x, filter=w, output_shape=s, strides=[1, 2, 2, 1])',
      ),
      [],
    );
  });

  it('say nothing of an argument that a scope around the call gives', () => {
    const scoped =
      'with argscope([tf.layers.conv2d_transpose], kernel_size=4):\n    y = tf.layers.conv2d_transpose(x, 8)';
    assert.deepEqual(kinds(`import tensorflow as tf\n${scoped}`), []);
    assert.deepEqual(kinds('import tensorflow as tf\ny = tf.layers.conv2d_transpose(x, 8)'), ['illegal-call']);
  });

  it('take the parameters of __init__ for numbers, whatever a comment beside them looks like', () => {
    const program =
      'class N(nn.Module):\n    def __init__(self, depths,  # [2, 2, 6]\n                 k=4):\n        self.up = nn.ConvTranspose2d(3, 3, k)\n    def forward(self, x):\n        return self.up(x)';
    assert.deepEqual(lenses(program), ['×1 · H×W → (H + 3)×(W + 3), assumed']);
  });
});

describe('the lenses of a program', () => {
  it('have the letters of their own input, wherever in the network they stand', () => {
    assert.deepEqual(
      lenses(
        net(
          'self.a = nn.ConvTranspose2d(8, 8, 4, 2, 1)\nself.b = nn.ConvTranspose2d(8, 8, 16, 8)\nself.c = nn.ConvTranspose2d(8, 8, 2, 2)',
          'x = self.a(x)\nx = x[:, :, 5:15, 5:15]\nreturn self.c(self.b(x))',
        ),
      ),
      ['×2 · H×W → 2H×2W', '×8 · H×W → (8H + 8)×(8W + 8)', '×2 · H×W → 2H×2W'],
    );
  });

  it('say of which use the sizes are where uses differ, and how many are uneven', () => {
    assert.deepEqual(
      lenses(
        'class Up(nn.ConvTranspose2d):\n    def __init__(self, c, scale=2):\n        super().__init__(c, c, kernel_size=4, stride=scale, padding=1)\nUp(4)\nUp(4, scale=3)',
      ),
      ['×2 · H×W → 2H×2W, first of 2 · overlap uneven in 1 of 2 uses'],
    );
    assert.deepEqual(
      lenses(
        net(
          'ups = []\nfor a, b in ((32, 16), (16, 8), (8, 4)):\n    ups.append(nn.ConvTranspose2d(a, b, 4, 2, 1))\nself.ups = nn.Sequential(*ups)',
          'return self.ups(x.view(-1, 32, 2, 2))',
        ),
      ),
      ['×2 · 2×2 → 4×4, first of 3'],
    );
  });

  it('call sizes assumed if a default decides them, and only then', () => {
    assert.deepEqual(lenses(net('self.up = nn.ConvTranspose2d(c, c, 4, 2, 1)', 'return self.up(x)')), [
      '×2 · H×W → 2H×2W',
    ]);
    assert.deepEqual(lenses(net('self.up = nn.ConvTranspose2d(8, 8, k, 2, 1)', 'return self.up(x)')), [
      '×2 · H×W → 2H×2W, assumed',
    ]);
  });

  it('say the output_size that the layer is applied with', () => {
    // The example of torch.nn.ConvTranspose2d: 12×12 → 6×6 → 12×12.
    const program = net(
      'self.down = nn.Conv2d(16, 16, 3, stride=2, padding=1)\nself.up = nn.ConvTranspose2d(16, 16, 3, stride=2, padding=1)',
      'return self.up(self.down(x), output_size=x.size())',
    );
    assert.deepEqual(lenses(`${program}M()(torch.randn(1, 16, 12, 12))`), ['×2 · 6×6 → 12×12 · overlap uneven']);
    assert.match(lenses(program)[0] ?? '', /→ x\.size\(\)\[-2\]×x\.size\(\)\[-1\]/);
    assert.deepEqual(
      lenses(
        net('self.up = nn.ConvTranspose2d(16, 16, 2, 2)', 'return self.up(x, output_size=(30, 30))') +
          'M()(torch.randn(1, 16, 12, 12))',
      ),
      ['illegal: output_size = 30 is not possible: an input of 12 gives 24 to 25'],
    );
  });

  it('have the answered size of an input in every use, with its channels', () => {
    const [site] = sitesOf('for a, b in ((32, 16), (16, 8)):\n    up = nn.ConvTranspose2d(a, b, 4, 2, 1)');
    assert.ok(site);
    const answered = withAnsweredInput(site, { input: [1, 32, 8, 8], numbers: {} });
    assert.deepEqual(lensParts(answered), ['×2 · 8×8 → 16×16']);
    assert.match(hoverMarkdown(answered, links), /`1×32×8×8 → 1×16×16×16`, `1×16×8×8 → 1×8×16×16`/);
  });

  it('say in how many uses a call is illegal', () => {
    assert.deepEqual(lenses('for s in (1, 2):\n    up = nn.ConvTranspose2d(8, 8, 4, stride=s, output_padding=1)'), [
      'illegal in 1 of 2 uses: output_padding = 1 must be smaller than either stride = 1 or dilation = 1',
    ]);
  });

  it('leave a formula that nobody could read to the hover', () => {
    assert.deepEqual(
      lenses('def up(cfg, k): return nn.ConvTranspose2d(8, 4, k, stride=cfg.stride, padding=(k - 1) // 2)'),
      ['×cfg.stride'],
    );
  });

  it('count uses whose letters only have other numbers once', () => {
    const program = net(
      'self.up = nn.ConvTranspose2d(8, 8, 4, 2, 1)',
      'a, b = load()\nreturn self.up(F.relu(a)), self.up(F.relu(b)), self.up(other(a))',
    );
    const [site] = sitesOf(program);
    assert.equal(site?.uses.length, 1);
  });

  it('give an unfold the letters of its own input, and leave a long formula to the hover', () => {
    const unfold = (forward: string): string | undefined => {
      const [site] = sitesIn(head + net('self.a = nn.Unfold(3, padding=1)', forward));
      return site === undefined ? undefined : lensParts(site)[0];
    };
    const expected = 'N×C×H×W → U N×9C×HW';
    assert.equal(unfold('return self.a(x)'), expected);
    assert.equal(unfold('y = F.max_pool2d(x, size)\nreturn self.a(F.avg_pool2d(y, size))'), expected);
    assert.deepEqual(
      sitesIn(
        `${head}def f(x, kernel_size, dilation):\n    return F.unfold(F.relu(torch.zeros(1, n, 9, m)), kernel_size, dilation)`,
      ).map((site) => lensParts(site).length),
      [1],
    );
  });

  it('say nothing against a call that is still being typed', () => {
    assert.deepEqual(lenses('up = nn.ConvTranspose2d(8, 4, (3,'), ['not complete']);
    assert.deepEqual(lenses('up = nn.ConvTranspose2d(8, '), ['not complete']);
    assert.deepEqual(lenses('up = nn.ConvTranspose2d(8, 4, 2, 2'), ['×2 · H×W → 2H×2W']);
  });

  it('say so if the arguments are not known', () => {
    assert.deepEqual(lenses('def up(name): return nn.ConvTranspose2d(8, 4, **table[name])'), [
      'arguments not known here',
    ]);
  });
});

describe('a hover over a call of a program', () => {
  it('counts the taps that reach an output all of which is near a border', () => {
    // k4 s1 on one element: each of the 4×4 outputs is one product.
    assert.match(
      hover('y = nn.ConvTranspose2d(8, 4, 4)(torch.zeros(1, 8, 1, 1))'),
      /all of this output is near a border: 1 tap reaches every output element/,
    );
    assert.match(
      hover('y = nn.ConvTranspose2d(8, 4, 4)(torch.zeros(1, 8, 2, 2))'),
      /near a border: 1 to 4 taps reach an output element/,
    );
    assert.match(
      hover('nn.ConvTranspose2d(8, 4, 4, 2, 1)'),
      /4 taps reach every output element per input channel, fewer/,
    );
    assert.match(hover('nn.ConvTranspose2d(8, 4, 2, 2)'), /1 tap reaches every output element per input channel$/m);
  });

  it('lists what is not known only if a size or a cost depends on it', () => {
    const text = hover('up = nnx.ConvTranspose(8, 4, (2, 2), strides=2, rngs=rngs, kernel_init=init)');
    assert.match(text, /Not known from the code: the height and width of the input\./);
    assert.match(
      hover('y = F.conv_transpose2d(x, w, b)'),
      /Not known from the code: the shape of `w` and the height and width of the input\./,
    );
    assert.match(hover('up = nn.ConvTranspose1d(80, 40, 4)'), /`# x: Nx80xL`/);
  });

  it('says of an illegal call nothing that it would cost', () => {
    assert.doesNotMatch(hover('nn.ConvTranspose2d(8, 9, 3, groups=4)'), /Weight|Overlap|Not known/);
    assert.doesNotMatch(hover('nn.ConvTranspose2d(8, 8, 3, stride=0)'), /Overlap/);
  });

  it('has the numbers of the first use where uses differ, and lists the others', () => {
    const text = hover('for a, b in ((8, 4), (4, 2)):\n    up = nn.ConvTranspose2d(a, b, 4, 2, 1)');
    assert.match(text, /`N×8×H×W → N×4×2H×2W`, first of 2 uses/);
    assert.match(text, /Weight `8×4×4×4`: 516 parameters/);
    assert.match(text, /Used 2 times: `N×8×H×W → N×4×2H×2W`, `N×4×H×W → N×2×2H×2W`/);
  });
});

describe('the fixes of a call that does not write its arguments', () => {
  it('add keywords to a call of a partial, which they override', () => {
    const { titles, first } = fixes(
      'deconv = partial(nn.ConvTranspose2d, kernel_size=4, stride=2, padding=1)\nup = deconv(64, 32, stride=3)',
    );
    assert.deepEqual(titles, [
      'Use kernel_size=3, output_padding=1 (even overlap, same output size)',
      'Use kernel_size=6, padding=2 (even overlap, same output size)',
    ]);
    assert.equal(
      first,
      'deconv = partial(nn.ConvTranspose2d, kernel_size=4, stride=2, padding=1)\nup = deconv(64, 32, stride=3, kernel_size=3, output_padding=1)',
    );
  });

  it('are none if Python would get an argument twice', () => {
    for (const program of [
      'nn.ConvTranspose2d(3, 3, **dict(kernel_size=3, stride=2))',
      'pos = (16, 8, 3, 2)\nnn.ConvTranspose2d(*pos)',
      'up = partial(nn.ConvTranspose2d, 16, 8, 3)\nup(stride=2)',
      'def f(**kw): return nn.Sequential(nn.ConvTranspose2d(8, 4, 4, stride=2, **kw), nn.BatchNorm2d(4))',
    ])
      assert.deepEqual(fixes(program).titles, [], program);
    const [site] = sitesOf('pos = (16, 8, 3, 2)\nnn.ConvTranspose2d(*pos)');
    assert.ok(site);
    const code = siteCallShape(site, { input: [1, 16, 4, 4], numbers: {} });
    assert.ok(code.ok);
    const edited = { ...code.value, params: { ...code.value.params, stride: [3, 3] as const } };
    const change = writeBack(`${head}pos = (16, 8, 3, 2)\nnn.ConvTranspose2d(*pos)`, site, code.value, edited);
    assert.deepEqual(change.edits, []);
    assert.match(change.refused.join(), /stride is not written in this call/);
  });

  it('count the biases of every layer that a normalization undoes', () => {
    const program =
      'for a, b in ((8, 4), (4, 2)):\n    up = nn.Sequential(nn.ConvTranspose2d(a, b, 4, 2, 1), nn.BatchNorm2d(b))';
    const [site] = sitesOf(program);
    assert.ok(site);
    assert.deepEqual(
      findingsOf(head + program, site).map(({ message }) => message),
      [
        'The bias has no effect: BatchNorm2d after this layer subtracts the mean of each channel. bias=False saves 4 or 2 parameters a layer.',
      ],
    );
  });
});
