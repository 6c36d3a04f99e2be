import type { Geometry } from '../geometry/geometry.ts';
import { gamma, overflow, slack, underflow, unitRoundoff } from '../rounding/bound.ts';
import { memoryOf, type MemoryEstimate } from '../validation/memory.ts';

/**
 * The two sides of an identity that holds in exact arithmetic, computed in floating point, and the largest difference
 * that rounding can cause between them.
 */
export interface Certificate {
  readonly left: number;
  readonly right: number;
  /** |left − right|. */
  readonly difference: number;
  /** The largest difference that rounding can cause; Infinity if no bound is known. */
  readonly bound: number;
  /** difference ≤ bound; null if a tensor has a non-finite value or a sum may have overflowed. */
  readonly holds: boolean | null;
}

/** The quantities that bound how far two float64 sums of products may differ if they are equal in exact arithmetic. */
export interface SumsOfProducts {
  /** M: the largest number of roundings that one product passes through, on either side. */
  readonly roundings: number;
  /**
   * Ŝ: the float64 sum of the products' magnitudes, itself computed with at most M roundings per product. If the two
   * sides sum different products, the mean of the two sums.
   */
  readonly size: number;
  /** The most products that one side rounds. Each of them may lose η to underflow. */
  readonly products: number;
  /** The largest factor by which a product is multiplied afterwards; at least 1. */
  readonly factor: number;
}

/**
 * Returns the certificate of two float64 sums of products that are equal in exact arithmetic (Higham, Accuracy and
 * Stability of Numerical Algorithms, 2nd ed., §3.1). A product t that passes through at most M roundings becomes
 * t·(1 + θ), |θ| ≤ γ_M, whatever the order of summation. Each side is off the exact sum by at most γ_M times the sum of
 * its |t|, together γ_M·2S. Gradual underflow takes at most H = η·products·factor from the products of either side.
 * Therefore
 *
 *   |left − right| ≤ 2γ_M·S + 2H·(1 + γ_M),  S ≤ (Ŝ + H) / (1 − M·u),  u = 2⁻⁵³,
 *
 * with some slack for the arithmetic of the bound itself. The random factors are no smaller than half of the largest
 * (see randomTensor.ts), so partial sums, which lack some of these factors, are at most 2·S/largest. If 4·Ŝ or
 * 4·factor is not below the largest float64 number, the bound is Infinity.
 */
export function certificateOf(left: number, right: number, sums: SumsOfProducts): Certificate {
  const difference = Math.abs(left - right);
  const bound = boundOf(sums);
  return { left, right, difference, bound, holds: bound < Infinity ? difference <= bound : null };
}

function boundOf({ roundings, size, products, factor }: SumsOfProducts): number {
  const u = unitRoundoff('float64');
  const limit = overflow.float64 / 4;
  // The negated form also catches NaN.
  if (!(size < limit && factor < limit && roundings * u < 1)) return Infinity;
  const own = gamma(roundings, u);
  const lost = underflow.float64 * products * factor;
  return (((2 * own) / (1 - roundings * u)) * (size + lost) + 2 * lost * (1 + own)) * slack;
}

/**
 * Estimates the memory for the certificates of a call, in bytes, all of it float64: a run, plus the gradients with their
 * magnitudes, a direction and the tensor moved by it, the random v, another output and the difference of two outputs.
 */
export function certificateMemory(geometry: Geometry): MemoryEstimate {
  const run = memoryOf(geometry, 'float64', 0);
  return memoryOf(geometry, 'float64', 4 * run.tensors + 3 * run.output);
}
