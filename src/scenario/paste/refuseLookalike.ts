import { refuse, type Result } from '../../engine/core/refusal.ts';
import { longestCode } from './mayBeCode.ts';

/** Functions that look alike, and what they are. */
const others: readonly (readonly [RegExp, string])[] = [
  [
    /\b(?:Lazy)?ConvTranspose3d\s*\(|\bconv_transpose3d\s*\(|\bConv3DTranspose\s*\(/,
    'is a transposed convolution of three axes',
  ],
  [/\b(?:Lazy)?Conv2d\s*\(|\bconv2d\s*\(|\bConv2D\s*\(/, 'is a convolution, not a transposed one'],
];
const readable =
  'The transposed convolutions of PyTorch, Keras, TensorFlow, JAX and Flax and ONNX attributes can be read.';

/** Refuses a text with a call that only looks like a transposed convolution of two axes; null if there is none. */
export function refuseLookalike(text: string): Result<never> | null {
  if (text.length > longestCode) return null;
  for (const [pattern, what] of others) {
    const found = pattern.exec(text)?.[0].replace(/\s*\($/, '');
    if (found !== undefined) return refuse('scenario', `${found} ${what}. ${readable}`);
  }
  return null;
}
