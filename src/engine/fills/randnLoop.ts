import type { Tensor } from '../core/tensor.ts';
import { logarithm } from './logarithm.ts';
import { sineCosine } from './sineCosine.ts';
import type { TorchGenerator } from './torchGenerator.ts';

/** Elements that PyTorch turns from uniform to normal together: 8 radii, then their 8 angles. */
export const block = 16;

/** Fills with blocks of normals: the readable loop, and the twin of assembly/normals.ts. */
export class RandnLoop {
  readonly #data: Tensor['data'];
  readonly #uniform: () => number;
  readonly #transform: typeof normalBlock32;

  constructor({ dtype, data }: Tensor, { uniform24, uniform53 }: TorchGenerator) {
    const single = dtype === 'float32';
    this.#data = data;
    this.#uniform = single ? uniform24 : uniform53;
    this.#transform = single ? normalBlock32 : normalBlock64;
  }

  /** The elements `from` … `to` − 1; what is no whole block stays uniform. */
  fill(from: number, to: number): void {
    for (let i = from; i < to; i++) this.#data[i] = this.#uniform();
    for (let at = from; at + block <= to; at += block) this.#transform(this.#data, at);
  }
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
