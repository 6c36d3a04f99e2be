import { elementsPerSlice, fewestFilled, FillKernel } from './fillKernel.ts';
import type { Steps } from '../core/steps.ts';
import type { Tensor } from '../core/tensor.ts';
import { block, RandnLoop } from './randnLoop.ts';
import type { TorchGenerator } from './torchGenerator.ts';

/**
 * The numbers of `torch.randn` on a CPU, into a new tensor. From 16 elements on they are drawn as
 * uniforms and transformed block by block; a remainder takes the last 16 places, drawn anew when
 * all have been. Below 16 elements each comes from {@link TorchGenerator.normal}.
 *
 * The small case is PyTorch's to the last bit in float32. In the large one PyTorch's logarithm,
 * sine and cosine are float32 approximations whose last bits depend on the machine's vectors:
 * ours differ from them by less than 2e-6.
 */
export function* fillRandn(tensor: Tensor, generator: TorchGenerator): Steps<void> {
  const { data } = tensor;
  const total = data.length;
  if (total < block) {
    for (let i = 0; i < total; i++) data[i] = generator.normal();
    return;
  }
  const kernel = total < fewestFilled ? null : FillKernel.of('randn', tensor, generator);
  const loop = kernel ?? new RandnLoop(tensor, generator);
  for (let from = 0; from < total; from += elementsPerSlice) {
    yield { stage: 'Random normal', done: from, total };
    loop.fill(from, Math.min(from + elementsPerSlice, total));
  }
  if (total % block !== 0) loop.fill(total - block, total);
  kernel?.give();
}
