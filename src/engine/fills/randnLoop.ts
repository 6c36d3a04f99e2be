import type { Tensor } from '../core/tensor.ts';
import { logarithm } from './logarithm.ts';
import { sineCosine } from './sineCosine.ts';
import type { TorchGenerator } from './torchGenerator.ts';

/**
 * Number of elements that PyTorch transforms from uniform to normal together: 8 for the radii, then 8 for the angles.
 */
export const normalBlockSize = 16;

/** Fills with blocks of normal numbers: the readable loop, whose result assembly/fills/normals.ts reproduces. */
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

  /** Fills the elements `from` … `to` − 1. If fewer than a block are left at the end, these stay uniform. */
  fill(from: number, to: number): void {
    for (let i = from; i < to; i++) this.#data[i] = this.#uniform();
    for (let at = from; at + normalBlockSize <= to; at += normalBlockSize) this.#transform(this.#data, at);
  }
}

const round = Math.fround;
const turn32 = round(2 * Math.PI);

/**
 * Transforms 16 uniform numbers to normal ones (Box and Muller), with every intermediate result rounded to float32 as
 * in PyTorch.
 */
function normalBlock32(data: Tensor['data'], at: number): void {
  for (let i = at; i < at + normalBlockSize / 2; i++) {
    const angle = round(turn32 * (data[i + normalBlockSize / 2] as number));
    const radius = round(Math.sqrt(round(-2 * round(logarithm(1 - (data[i] as number))))));
    const [sine, cosine] = sineCosine(angle);
    data[i] = radius * round(cosine);
    data[i + normalBlockSize / 2] = radius * round(sine);
  }
}

/** Does the same as {@link normalBlock32} in float64. */
function normalBlock64(data: Tensor['data'], at: number): void {
  for (let i = at; i < at + normalBlockSize / 2; i++) {
    const radius = Math.sqrt(-2 * logarithm(1 - (data[i] as number)));
    const [sine, cosine] = sineCosine(2 * Math.PI * (data[i + normalBlockSize / 2] as number));
    data[i] = radius * cosine;
    data[i + normalBlockSize / 2] = radius * sine;
  }
}
