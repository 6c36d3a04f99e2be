import assert from 'node:assert/strict';
import { callEffects } from '../../../src/review/changes/callEffects.ts';
import type { Effect } from '../../../src/review/changes/effect.ts';
import { siteOf } from '../siteOf.ts';

type Options = Parameters<typeof siteOf>[1];

function effects(before: string, after: string, options: Options = {}, optionsAfter = options): readonly Effect[] {
  return callEffects(siteOf(before, options).site, siteOf(after, optionsAfter).site);
}

/** The effects in the words of a lens, those that only tell how much in parentheses. */
function texts(...given: Parameters<typeof effects>): readonly string[] {
  // Numbers have no-break spaces between their thousands.
  return effects(...given).map(({ text, isMinor }) =>
    (isMinor ? `(${text})` : text).replaceAll(/[\u00a0\u202f]/g, ' '),
  );
}

const at28: Options = { input: [1, 64, 28, 28], inputFrom: 'a comment' };

/**
 * Counts, by the definition, the products of a stored input and a tap that reach the output of a call with 28 rows and
 * columns, stride 2 and padding 1, for two pairs of kernel and output size; returns how many times as many the first has.
 */
function definedRatio(now: readonly [number, number], before: readonly [number, number]): string {
  const count = ([kernel, output]: readonly [number, number]): number => {
    let hits = 0;
    for (let i = 0; i < 28; i++)
      for (let u = 0; u < kernel; u++) if (2 * i + u - 1 >= 0 && 2 * i + u - 1 < output) hits++;
    return hits ** 2;
  };
  return String(Number((count(now) / count(before)).toPrecision(3)));
}

