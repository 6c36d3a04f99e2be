import { presetOf, type Preset, type PresetEntry } from './preset.ts';

/** Numbers with one decimal, small enough to read one by one, and one stored 0. */
const strided4x4 = {
  input: {
    shape: [1, 1, 4, 4],
    values: [2.8, -0.1, -0.9, 0.1, -0.1, 0.9, -0.7, -1.2, -1.5, 0, 1.2, 1.1, -0.5, 0.1, 1.9, -0.8],
  },
  weight: { shape: [1, 1, 3, 3], values: [0.4, -0.9, 1.1, -0.6, 1.3, 0.7, 0.2, -1.2, 0.8] },
  bias: { shape: [1], values: [0.1] },
  params: { stride: [2, 2], padding: [1, 1], outputPadding: [1, 1] },
} satisfies Partial<PresetEntry>;

export const strided: Preset = presetOf({
  ...strided4x4,
  id: 'strided',
  title: 'Start here: 4×4 → 8×8',
  name: 'Strided: 4×4 → 8×8',
  description: 'Every number can be read: zeros are inserted, then padded, unfolded and multiplied (k3 s2 p1 op1).',
  source: 'Made for this debugger: PyTorch’s usual way to double a size exactly.',
});

export const infiniteWeight: Preset = presetOf({
  ...strided4x4,
  id: 'infinite-weight',
  title: 'Infinite weight: 0·∞ = NaN',
  description: 'unfold + matmul multiplies inserted zeros, so an infinite weight makes NaN; PyTorch does not.',
  source: 'Made for this debugger: IEEE 754, 0 × ∞ is invalid.',
  // The stored 0 is replaced, because 0 times infinity is NaN in PyTorch as well.
  input: {
    shape: [1, 1, 4, 4],
    values: strided4x4.input.values.map((value) => (value === 0 ? 0.6 : value)),
  },
  weight: { shape: [1, 1, 3, 3], values: [0.4, -0.9, 1.1, -0.6, 1.3, 0.7, 0.2, -1.2, Infinity] },
});

export const checkerboardPreset: Preset = presetOf({
  id: 'checkerboard',
  title: 'Checkerboard: 1→1, k3 s2',
  description: 'Ones through ones: the output is the number of taps per cell, 1, 2 or 4.',
  source:
    'Odena, Dumoulin, Olah: Deconvolution and Checkerboard Artifacts, 2016, https://distill.pub/2016/deconv-checkerboard/',
  input: { fill: 'ones', shape: [1, 1, 10, 10] },
  weight: { fill: 'ones', shape: [1, 1, 3, 3] },
  params: { stride: [2, 2] },
});

export const dilated: Preset = presetOf({
  id: 'dilated',
  title: 'Dilated: 8→8, k3 d2 p2',
  description: 'The taps of a 3×3 kernel two cells apart: the unfolded rows skip every other cell.',
  source: 'Yu, Koltun: Multi-Scale Context Aggregation by Dilated Convolutions, 2016, https://arxiv.org/abs/1511.07122',
  input: { fill: 'smooth', shape: [1, 8, 20, 20] },
  weight: { fill: 'randn', shape: [8, 8, 3, 3] },
  params: { padding: [2, 2], dilation: [2, 2] },
  seed: 7,
});
