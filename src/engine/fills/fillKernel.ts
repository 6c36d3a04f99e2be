import { logarithmSeries } from './logarithm.ts';
import { cosineSeries, sineSeries } from './sineCosine.ts';
import { baseFrequency, smoothness } from './smoothLoop.ts';
import type { TorchGenerator } from './torchGenerator.ts';
import { planesOf } from '../core/planes.ts';
import type { Tensor } from '../core/tensor.ts';
import { createArena } from '../kernels/wasm/memory/arena.ts';
import { releaseInstance, type KernelExports, acquireInstance } from '../kernels/wasm/memory/instance.ts';

/** The most elements computed between two progress steps: whole blocks of `randn`, about a millisecond's work. */
export const elementsPerSlice = 2 ** 14;
/** Below this number of elements, the JavaScript loops finish before a WebAssembly instance is ready. */
export const fewestForFillKernel = 2 ** 10;

/**
 * Indices of the fields of the WebAssembly structure (assembly/fills/fill.ts) that change during a fill: `next` and
 * `hasKept` among its 32-bit integers, `kept` among its float64 numbers.
 */
const field = { next: 1, hasKept: 2, kept: 6 } as const;
const fieldCount = 10;
/** Number of elements after the last one that the WebAssembly code may overwrite. */
const slack = 3;
/** The series coefficients in the order in which `Series` of assembly/fills/series.ts expects them. */
const coefficients = [...logarithmSeries, ...sineSeries, ...cosineSeries];

/**
 * Fills with random numbers on WebAssembly, with the same order and bits as the loops in fills/randnLoop.ts and
 * fills/smoothLoop.ts.
 */
export class FillKernel {
  readonly #kernels: KernelExports;
  readonly #id: 'randn' | 'smooth';
  readonly #data: Tensor['data'];
  readonly #generator: TorchGenerator;
  readonly #address: number;
  readonly #words: Uint32Array;
  readonly #made: Float64Array;

  private constructor(
    kernels: KernelExports,
    id: 'randn' | 'smooth',
    { data }: Tensor,
    generator: TorchGenerator,
    { address, words, to }: { readonly address: number; readonly words: number; readonly to: number },
  ) {
    const { buffer } = kernels.memory;
    this.#kernels = kernels;
    this.#id = id;
    this.#data = data;
    this.#generator = generator;
    this.#address = address;
    this.#words = new Uint32Array(buffer, words, generator.twister.words.length);
    this.#made = new Float64Array(buffer, to, elementsPerSlice);
  }

  /** Starts a fill from the generator's state. Returns null if WebAssembly is not available. */
  static of(id: 'randn' | 'smooth', tensor: Tensor, generator: TorchGenerator): FillKernel | null {
    const { height, width } = planesOf(tensor.shape);
    const { twister, kept } = generator;
    const memory = createArena();
    const address = memory.take(fieldCount * 8);
    const words = memory.take(twister.words.byteLength);
    const series = memory.take(coefficients.length * 8);
    const to = memory.take((elementsPerSlice + slack) * 8);
    const waves = memory.take(id === 'smooth' ? bytesOfWaves(height, width) : 0);
    const kernels = acquireInstance(memory.size);
    if (kernels === null) return null;
    const { buffer } = kernels.memory;
    const single = tensor.dtype === 'float32' ? 1 : 0;
    const drawn = [words, twister.next, kept === null ? 0 : 1, series, to, single];
    const { waves: count, amplitude, noise } = smoothness;
    new Int32Array(buffer, address).set([...drawn, height, width, 0, 0, waves, count]);
    const numbers = [kept ?? 0, baseFrequency(height, width), amplitude, noise];
    new Float64Array(buffer, address).set(numbers, field.kept);
    new Float64Array(buffer, series).set(coefficients);
    new Uint32Array(buffer, words).set(twister.words);
    return new FillKernel(kernels, id, tensor, generator, { address, words, to });
  }

  /**
   * Fills the elements `from` … `to` − 1, at most {@link elementsPerSlice}. For `smooth`, they must follow those of the
   * previous call.
   */
  fill(from: number, to: number): void {
    this.#kernels[this.#id](this.#address, to - from);
    this.#data.set(this.#made.subarray(0, to - from), from);
  }

  /** Writes the state back to the generator and releases the WebAssembly instance. */
  release(): void {
    const { buffer } = this.#kernels.memory;
    const integers = new Int32Array(buffer, this.#address, fieldCount);
    const numbers = new Float64Array(buffer, this.#address, fieldCount);
    const { twister } = this.#generator;
    twister.words.set(this.#words);
    twister.next = integers[field.next] as number;
    this.#generator.kept = integers[field.hasKept] === 0 ? null : (numbers[field.kept] as number);
    releaseInstance(this.#kernels);
  }
}

/**
 * Returns the bytes of a plane's tables of waves (see assembly/fills/smooth.ts), plus the element that the last vector
 * reads past their end.
 */
function bytesOfWaves(height: number, width: number): number {
  const vectors = Math.ceil(height / 2) + Math.ceil(width / 2);
  return smoothness.waves * (16 + 2 * 16 * vectors) + 8;
}
