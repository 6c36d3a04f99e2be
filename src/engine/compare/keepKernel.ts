import type { KeptErrors } from './keepLoop.ts';
import type { ComparedPart } from './comparedPart.ts';
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

/** Copies out the errors in the wanted bins on WebAssembly, with the same result as the loop of compare/keepLoop.ts. */
export class KeepKernel {
  readonly #kernels: KernelExports;
  readonly #held: ElementsInMemory;
  readonly #address: number;
  readonly #into: KeptErrors;
  /**
   * For each wanted bin, the address after its last error so far, and the address where the errors of the current block
   * begin.
   */
  readonly #ends: Uint32Array;
  readonly #starts: readonly number[];

  private constructor(
    kernels: KernelExports,
    held: ElementsInMemory,
    address: number,
    ends: number,
    starts: readonly number[],
    into: KeptErrors,
  ) {
    this.#kernels = kernels;
    this.#held = held;
    this.#address = address;
    this.#ends = new Uint32Array(kernels.memory.buffer, ends, starts.length);
    this.#starts = starts;
    this.#into = into;
  }

  /** Returns null if there are too few elements, or WebAssembly is not available. */
  static of(part: ComparedPart, into: KeptErrors): KeepKernel | null {
    const total = part.actual.data.length;
    if (total < fewestForCompareKernels) return null;
    const memory = createArena();
    const address = memory.take(5 * 4);
    const pairs = reserveArrays(memory, 2);
    const which = memory.take(into.which.length);
    const ends = memory.take(into.kept.length * 4);
    const starts = into.kept.map(() => memory.take(elementsHeld * 8));
    const kernels = acquireInstance(memory.size);
    if (kernels === null) return null;
    const { buffer } = kernels.memory;
    const wide = float64Mask([part.actual.data, part.expected.data]);
    new Int32Array(buffer, address).set([pairs, into.top, which, ends, wide]);
    new Int8Array(buffer, which).set(into.which);
    return new KeepKernel(
      kernels,
      new ElementsInMemory(total, pairCopiers(buffer, pairs, part)),
      address,
      ends,
      starts,
      into,
    );
  }

  /** Adds the elements `from` … `to` − 1. `from` must be the first element of a block (see elementsInMemory.ts). */
  add(from: number, to: number): void {
    for (let at = from; at < to; at += elementsHeld) {
      this.#held.hold(at);
      this.#ends.set(this.#starts);
      this.#kernels.keep(this.#address, Math.min(elementsHeld, to - at));
      this.#starts.forEach((start, i) => this.#append(i, start));
    }
  }

  #append(i: number, start: number): void {
    const { kept, filled } = this.#into;
    const count = ((this.#ends[i] as number) - start) / Float64Array.BYTES_PER_ELEMENT;
    if (count === 0) return;
    const found = new Float64Array(this.#kernels.memory.buffer, start, count);
    (kept[i] as Float64Array).set(found, filled[i]);
    filled[i] = (filled[i] as number) + count;
  }

  /** Releases the WebAssembly instance. */
  release(): void {
    releaseInstance(this.#kernels);
  }
}
