import { elementsPerSlice, fewestForFillKernel, FillKernel } from './fillKernel.ts';
import type { Steps } from '../core/steps.ts';
import type { Tensor } from '../core/tensor.ts';
import { SmoothLoop } from './smoothLoop.ts';
import type { TorchGenerator } from './torchGenerator.ts';

/**
 * Fills a new tensor with a smooth random field. Each plane is the sum of five sine waves, of random direction, length
 * (about the plane's longer side), phase and amplitude, and a little noise. Unlike white noise, such a picture shows
 * when something is shifted, for example in the rows of an unfolded matrix. The draws for a plane are, wave by wave:
 * two normals (frequency down and across), one uniform (phase), one normal (amplitude); then one normal per element for
 * the noise.
 */
export function* fillSmooth(tensor: Tensor, generator: TorchGenerator): Steps<void> {
  const total = tensor.data.length;
  const kernel = total < fewestForFillKernel ? null : FillKernel.of('smooth', tensor, generator);
  const loop = kernel ?? new SmoothLoop(tensor, generator);
  for (let from = 0; from < total; from += elementsPerSlice) {
    yield { stage: 'Smooth field', done: from, total };
    loop.fill(from, Math.min(from + elementsPerSlice, total));
  }
  kernel?.release();
}
