import { presetOf, type Preset } from './preset.ts';

/** The generator of the paper with 64 feature maps, as in the PyTorch tutorial: five layers without a bias. */
const dcganSource =
  'Radford, Metz, Chintala: DCGAN, 2016, https://arxiv.org/abs/1511.06434; sizes as in https://pytorch.org/tutorials/beginner/dcgan_faces_tutorial.html';

const dcgan: readonly Preset[] = [
  presetOf({
    id: 'dcgan-1',
    title: 'DCGAN, layer 1: 100→512, k4',
    description: 'From one column of 100 random numbers to 4×4: K · U multiplies a large matrix by a small one.',
    source: dcganSource,
    input: { fill: 'randn', shape: [1, 100, 1, 1] },
    weight: { fill: 'randn', shape: [100, 512, 4, 4] },
    seed: 1,
  }),
  presetOf({
    id: 'dcgan-2',
    title: 'DCGAN, layer 2: 512→256, k4 s2 p1',
    description: 'Long sums: 8192 products for each output element, three quarters of them with a zero.',
    source: dcganSource,
    input: { fill: 'smooth', shape: [1, 512, 4, 4] },
    weight: { fill: 'randn', shape: [512, 256, 4, 4] },
    params: { stride: [2, 2], padding: [1, 1] },
    seed: 2,
  }),
  presetOf({
    id: 'dcgan-5',
    title: 'DCGAN, layer 5: 64→3, k4 s2 p1',
    description: 'The last layer: 64 feature maps become a picture of 64×64. Stride 2 divides kernel 4.',
    source: dcganSource,
    input: { fill: 'smooth', shape: [1, 64, 32, 32] },
    weight: { fill: 'randn', shape: [64, 3, 4, 4] },
    params: { stride: [2, 2], padding: [1, 1] },
    seed: 5,
  }),
];

/** The last up-convolution maps 128 channels of 196×196 to 64 of 392×392; this is a 16×16 tile of it. */
const unet: Preset = presetOf({
  id: 'unet',
  title: 'U-Net up-convolution: 128→64, k2 s2',
  description: 'Kernel equal to stride: every output element has one tap per channel, and no overlap.',
  source:
    'Ronneberger, Fischer, Brox: U-Net, 2015, https://arxiv.org/abs/1505.04597 (last up-convolution, a 16×16 tile)',
  input: { fill: 'smooth', shape: [1, 128, 16, 16] },
  weight: { fill: 'randn', shape: [128, 64, 2, 2] },
  bias: { fill: 'randn', shape: [64] },
  params: { stride: [2, 2] },
  seed: 3,
});

/** FSRCNN(56, 12, 4) for threefold enlargement; padding 4 and output_padding 2 make the size exactly 3·H. */
const fsrcnn: Preset = presetOf({
  id: 'fsrcnn',
  title: 'FSRCNN deconvolution: 56→1, k9 s3 p4 op2',
  description: 'Threefold enlargement from 56 feature maps: nine phases, nine taps in each.',
  source: 'Dong, Loy, Tang: Accelerating the Super-Resolution CNN, 2016, https://arxiv.org/abs/1608.00367',
  input: { fill: 'smooth', shape: [1, 56, 16, 16] },
  weight: { fill: 'randn', shape: [56, 1, 9, 9] },
  bias: { fill: 'zeros', shape: [1] },
  params: { stride: [3, 3], padding: [4, 4], outputPadding: [2, 2] },
  seed: 9,
});

/**
 * Eightfold upsampling of 21 classes, on an 8×8 tile of the score map. Unfolding would multiply 98% zeros, so the
 * formulation is sub-pixel.
 */
const fcn8s: Preset = presetOf({
  id: 'fcn-8s',
  title: 'FCN-8s upsampling: 21→21, k16 s8 p4',
  description: 'Bilinear upsampling written as a transposed convolution: 64 phases of 2×2 taps.',
  source:
    'Long, Shelhamer, Darrell: Fully Convolutional Networks, 2015, https://arxiv.org/abs/1411.4038 (upscore8, an 8×8 tile)',
  input: { fill: 'smooth', shape: [1, 21, 8, 8] },
  weight: { fill: 'bilinear', shape: [21, 21, 16, 16] },
  params: { stride: [8, 8], padding: [4, 4] },
  seed: 21,
  formulation: 'sub-pixel',
});

/** The upsampling of CenterNet's deep layer aggregation: one kernel for each of 64 channels. */
const depthwise: Preset = presetOf({
  id: 'depthwise',
  title: 'Depthwise: 64 channels, k4 s2 p1',
  description: 'groups = 64: every channel has its own kernel, and K is one row.',
  source: 'Zhou, Wang, Krähenbühl: Objects as Points, 2019, https://arxiv.org/abs/1904.07850',
  input: { fill: 'smooth', shape: [1, 64, 16, 16] },
  weight: { fill: 'randn', shape: [64, 1, 4, 4] },
  params: { stride: [2, 2], padding: [1, 1], groups: 64 },
  seed: 64,
});

/** Layers of published networks, at sizes that are computed while the user waits. */
export const networks: readonly Preset[] = [...dcgan, unet, fsrcnn, fcn8s, depthwise];
