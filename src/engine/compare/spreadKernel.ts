import { errorBinCount } from './errorBins.ts';
import type { ComparedPart } from './comparedPart.ts';
import type { SpreadState } from './spreadLoop.ts';
import type { SpreadScale } from './spreadScale.ts';
import { createArena } from '../kernels/wasm/memory/arena.ts';
import {
  fewestForCompareKernels,
  ElementsInMemory,
  elementsHeld,
  pairCopiers,
  reserveArrays,
  float64Mask,
} from './elementsInMemory.ts';
import { releaseInstance, type KernelExports, acquireInstance } from '../kernels/wasm/memory/instance.ts';

/**
 * Indices, among the float64 fields of assembly/compare/spread.ts, of the first number and of the first of the three
 * sums.
 */
const field = { numbers: 4, sums: 7 } as const;
const fieldCount = 10;

/**
 * Sorts errors into bins and sums them on WebAssembly, with the same order and bits as the loop in
 * compare/spreadLoop.ts.
 */
export class SpreadKernel {
  readonly #kernels: KernelExports;
  readonly #held: ElementsInMemory;
  readonly #address: number;
  readonly #sums: Float64Array;
  readonly #spread: SpreadState;

  private constructor(kernels: KernelExports, held: ElementsInMemory, address: number, spread: SpreadState) {
    this.#kernels = kernels;
    this.#held = held;
    this.#address = address;
    this.#sums = new Float64Array(kernels.memory.buffer, address, fieldCount).subarray(field.sums);
    this.#spread = spread;
  }

  /** Returns null if there are too few elements, or WebAssembly is not available. */
  static of(part: ComparedPart, scale: SpreadScale): SpreadKernel | null {
    const total = part.actual.data.length;
    if (total < fewestForCompareKernels) return null;
    const { size, divisor, unit, top } = scale;
    const memory = createArena();
    const address = memory.take(fieldCount * 8);
    const pairs = reserveArrays(memory, 2);
    const [counts, worstAbs, worst] = [size * 4, size * 8, size * 8].map((bytes) => memory.take(bytes)) as [
      number,
      number,
      number,
    ];
    const bins = memory.take(errorBinCount * 4);
    const kernels = acquireInstance(memory.size);
    if (kernels === null) return null;
    const { buffer } = kernels.memory;
    const wide = float64Mask([part.actual.data, part.expected.data]);
    new Int32Array(buffer, address).set([pairs, counts, worstAbs, worst, size - 1, bins, top, wide]);
    new Float64Array(buffer, address).set([divisor, size / 2, unit], field.numbers);
    const spread = {
      counts: new Uint32Array(buffer, counts, size).fill(0),
      worstAbs: new Float64Array(buffer, worstAbs, size).fill(-1),
      worst: new Float64Array(buffer, worst, size).fill(-1),
      bins: new Uint32Array(buffer, bins, errorBinCount).fill(0),
    };
    return new SpreadKernel(kernels, new ElementsInMemory(total, pairCopiers(buffer, pairs, part)), address, spread);
  }

  /** Adds the elements `from` … `to` − 1, all of one plane. The plane's three sums start at index `place` of `sums`. */
  add(from: number, to: number, sums: Float64Array, place: number): void {
    const kernelSums = this.#sums;
    kernelSums.fill(0);
    for (let at = from; at < to;) {
      const first = this.#held.hold(at);
      const end = Math.min(to, first + elementsHeld);
      this.#kernels.spread(this.#address, at - first, end - first, first);
      at = end;
    }
    for (let i = 0; i < 3; i++) sums[place + i] = (sums[place + i] as number) + (kernelSums[i] as number);
  }

  /** Copies the bins so far out of the WebAssembly memory. */
  get spread(): SpreadState {
    const { counts, worstAbs, worst, bins } = this.#spread;
    return {
      counts: counts.slice(),
      worstAbs: worstAbs.slice(),
      worst: worst.slice(),
      bins: bins.slice(),
    };
  }

  /** Releases the WebAssembly instance. */
  release(): void {
    releaseInstance(this.#kernels);
  }
}
