import assert from 'node:assert/strict';
import { lensText, shapeHint } from '../../src/review/lensText.ts';
import type { FoldSite } from '../../src/python/callSite.ts';
import { siteOf } from './siteOf.ts';

describe('the lens above a call', () => {
  // Sizes by hand from the formulas of the frameworks' documentation.
  const cases: readonly (readonly [source: string, input: readonly number[] | null, lens: string])[] = [
    ['nn.ConvTranspose2d(64, 32, 4, 2, 1)', null, '×2 · H×W → 2H×2W · debug this call'],
    ['nn.ConvTranspose2d(64, 32, 4, 2, 1)', [1, 64, 4, 4], '×2 · 4×4 → 8×8 · debug this call'],
    ['nn.ConvTranspose2d(64, 32, 4, 2, 1)', [1, 64, 4, 6], '×2 · 4×6 → 8×12 · debug this call'],
    ['nn.ConvTranspose2d(64, 32, 3, 2, 1)', null, '×2 · H×W → (2H − 1)×(2W − 1) · overlap uneven · debug this call'],
    ['nn.ConvTranspose2d(64, 32, 4, (2, 1), 1)', null, '×(2, 1) · H×W → 2H×(W + 1) · debug this call'],
    ['nn.ConvTranspose1d(64, 32, 16, 8, 4)', null, '×8 · L → 8L · debug this call'],
    [
      'nn.ConvTranspose2d(64, 32, 4, stride)',
      null,
      '×stride · H×W → (stride·H − stride + 4)×(stride·W − stride + 4) · debug this call',
    ],
    [
      "layers.Conv2DTranspose(32, 3, strides=2, padding='same')",
      [1, 7, 7, 64],
      '×2 · 7×7 → 14×14 · overlap uneven · debug this call',
    ],
    [
      'nn.ConvTranspose2d(64, 32, 4, 2, 1, 2)',
      null,
      'illegal: output_padding = 2 must be smaller than either stride = 2 or dilation = 1 · debug this call',
    ],
  ];
  for (const [source, input, lens] of cases) {
    it(`of ${source}${input === null ? '' : ` on ${input.join('×')}`} is "${lens}"`, () => {
      assert.equal(lensText(siteOf(source, { input }).site), lens);
    });
  }
});

describe('the lens above a fold', () => {
  const axis = { kernel: 3, stride: 1, padding: 0, dilation: 1 };
  const base: Omit<FoldSite, 'kind' | 'axes' | 'unfolded'> = {
    range: { from: 0, to: 9 },
    callee: { from: 0, to: 9 },
    resolvedName: 'torch.nn.Unfold',
    arguments: new Map(),
    path: 'unfold',
    input: null,
    inputFrom: null,
    output: null,
    following: [],
    isComplete: true,
    hasUnknownArguments: false,
    uses: [],
  };

  it('says the shape of U and the number of windows', () => {
    // torch.nn.Unfold(3) on (1, 50, 30, 30) gives (1, 450, 784).
    const known = { ...axis, image: 30, places: 28 };
    const site: FoldSite = {
      ...base,
      kind: 'unfold',
      input: [1, 50, 30, 30],
      unfolded: [1, 450, 784],
      axes: [known, known],
    };
    assert.equal(lensText(site), '1×50×30×30 → U 1×450×784 · 28×28 windows of 3×3');
  });

  it('says what is known of a size that is not', () => {
    const open = { ...axis, image: null, places: null };
    const site: FoldSite = { ...base, kind: 'fold', unfolded: null, axes: [open, open] };
    assert.equal(lensText(site), 'U → H×W · windows of 3×3, stride 1');
  });
});

describe('the hint after a call', () => {
  it('is the shape of the output', () => {
    const { site } = siteOf('nn.ConvTranspose2d(64, 32, 4, 2, 1)', { input: [1, 64, 4, 4], output: [1, 32, 8, 8] });
    assert.equal(shapeHint(site), '→ 1×32×8×8');
  });

  it('is the formula of the sizes if nothing is known of the input', () => {
    assert.equal(shapeHint(siteOf('nn.ConvTranspose2d(64, 32, 4, 2, 1)').site), '→ 2H×2W');
  });

  it('is absent for an illegal call', () => {
    assert.equal(shapeHint(siteOf('nn.ConvTranspose2d(64, 32, 4, 2, 1, 2)').site), null);
  });
});
