import { type BoundFactors, boundNumbers, type RoundingBound } from '../rounding/bound.ts';
import type { ComparedPart } from './part.ts';
import type { Tolerance } from './comparison.ts';
import { createArena } from '../kernels/wasm/memory/arena.ts';
import {
  bringer,
  cyclicBringer,
  fewestHeld,
  ElementsInMemory,
  heldLength,
  pairBringers,
  takeHeld,
  wideOf,
} from './heldPair.ts';
import { giveInstance, type KernelExports, takeInstance } from '../kernels/wasm/memory/instance.ts';

/** Elements that the kernel passes over, or not, together. */
export const scanBlock = 16;
/** Numbers of the fields of assembly/scan.ts that change or are read: of 32-bit integers, and of float64 numbers. */
const field = { awaitMismatch: 4, mismatches: 5, beyond: 6, worst: 4 } as const;
const fieldCount = 11;

/** Above these an element has to be looked at, see errorScan.ts; `share` is that of one unit in the last place. */
export interface ScanLimits {
  readonly worst: number;
  readonly rel: number;
  readonly ulp: number;
  readonly share: number;
  readonly ratio: number;
  /** Whether there was no mismatch yet: the first is stopped at. */
  readonly awaitMismatch: boolean;
}

/** Up to where elements were passed over, and what was counted of them. */
export interface Passed {
  readonly to: number;
  readonly mismatches: number;
  readonly beyond: number;
}

/** Passes over the elements that a first look does not have to look at. */
export class ScanKernel {
  readonly #kernels: KernelExports;
  readonly #held: ElementsInMemory;
  readonly #place: number;
  readonly #integers: Int32Array;
  readonly #numbers: Float64Array;
  readonly #tolerance: Tolerance;

  private constructor(
    kernels: KernelExports,
    held: ElementsInMemory,
    place: number,
    fields: readonly number[],
    tolerance: Tolerance,
  ) {
    const { buffer } = kernels.memory;
    this.#kernels = kernels;
    this.#held = held;
    this.#place = place;
    this.#integers = new Int32Array(buffer, place, fieldCount);
    this.#numbers = new Float64Array(buffer, place, fieldCount);
    this.#integers.set(fields);
    this.#tolerance = tolerance;
  }

  /** null where there are too few elements or no kernels; and of negative tolerances, where equals mismatch. */
  static of(
    part: ComparedPart,
    bound: RoundingBound | null,
    factors: BoundFactors | null,
    tolerance: Tolerance,
  ): ScanKernel | null {
    const total = part.actual.data.length;
    if (total < fewestHeld || !(tolerance.atol >= 0 && tolerance.rtol >= 0)) return null;
    const memory = createArena();
    const place = memory.take(fieldCount * 8);
    const pairs = takeHeld(memory, 4);
    const table = memory.take(factors?.table.byteLength ?? 0);
    const kernels = takeInstance(memory.size);
    if (kernels === null) return null;
    const { buffer } = kernels.memory;
    const numbers = bound && boundNumbers(bound);
    const brings = [...pairBringers(buffer, pairs, part)];
    if (numbers !== null) brings.push(bringer(buffer, pairs, 2, numbers));
    if (factors !== null) {
      brings.push(cyclicBringer(buffer, pairs, 3, factors.places));
      new Float64Array(buffer, table).set(factors.table);
    }
    const wide = wideOf([part.actual.data, part.expected.data, ...(numbers === null ? [] : [numbers])]);
    const kind = bound === null ? 0 : factors === null ? 1 : 2;
    const fields = [pairs, kind, table, wide];
    return new ScanKernel(kernels, new ElementsInMemory(total, brings), place, fields, tolerance);
  }

  /** From `from` on to the first block that has to be looked at, or to the last whole one before `to`; both begin a block. */
  pass(from: number, to: number, limits: ScanLimits): Passed {
    const { worst, rel, ulp, share, ratio } = limits;
    const { rtol, atol } = this.#tolerance;
    this.#numbers.set([worst, rel, ulp, share, ratio, rtol, atol], field.worst);
    this.#integers[field.awaitMismatch] = limits.awaitMismatch ? 1 : 0;
    const last = to - ((to - from) % scanBlock);
    let [at, mismatches, beyond] = [from, 0, 0];
    while (at < last) {
      const first = this.#held.hold(at);
      const end = Math.min(last, first + heldLength);
      at = first + this.#kernels.scan(this.#place, at - first, end - first);
      mismatches += this.#integers[field.mismatches] as number;
      beyond += this.#integers[field.beyond] as number;
      if (at < end) break;
    }
    return { to: at, mismatches, beyond };
  }

  /** Gives the kernels back. */
  give(): void {
    giveInstance(this.#kernels);
  }
}