describe('the effects of a changed call', () => {
  // Sizes by torch.nn.ConvTranspose2d: (H − 1)·stride − 2·padding + dilation·(k − 1) + output_padding + 1.
  const cases: readonly (readonly [
    title: string,
    before: string,
    after: string,
    texts: readonly string[],
    options?: Options,
  ])[] = [
    [
      'another kernel: size, overlap, weights, costs',
      'nn.ConvTranspose2d(64, 32, 4, stride=2, padding=1)',
      'nn.ConvTranspose2d(64, 32, 3, stride=2, padding=1)',
      [
        '56×56 → 55×55',
        'overlap even → uneven',
        'weights no longer load: 64×32×4×4 → 64×32×3×3',
        '(parameters 32 800 → 18 464 (−44%))',
        `(multiply-adds ×${definedRatio([3, 55], [4, 56])})`,
      ],
      at28,
    ],
    [
      'another kernel, with an unknown input',
      'nn.ConvTranspose2d(64, 32, 3, stride=2, padding=1)',
      'nn.ConvTranspose2d(64, 32, 4, stride=2, padding=1)',
      [
        '(2H − 1)×(2W − 1) → 2H×2W',
        'overlap uneven → even',
        'weights no longer load: 64×32×3×3 → 64×32×4×4',
        '(parameters 18 464 → 32 800 (+78%))',
        '(multiply-adds ×1.78)',
      ],
    ],
    [
      'an output padding',
      'nn.ConvTranspose2d(64, 32, 3, stride=2, padding=1)',
      'nn.ConvTranspose2d(64, 32, 3, stride=2, padding=1, output_padding=1)',
      ['55×55 → 56×56', `(multiply-adds ×${definedRatio([3, 56], [3, 55])})`],
      at28,
    ],
    [
      'only the writing',
      'nn.ConvTranspose2d(64, 32, 3, 2, 1)',
      'nn.ConvTranspose2d(\n    in_channels=64, out_channels=32,  # wide\n    kernel_size=(3, 3), stride=2, padding=(1, 1), bias=True)',
      [],
      at28,
    ],
    [
      'PyTorch refuses the call now',
      'nn.ConvTranspose2d(64, 32, 3, stride=2, padding=1, output_padding=1)',
      'nn.ConvTranspose2d(64, 32, 3, stride=2, padding=1, output_padding=2)',
      ['legal → illegal: output_padding = 2 must be smaller than either stride = 2 or dilation = 1'],
      at28,
    ],
    [
      'a bias is removed',
      'nn.ConvTranspose2d(64, 32, 4, 2, 1)',
      'nn.ConvTranspose2d(64, 32, 4, 2, 1, bias=False)',
      ['bias removed', '(parameters 32 800 → 32 768 (−0.1%))'],
    ],
    [
      'groups',
      'nn.ConvTranspose2d(64, 32, 4, 2, 1)',
      'nn.ConvTranspose2d(64, 32, 4, 2, 1, groups=2)',
      [
        'weights no longer load: 64×32×4×4 → 64×16×4×4',
        'groups 1 → 2',
        '(parameters 32 800 → 16 416 (−50%))',
        '(multiply-adds ×0.5)',
      ],
    ],
    [
      'a dilation that the padding makes up for',
      'nn.ConvTranspose2d(8, 8, 3, stride=1, padding=1)',
      'nn.ConvTranspose2d(8, 8, 3, stride=1, padding=2, dilation=2)',
      ['dilation 1 → 2'],
    ],
    [
      'along one axis',
      'nn.ConvTranspose2d(8, 8, 4, stride=2, padding=1)',
      'nn.ConvTranspose2d(8, 8, 4, stride=(2, 4), padding=1)',
      ['2H×2W → 2H×(4W − 2)'],
    ],
    [
      'channels that are not known',
      'nn.ConvTranspose2d(a, b, 4, stride=2, padding=1)',
      'nn.ConvTranspose2d(a, c, 4, stride=2, padding=1)',
      ['weight a×b×4×4 → a×c×4×4', '(out channels b → c)'],
    ],
    [
      'a stride that is not known any more',
      'nn.ConvTranspose2d(8, 8, 4, stride=2, padding=1)',
      'nn.ConvTranspose2d(8, 8, 4, stride=up, padding=1)',
      ['(stride 2 → up)'],
    ],
    [
      'an input of 1, for which the stride does nothing',
      'nn.ConvTranspose2d(64, 32, 4, stride=1)',
      'nn.ConvTranspose2d(64, 32, 4, stride=2)',
      ['(H + 3)×(W + 3) → (2H + 2)×(2W + 2) for other inputs'],
      { input: [1, 64, 1, 1], inputFrom: 'a comment' },
    ],
  ];
  for (const [title, before, after, expected, options] of cases) {
    it(`tells of ${title}`, () => assert.deepEqual(texts(before, after, options), expected));
  }

  it('tells of an input of another size, and of the output that follows from it', () => {
    const call = 'nn.ConvTranspose2d(64, 32, 4, stride=2, padding=1)';
    assert.deepEqual(texts(call, call, at28, { input: [1, 64, 32, 32], inputFrom: 'a comment' }).slice(0, 2), [
      '56×56 → 64×64',
      'input 28×28 → 32×32',
    ]);
  });

  it('compares a call with a known input to one without', () => {
    const [size] = texts(
      'nn.ConvTranspose2d(64, 32, 4, stride=2, padding=1)',
      'nn.ConvTranspose2d(64, 32, 6, stride=2, padding=1)',
      at28,
      {},
    );
    assert.equal(size, '56×56 → 58×58');
  });

  it('marks what becomes worse and what becomes better', () => {
    const tones = (before: string, after: string): readonly string[] =>
      effects(before, after)
        .map(({ tone }) => tone)
        .filter((tone) => tone !== 'neutral');
    const [even, uneven] = ['nn.ConvTranspose2d(8, 8, 4, 2, 1)', 'nn.ConvTranspose2d(8, 8, 3, 2, 1)'];
    const illegal = 'nn.ConvTranspose2d(8, 8, 4, 2, 1, 2)';
    assert.deepEqual(tones(even, uneven), ['worse']);
    assert.deepEqual(tones(uneven, even), ['better']);
    assert.deepEqual(tones(even, illegal), ['worse']);
    assert.deepEqual(tones(illegal, even), ['better']);
    assert.deepEqual(tones(illegal, illegal), []);
  });

  it('tells a change of framework: layout, axes of the weight, size', () => {
    const found = effects(
      'nn.ConvTranspose2d(64, 32, 3, stride=2, padding=1, output_padding=1)',
      "layers.Conv2DTranspose(32, 3, strides=2, padding='same')",
    );
    const kinds = found.map(({ kind }) => kind);
    assert.ok(kinds.includes('api') && kinds.includes('layout') && kinds.includes('weights'), kinds.join());
    assert.match(found.find(({ kind }) => kind === 'weights')?.text ?? '', /IOHW 64×32×3×3 → HWOI 3×3×32×64/);
    // Both give 2H×2W, but Keras crops at the end what PyTorch crops at the start: DIALECTS, k3 s2.
    assert.ok(!kinds.includes('size'));
    assert.match(found.find(({ kind }) => kind === 'shift')?.text ?? '', /^shifted 1 row down and 1 column right$/);
  });

  it('tells that JAX rotates the kernel where PyTorch does not', () => {
    const found = effects(
      'nn.ConvTranspose2d(8, 8, 4, 2, 1)',
      'nn.ConvTranspose(8, (4, 4), strides=(2, 2))',
      {},
      {
        resolvedName: 'flax.linen.ConvTranspose',
      },
    );
    assert.equal(found.find(({ kind }) => kind === 'rotation')?.text, 'kernel rotated by 180°: no → yes');
  });
});
