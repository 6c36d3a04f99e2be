import type { Kept } from './kept.ts';
import type { ComparedPart } from './part.ts';
import { createArena } from '../kernels/wasm/memory/arena.ts';
import { fewestHeld, ElementsInMemory, heldLength, pairBringers, takeHeld, wideOf } from './heldPair.ts';
import { giveInstance, type KernelExports, takeInstance } from '../kernels/wasm/memory/instance.ts';

/** Keeps errors of wanted bins as compare/keepLoop.ts does, in the same order. */
export class KeepKernel {
  readonly #kernels: KernelExports;
  readonly #held: ElementsInMemory;
  readonly #place: number;
  readonly #into: Kept;
  /** For each wanted bin where the next error goes, and where those of the held elements begin. */
  readonly #ends: Uint32Array;
  readonly #starts: readonly number[];

  private constructor(
    kernels: KernelExports,
    held: ElementsInMemory,
    place: number,
    ends: number,
    starts: readonly number[],
    into: Kept,
  ) {
    this.#kernels = kernels;
    this.#held = held;
    this.#place = place;
    this.#ends = new Uint32Array(kernels.memory.buffer, ends, starts.length);
    this.#starts = starts;
    this.#into = into;
  }

  /** null where there are too few elements or no kernels. */
  static of(part: ComparedPart, into: Kept): KeepKernel | null {
    const total = part.actual.data.length;
    if (total < fewestHeld) return null;
    const memory = createArena();
    const place = memory.take(5 * 4);
    const pairs = takeHeld(memory, 2);
    const which = memory.take(into.which.length);
    const ends = memory.take(into.kept.length * 4);
    const starts = into.kept.map(() => memory.take(heldLength * 8));
    const kernels = takeInstance(memory.size);
    if (kernels === null) return null;
    const { buffer } = kernels.memory;
    const wide = wideOf([part.actual.data, part.expected.data]);
    new Int32Array(buffer, place).set([pairs, into.top, which, ends, wide]);
    new Int8Array(buffer, which).set(into.which);
    return new KeepKernel(
      kernels,
      new ElementsInMemory(total, pairBringers(buffer, pairs, part)),
      place,
      ends,
      starts,
      into,
    );
  }

  /** The elements `from` … `to` − 1; `from` is the first of those held together. */
  see(from: number, to: number): void {
    for (let at = from; at < to; at += heldLength) {
      this.#held.hold(at);
      this.#ends.set(this.#starts);
      this.#kernels.keep(this.#place, Math.min(heldLength, to - at));
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

  /** Gives the kernels back. */
  give(): void {
    giveInstance(this.#kernels);
  }
}
