import { presetOf, type Preset } from './preset.ts';

const source = 'https://discuss.pytorch.org/t/convtranspose2d-using-unfold/120350';

/** The call in the answer of the forum thread: 50 channels to 30, no stride, no padding. */
export const forum: Preset = presetOf({
  id: 'forum',
  title: 'PyTorch forum example: 50→30, k3',
  description: 'The example in “ConvTranspose2d using unfold”: where does its error of 1e−5 come from?',
  source,
  input: { fill: 'smooth', shape: [1, 50, 28, 28] },
  weight: { fill: 'randn', shape: [50, 30, 3, 3] },
  seed: 42,
});

/** The call in the question, which the answer left open: with a stride and a padding. */
export const forumQuestion: Preset = presetOf({
  id: 'asker',
  title: 'PyTorch forum example: MNIST-sized, k3 s2 p1',
  description:
    'An image of 28×28, the size of an MNIST digit, with stride 2 and padding 1: the case that was asked about.',
  source,
  input: { fill: 'smooth', shape: [1, 1, 28, 28] },
  weight: { fill: 'randn', shape: [1, 1, 3, 3] },
  params: { stride: [2, 2], padding: [1, 1] },
  seed: 42,
});
