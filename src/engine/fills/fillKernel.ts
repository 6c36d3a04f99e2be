import { logarithmSeries } from './logarithm.ts';
import { cosineSeries, sineSeries } from './sineCosine.ts';
import { baseFrequency, smoothness } from './smoothLoop.ts';
import type { TorchGenerator } from './torchGenerator.ts';
import { planesOf } from '../core/planes.ts';
import type { Tensor } from '../core/tensor.ts';
import { createArena } from '../kernels/wasm/memory/arena.ts';
import { giveInstance, type KernelExports, takeInstance } from '../kernels/wasm/memory/instance.ts';

/** Elements that are made between two steps, at most: whole blocks of `randn`, and about a millisecond's work. */
export const elementsPerSlice = 2 ** 14;
/** Of fewer elements the loops are done before the kernels are ready. */
export const fewestFilled = 2 ** 10;

/** Numbers of the fields of assembly/fill.ts that change: of 32-bit integers, and of float64 numbers. */
const field = { next: 1, hasKept: 2, kept: 6 } as const;
const fieldCount = 10;
/** Elements behind the last one that the kernels may write. */
const slack = 3;
/** In the order of Series of assembly/series.ts. */
const coefficients = [...logarithmSeries, ...sineSeries, ...cosineSeries];

/** Fills with random numbers as fills/randnLoop.ts and fills/smoothLoop.ts do, in the same order and to the same bits. */
export class FillKernel {
  readonly #kernels: KernelExports;
  readonly #id: 'randn' | 'smooth';
  readonly #data: Tensor['data'];
  readonly #generator: TorchGenerator;
  readonly #place: number;
  readonly #words: Uint32Array;
  readonly #made: Float64Array;

  private constructor(
    kernels: KernelExports,
    id: 'randn' | 'smooth',
    { data }: Tensor,
    generator: TorchGenerator,
    { place, words, to }: { readonly place: number; readonly words: number; readonly to: number },
  ) {
    const { buffer } = kernels.memory;
    this.#kernels = kernels;
    this.#id = id;
    this.#data = data;
    this.#generator = generator;
    this.#place = place;
    this.#words = new Uint32Array(buffer, words, generator.twister.words.length);
    this.#made = new Float64Array(buffer, to, elementsPerSlice);
  }

  /** Goes on from the generator's state; null where there are no kernels. */
  static of(id: 'randn' | 'smooth', tensor: Tensor, generator: TorchGenerator): FillKernel | null {
    const { height, width } = planesOf(tensor.shape);
    const { twister, kept } = generator;
    const memory = createArena();
    const place = memory.take(fieldCount * 8);
    const words = memory.take(twister.words.byteLength);
    const series = memory.take(coefficients.length * 8);
    const to = memory.take((elementsPerSlice + slack) * 8);
    const waves = memory.take(id === 'smooth' ? bytesOfWaves(height, width) : 0);
    const kernels = takeInstance(memory.size);
    if (kernels === null) return null;
    const { buffer } = kernels.memory;
    const single = tensor.dtype === 'float32' ? 1 : 0;
    const drawn = [words, twister.next, kept === null ? 0 : 1, series, to, single];
    const { waves: count, amplitude, noise } = smoothness;
    new Int32Array(buffer, place).set([...drawn, height, width, 0, 0, waves, count]);
    const numbers = [kept ?? 0, baseFrequency(height, width), amplitude, noise];
    new Float64Array(buffer, place).set(numbers, field.kept);
    new Float64Array(buffer, series).set(coefficients);
    new Uint32Array(buffer, words).set(twister.words);
    return new FillKernel(kernels, id, tensor, generator, { place, words, to });
  }

  /** The elements `from` … `to` − 1, a slice of them at most: the next ones, or of `randn` any. */
  fill(from: number, to: number): void {
    this.#kernels[this.#id](this.#place, to - from);
    this.#data.set(this.#made.subarray(0, to - from), from);
  }

  /** Gives the generator the state it would have by now, and the kernels back. */
  give(): void {
    const { buffer } = this.#kernels.memory;
    const integers = new Int32Array(buffer, this.#place, fieldCount);
    const numbers = new Float64Array(buffer, this.#place, fieldCount);
    const { twister } = this.#generator;
    twister.words.set(this.#words);
    twister.next = integers[field.next] as number;
    this.#generator.kept = integers[field.hasKept] === 0 ? null : (numbers[field.kept] as number);
    giveInstance(this.#kernels);
  }
}

/** Bytes of the waves of a plane, see assembly/smooth.ts, and of what a vector in the last column reads behind it. */
function bytesOfWaves(height: number, width: number): number {
  const vectors = Math.ceil(height / 2) + Math.ceil(width / 2);
  return smoothness.waves * (16 + 2 * 16 * vectors) + 8;
}
