import { elementsPerSlice, fewestForFillKernel, FillKernel } from './fillKernel.ts';
import type { Steps } from '../core/steps.ts';
import type { Tensor } from '../core/tensor.ts';
import { normalBlockSize, RandnLoop } from './randnLoop.ts';
import type { TorchGenerator } from './torchGenerator.ts';

/**
 * Fills a new tensor with the numbers that `torch.randn` gives on a CPU. If the tensor has at least 16 elements,
 * uniform numbers are drawn and transformed in blocks of 16; if a remainder is left, the last 16 elements are drawn
 * again. Otherwise each number comes from {@link TorchGenerator.normal}.
 *
 * Below 16 elements, float32 results equal PyTorch's to the last bit. From 16 on, PyTorch uses float32 approximations
 * of logarithm, sine and cosine whose last bits depend on the machine's vector instructions; the results differ from
 * PyTorch's by less than 2e-6.
 */
export function* fillRandn(tensor: Tensor, generator: TorchGenerator): Steps<void> {
  const { data } = tensor;
  const total = data.length;
  if (total < normalBlockSize) {
    for (let i = 0; i < total; i++) data[i] = generator.normal();
    return;
  }
  const kernel = total < fewestForFillKernel ? null : FillKernel.of('randn', tensor, generator);
  const loop = kernel ?? new RandnLoop(tensor, generator);
  for (let from = 0; from < total; from += elementsPerSlice) {
    yield { stage: 'Random normal', done: from, total };
    loop.fill(from, Math.min(from + elementsPerSlice, total));
  }
  if (total % normalBlockSize !== 0) loop.fill(total - normalBlockSize, total);
  kernel?.release();
}
