import assert from 'node:assert/strict';
import { applySourceEdits } from '../../src/review/argumentEdits.ts';
import type { Finding, FindingKind } from '../../src/review/finding.ts';
import { findingsOf } from '../../src/review/findings.ts';
import type { FollowingLayer } from '../../src/python/callSite.ts';
import { followingLayer, siteOf, type TextWithSite } from './siteOf.ts';

/** Returns the findings of a call as "kind at 'marked text'". */
function found({ source, site }: TextWithSite): string[] {
  return findingsOf(source, site).map(({ kind, range }) => `${kind} at ${source.slice(range.from, range.to)}`);
}

function only({ source, site }: TextWithSite, kind: FindingKind): Finding {
  const finding = findingsOf(source, site).find((each) => each.kind === kind);
  assert.ok(finding, `there is no ${kind}`);
  return finding;
}

/** Returns the text after each fix, by its title. */
function fixed(text: TextWithSite, kind: FindingKind): Readonly<Record<string, string>> {
  const { fixes } = only(text, kind);
  return Object.fromEntries(fixes.map(({ title, edits }) => [title, applySourceEdits(text.source, edits)]));
}

describe('the findings of a call', () => {
  const norm = followingLayer({ kind: 'norm', resolvedName: 'torch.nn.BatchNorm2d' });
  const none: readonly (readonly [what: string, source: string, following?: readonly FollowingLayer[]])[] = [
    ['a kernel that is a multiple of the stride', 'nn.ConvTranspose2d(64, 32, 4, 2, 1)'],
    ['a kernel equal to the stride', 'nn.ConvTranspose2d(64, 32, 2, stride=2)'],
    ['a stride of 1, whatever the kernel', 'nn.ConvTranspose2d(64, 32, k, padding=1)'],
    ['a kernel that is not known', 'nn.ConvTranspose2d(64, 32, k, stride=2)'],
    ['a stride that is not known', 'nn.ConvTranspose2d(64, 32, 3, stride=s)'],
    ['an output padding that padding covers', 'nn.ConvTranspose2d(64, 32, 4, 2, 1, output_padding=1)'],
    ['a layer without bias before a normalization', 'nn.ConvTranspose2d(64, 32, 4, 2, 1, bias=False)', [norm]],
    ['a bias that is not known', 'nn.ConvTranspose2d(64, 32, 4, 2, 1, bias=bias)', [norm]],
    [
      'a normalization after an activation',
      'nn.ConvTranspose2d(64, 32, 4, 2, 1)',
      [followingLayer({ kind: 'activation', resolvedName: 'torch.nn.ReLU' }), norm],
    ],
    [
      'a normalization over groups of channels, which keeps a part of the bias',
      'nn.ConvTranspose2d(64, 32, 4, 2, 1)',
      [followingLayer({ kind: 'norm', resolvedName: 'torch.nn.GroupNorm' })],
    ],
    [
      'channels that fit',
      'nn.ConvTranspose2d(64, 32, 4, 2, 1)',
      [followingLayer({ kind: 'convolution', resolvedName: 'torch.nn.Conv2d', takes: 32, receives: 32 })],
    ],
    [
      'channels that are not known',
      'nn.ConvTranspose2d(64, 32, 4, 2, 1)',
      [followingLayer({ kind: 'convolution', resolvedName: 'torch.nn.Conv2d', takes: { source: 'c' }, receives: 32 })],
    ],
  ];
  for (const [what, source, following = []] of none) {
    it(`are none for ${what}`, () => assert.deepEqual(found(siteOf(source, { following })), []));
  }

  it('are none for a call that is still being typed', () => {
    assert.deepEqual(found(siteOf('nn.ConvTranspose2d(64, 32, 3, stride=2', { isComplete: false })), []);
  });

  it('are none for an uneven overlap of an output that is all border', () => {
    assert.deepEqual(found(siteOf('nn.ConvTranspose2d(64, 32, 3, stride=2)', { input: [1, 64, 1, 1] })), []);
  });

  const some: readonly (readonly [
    source: string,
    findings: readonly string[],
    following?: readonly FollowingLayer[],
  ])[] = [
    ['nn.ConvTranspose2d(64, 32, 3, 2, 1, 1)', ['uneven-overlap at 3']],
    ['nn.ConvTranspose2d(64, 32, kernel_size=(4, 3), stride=2)', ['uneven-overlap at (4, 3)']],
    ['nn.ConvTranspose1d(64, 32, 11, 5)', ['uneven-overlap at 11']],
    ['layers.Conv2DTranspose(32, 3, strides=2, padding="same")', ['uneven-overlap at 3']],
    ['nn.ConvTranspose2d(64, 32, 4, stride=2, dilation=2)', ['uneven-overlap at 4']],
    ['nn.ConvTranspose2d(64, 32, 2, 2, output_padding=1)', ['unreached-output-padding at 1']],
    ['nn.ConvTranspose2d(64, 32, 4, 2, 1)', ['bias-before-norm at nn.ConvTranspose2d'], [norm]],
    ['nn.ConvTranspose2d(64, 32, 4, 2, 1, bias=True)', ['bias-before-norm at True'], [norm]],
    [
      'nn.ConvTranspose2d(64, 32, 4, 2, 1)',
      ['channel-mismatch at 32'],
      [followingLayer({ kind: 'convolution', resolvedName: 'torch.nn.Conv2d', takes: 16, receives: 32 })],
    ],
    ['nn.ConvTranspose2d(64, 32, 4, stride=2, output_padding=2)', ['illegal-call at 2']],
    ['nn.ConvTranspose2d(64, 32, 4, groups=3)', ['illegal-call at 3']],
    ["nn.ConvTranspose2d(64, 32, 4, padding='same')", ["illegal-call at 'same'"]],
  ];
  for (const [source, findings, following = []] of some) {
    it(`of ${source} are ${findings.join(', ')}`, () => {
      assert.deepEqual(found(siteOf(source, { following })), findings);
    });
  }

  it('of an output without elements name the padding, with the reason', () => {
    const text = siteOf('nn.ConvTranspose2d(8, 8, 2, padding=2)', { input: [1, 8, 2, 2] });
    assert.deepEqual(found(text), ['illegal-call at 2']);
    assert.match(only(text, 'illegal-call').message, /^PyTorch refuses this call: .*too small/);
  });

  it('of an input with other channels say both numbers', () => {
    const text = siteOf('nn.ConvTranspose2d(8, 8, 2)', { input: [1, 4, 2, 2] });
    assert.match(only(text, 'illegal-call').message, /4 channels.* 8\./);
  });
});

