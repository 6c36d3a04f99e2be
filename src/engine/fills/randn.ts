import type { Steps } from '../steps.ts';
import type { Tensor } from '../tensor.ts';
import { logarithm } from './logarithm.ts';
import { sineCosine } from './sineCosine.ts';
import type { TorchGenerator } from './torchGenerator.ts';

/** Elements that PyTorch turns from uniform to normal together: 8 radii, then their 8 angles. */
const block = 16;
const blocksPerStep = 2 ** 12;

/**
 * The numbers of `torch.randn` on a CPU, into a new tensor. From 16 elements on, the whole tensor
 * is filled with uniforms and then transformed block by block; a remainder takes the last 16
 * places, drawn anew. Below 16 elements each comes from {@link TorchGenerator.normal}.
 *
 * The small case is PyTorch's to the last bit in float32. In the large one PyTorch's logarithm,
 * sine and cosine are float32 approximations whose last bits depend on the machine's vectors:
 * ours differ from them by less than 2e-6.
 */
export function* fillRandn({ dtype, data }: Tensor, generator: TorchGenerator): Steps<void> {
  const count = data.length;
  if (count < block) {
    for (let i = 0; i < count; i++) data[i] = generator.normal();
    return;
  }
  const single = dtype === 'float32';
  const uniform = single ? generator.uniform24 : generator.uniform53;
  const transform = single ? normalBlock32 : normalBlock64;
  const whole = count - (count % block);
  const step = (done: number) => ({ stage: 'Random normal', done, total: 2 * count });
  for (let i = 0; i < count; i++) {
    data[i] = uniform();
    if (i % (block * blocksPerStep) === 0) yield step(i);
  }
  for (let at = 0; at < whole; at += block) {
    transform(data, at);
    if (at % (block * blocksPerStep) === 0) yield step(count + at);
  }
  if (whole < count) {
    for (let i = count - block; i < count; i++) data[i] = uniform();
    transform(data, count - block);
  }
  yield step(2 * count);
}

const round = Math.fround;
const turn32 = round(2 * Math.PI);

/** Box and Muller's transform of 16 uniforms, every intermediate rounded to float32 as in PyTorch. */
function normalBlock32(data: Tensor['data'], at: number): void {
  for (let i = at; i < at + block / 2; i++) {
    const angle = round(turn32 * (data[i + block / 2] as number));
    const radius = round(Math.sqrt(round(-2 * round(logarithm(1 - (data[i] as number))))));
    const [sine, cosine] = sineCosine(angle);
    data[i] = radius * round(cosine);
    data[i + block / 2] = radius * round(sine);
  }
}

/** The same in float64. */
function normalBlock64(data: Tensor['data'], at: number): void {
  for (let i = at; i < at + block / 2; i++) {
    const radius = Math.sqrt(-2 * logarithm(1 - (data[i] as number)));
    const [sine, cosine] = sineCosine(2 * Math.PI * (data[i + block / 2] as number));
    data[i] = radius * cosine;
    data[i + block / 2] = radius * sine;
  }
}
