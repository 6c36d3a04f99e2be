import { type BoundFactors, boundNumbers, type RoundingBound } from '../rounding/bound.ts';
import type { ComparedPart } from './comparedPart.ts';
import type { Tolerance } from './comparison.ts';
import { createArena } from '../kernels/wasm/memory/arena.ts';
import {
  arrayCopier,
  cyclicCopier,
  fewestForCompareKernels,
  ElementsInMemory,
  elementsHeld,
  pairCopiers,
  reserveArrays,
  float64Mask,
} from './elementsInMemory.ts';
import { releaseInstance, type KernelExports, acquireInstance } from '../kernels/wasm/memory/instance.ts';

/** Number of consecutive elements that the WebAssembly kernel skips, or stops at, as one block. */
export const scanBlock = 16;
/**
 * Indices of the fields of the WebAssembly structure (assembly/compare/scan.ts) that change during the pass: the first
 * three among its 32-bit integers, `worst` among its float64 numbers.
 */
const field = { awaitMismatch: 4, mismatches: 5, beyond: 6, worst: 4 } as const;
const fieldCount = 11;

/**
 * Thresholds of the first pass (see errorScan.ts): an element above one of them must be considered. `share` is a lower
 * bound on ulp(x) / |x|.
 */
export interface ScanLimits {
  readonly worst: number;
  readonly rel: number;
  readonly ulp: number;
  readonly share: number;
  readonly ratio: number;
  /** True if there has been no mismatch yet, so that the kernel stops at the first one. */
  readonly awaitMismatch: boolean;
}

/**
 * What the WebAssembly kernel skipped: the elements up to index `to` − 1, and among them the counts of mismatches and
 * of elements beyond their bound.
 */
export interface Skipped {
  readonly to: number;
  readonly mismatches: number;
  readonly beyond: number;
}

/** Skips, on WebAssembly, the elements that cannot change any maximum of the first pass. */
export class ScanKernel {
  readonly #kernels: KernelExports;
  readonly #held: ElementsInMemory;
  readonly #address: number;
  readonly #integers: Int32Array;
  readonly #numbers: Float64Array;
  readonly #tolerance: Tolerance;

  private constructor(
    kernels: KernelExports,
    held: ElementsInMemory,
    address: number,
    fields: readonly number[],
    tolerance: Tolerance,
  ) {
    const { buffer } = kernels.memory;
    this.#kernels = kernels;
    this.#held = held;
    this.#address = address;
    this.#integers = new Int32Array(buffer, address, fieldCount);
    this.#numbers = new Float64Array(buffer, address, fieldCount);
    this.#integers.set(fields);
    this.#tolerance = tolerance;
  }

  /**
   * Returns null if there are too few elements, if WebAssembly is not available, or if a tolerance is negative (then
   * equal values mismatch, which the kernel does not handle).
   */
  static of(
    part: ComparedPart,
    bound: RoundingBound | null,
    factors: BoundFactors | null,
    tolerance: Tolerance,
  ): ScanKernel | null {
    const total = part.actual.data.length;
    if (total < fewestForCompareKernels || !(tolerance.atol >= 0 && tolerance.rtol >= 0)) return null;
    const memory = createArena();
    const address = memory.take(fieldCount * 8);
    const pairs = reserveArrays(memory, 4);
    const table = memory.take(factors?.table.byteLength ?? 0);
    const kernels = acquireInstance(memory.size);
    if (kernels === null) return null;
    const { buffer } = kernels.memory;
    const numbers = bound && boundNumbers(bound);
    const brings = [...pairCopiers(buffer, pairs, part)];
    if (numbers !== null) brings.push(arrayCopier(buffer, pairs, 2, numbers));
    if (factors !== null) {
      brings.push(cyclicCopier(buffer, pairs, 3, factors.places));
      new Float64Array(buffer, table).set(factors.table);
    }
    const wide = float64Mask([part.actual.data, part.expected.data, ...(numbers === null ? [] : [numbers])]);
    const kind = bound === null ? 0 : factors === null ? 1 : 2;
    const fields = [pairs, kind, table, wide];
    return new ScanKernel(kernels, new ElementsInMemory(total, brings), address, fields, tolerance);
  }

  /**
   * Skips elements from index `from`, the start of a block, up to the first block that must be considered, or to the
   * end of the last whole block before `to`.
   */
  skip(from: number, to: number, limits: ScanLimits): Skipped {
    const { worst, rel, ulp, share, ratio } = limits;
    const { rtol, atol } = this.#tolerance;
    this.#numbers.set([worst, rel, ulp, share, ratio, rtol, atol], field.worst);
    this.#integers[field.awaitMismatch] = limits.awaitMismatch ? 1 : 0;
    const last = to - ((to - from) % scanBlock);
    let [at, mismatches, beyond] = [from, 0, 0];
    while (at < last) {
      const first = this.#held.hold(at);
      const end = Math.min(last, first + elementsHeld);
      at = first + this.#kernels.scan(this.#address, at - first, end - first);
      mismatches += this.#integers[field.mismatches] as number;
      beyond += this.#integers[field.beyond] as number;
      if (at < end) break;
    }
    return { to: at, mismatches, beyond };
  }

  /** Releases the WebAssembly instance. */
  release(): void {
    releaseInstance(this.#kernels);
  }
}