describe('the fixes of a call', () => {
  it('of an uneven overlap are the nearest even kernels and a resize, in the style of the call', () => {
    assert.deepEqual(fixed(siteOf('up = nn.ConvTranspose2d(64, 32, 3, 2, 1, 1)'), 'uneven-overlap'), {
      'Use kernel_size=4, output_padding=0 (even overlap, same output size)':
        'up = nn.ConvTranspose2d(64, 32, 4, 2, 1, 0)',
      'Use kernel_size=2, padding=0, output_padding=0 (even overlap, same output size)':
        'up = nn.ConvTranspose2d(64, 32, 2, 2, 0, 0)',
      'Replace with Upsample and Conv2d (same channels, same output size)':
        'up = nn.Sequential(nn.Upsample(scale_factor=2), nn.Conv2d(64, 32, 3, padding=1))',
    });
  });

  it('of an uneven overlap add the arguments that are absent', () => {
    const [first] = Object.values(
      fixed(siteOf('nn.ConvTranspose2d(c, c // 2, 3, stride=2, bias=False)'), 'uneven-overlap'),
    );
    assert.equal(first, 'nn.ConvTranspose2d(c, c // 2, 4, stride=2, bias=False, padding=1, output_padding=1)');
  });

  it('of an uneven overlap along one axis leave the other as it is', () => {
    const [first] = Object.values(
      fixed(siteOf('nn.ConvTranspose2d(64, 32, (4, 3), stride=2, padding=1)'), 'uneven-overlap'),
    );
    assert.equal(first, 'nn.ConvTranspose2d(64, 32, (4, 4), stride=2, padding=(1, 2), output_padding=(0, 1))');
  });

  it('name a symbol that they replace', () => {
    const titles = Object.keys(
      fixed(siteOf('nn.ConvTranspose2d(64, 32, K, stride=2, padding=1)', { names: { K: 3 } }), 'uneven-overlap'),
    );
    assert.match(titles[0] ?? '', /in place of K/);
  });

  it('of a named padding change the kernel alone', () => {
    assert.deepEqual(fixed(siteOf("layers.Conv2DTranspose(32, 3, strides=2, padding='same')"), 'uneven-overlap'), {
      'Use kernel_size=4 (even overlap, same output size)': "layers.Conv2DTranspose(32, 4, strides=2, padding='same')",
    });
  });

  it('of an overlap that no kernel makes even are none', () => {
    assert.deepEqual(fixed(siteOf('nn.ConvTranspose2d(64, 32, 4, stride=2, dilation=2)'), 'uneven-overlap'), {});
  });

  it('of a function have no resize, because the weight is a tensor', () => {
    const text = siteOf('F.conv_transpose2d(x, w, stride=2)');
    assert.deepEqual(found(text), []);
  });

  it('of an output padding that no tap reaches are a kernel that does', () => {
    assert.deepEqual(fixed(siteOf('nn.ConvTranspose2d(64, 32, 2, 2, output_padding=1)'), 'unreached-output-padding'), {
      'Use kernel_size=4, padding=1 (even overlap, same output size)':
        'nn.ConvTranspose2d(64, 32, 4, 2, output_padding=1, padding=1)',
    });
  });

  it('of a bias before a normalization switch it off', () => {
    const following = [followingLayer({ kind: 'norm', resolvedName: 'torch.nn.BatchNorm2d' })];
    assert.deepEqual(fixed(siteOf('nn.ConvTranspose2d(64, 32, 4, 2, 1)', { following }), 'bias-before-norm'), {
      'Use bias=False': 'nn.ConvTranspose2d(64, 32, 4, 2, 1, bias=False)',
    });
  });

  it('of an output padding that is too large are the largest legal one', () => {
    assert.deepEqual(fixed(siteOf('nn.ConvTranspose2d(64, 32, 4, 2, 1, 2)'), 'illegal-call'), {
      'Use output_padding=1': 'nn.ConvTranspose2d(64, 32, 4, 2, 1, 1)',
    });
  });

  it('of channels that do not fit change either layer', () => {
    const source = 'up = nn.ConvTranspose2d(64, 32, 4, 2, 1)\nconv = nn.Conv2d(16, 8, 3)';
    const at = source.indexOf('16');
    const next = followingLayer({
      kind: 'convolution',
      resolvedName: 'torch.nn.Conv2d',
      range: { from: source.indexOf('nn.Conv2d'), to: source.length },
      takes: 16,
      takesArgument: 'in_channels',
      takesRange: { from: at, to: at + 2 },
      receives: 32,
    });
    const text = siteOf(source, { following: [next] });
    assert.equal(
      only(text, 'channel-mismatch').message,
      'Conv2d in line 2 takes 16 channels (in_channels), but receives 32.',
    );
    assert.deepEqual(fixed(text, 'channel-mismatch'), {
      'Use in_channels=32 in Conv2d': source.replace('Conv2d(16', 'Conv2d(32'),
      'Use out_channels=16': source.replace('64, 32', '64, 16'),
    });
  });
});
