import { errorBinCount } from './errorBins.ts';
import type { ComparedPart } from './part.ts';
import type { SpreadState } from './spreadLoop.ts';
import type { SpreadScale } from './spreadScale.ts';
import { createArena } from '../kernels/wasm/memory/arena.ts';
import { fewestHeld, ElementsInMemory, heldLength, pairBringers, takeHeld, wideOf } from './heldPair.ts';
import { giveInstance, type KernelExports, takeInstance } from '../kernels/wasm/memory/instance.ts';

/** Numbers of the first float64 fields of assembly/spread.ts, and of the three sums among them. */
const field = { numbers: 4, sums: 7 } as const;
const fieldCount = 10;

/** Spreads out errors as compare/spreadLoop.ts does, in the same order and to the same bits. */
export class SpreadKernel {
  readonly #kernels: KernelExports;
  readonly #held: ElementsInMemory;
  readonly #place: number;
  readonly #sums: Float64Array;
  readonly #found: SpreadState;

  private constructor(kernels: KernelExports, held: ElementsInMemory, place: number, found: SpreadState) {
    this.#kernels = kernels;
    this.#held = held;
    this.#place = place;
    this.#sums = new Float64Array(kernels.memory.buffer, place, fieldCount).subarray(field.sums);
    this.#found = found;
  }

  /** null where there are too few elements or no kernels. */
  static of(part: ComparedPart, scale: SpreadScale): SpreadKernel | null {
    const total = part.actual.data.length;
    if (total < fewestHeld) return null;
    const { size, divisor, unit, top } = scale;
    const memory = createArena();
    const place = memory.take(fieldCount * 8);
    const pairs = takeHeld(memory, 2);
    const [counts, worstAbs, worst] = [size * 4, size * 8, size * 8].map((bytes) => memory.take(bytes)) as [
      number,
      number,
      number,
    ];
    const bins = memory.take(errorBinCount * 4);
    const kernels = takeInstance(memory.size);
    if (kernels === null) return null;
    const { buffer } = kernels.memory;
    const wide = wideOf([part.actual.data, part.expected.data]);
    new Int32Array(buffer, place).set([pairs, counts, worstAbs, worst, size - 1, bins, top, wide]);
    new Float64Array(buffer, place).set([divisor, size / 2, unit], field.numbers);
    const found = {
      counts: new Uint32Array(buffer, counts, size).fill(0),
      worstAbs: new Float64Array(buffer, worstAbs, size).fill(-1),
      worst: new Float64Array(buffer, worst, size).fill(-1),
      bins: new Uint32Array(buffer, bins, errorBinCount).fill(0),
    };
    return new SpreadKernel(kernels, new ElementsInMemory(total, pairBringers(buffer, pairs, part)), place, found);
  }

  /** The elements `from` … `to` − 1, all of one plane, whose sums stand at `place`. */
  see(from: number, to: number, sums: Float64Array, place: number): void {
    const own = this.#sums;
    own.fill(0);
    for (let at = from; at < to;) {
      const first = this.#held.hold(at);
      const end = Math.min(to, first + heldLength);
      this.#kernels.spread(this.#place, at - first, end - first, first);
      at = end;
    }
    for (let i = 0; i < 3; i++) sums[place + i] = (sums[place + i] as number) + (own[i] as number);
  }

  /** Where the errors seen so far lie: of its own, not the kernels' memory. */
  get spread(): SpreadState {
    const { counts, worstAbs, worst, bins } = this.#found;
    return {
      counts: counts.slice(),
      worstAbs: worstAbs.slice(),
      worst: worst.slice(),
      bins: bins.slice(),
    };
  }

  /** Gives the kernels back. */
  give(): void {
    giveInstance(this.#kernels);
  }
}
