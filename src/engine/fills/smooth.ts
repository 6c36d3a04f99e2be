import { elementsPerSlice, fewestFilled, FillKernel } from './fillKernel.ts';
import type { Steps } from '../core/steps.ts';
import type { Tensor } from '../core/tensor.ts';
import { SmoothLoop } from './smoothLoop.ts';
import type { TorchGenerator } from './torchGenerator.ts';

/**
 * A field to look at, into a new tensor: on each plane five plane waves of random direction, length
 * (about the plane's longer side), phase and height, and a little noise. A shift of such a
 * picture is seen, as in the rows of an unfolded matrix; a shift of white noise is not.
 * Per plane the draws are, wave by wave: two normals (frequencies down and across), one uniform
 * (phase), one normal (height); then one normal per element.
 */
export function* fillSmooth(tensor: Tensor, generator: TorchGenerator): Steps<void> {
  const total = tensor.data.length;
  const kernel = total < fewestFilled ? null : FillKernel.of('smooth', tensor, generator);
  const loop = kernel ?? new SmoothLoop(tensor, generator);
  for (let from = 0; from < total; from += elementsPerSlice) {
    yield { stage: 'Smooth field', done: from, total };
    loop.fill(from, Math.min(from + elementsPerSlice, total));
  }
  kernel?.give();
}
