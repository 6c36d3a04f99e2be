import type { Geometry } from '../geometry/geometry.ts';
import { usefulMultiplyAdds } from '../geometry/multiplyAdds.ts';

/**
 * The number of scalar multiplications of a formulation as its matrices define them; the code that runs may skip those
 * by inserted and padding zeros. Exact up to 2⁵³. multiplications = useful + structuralZeros + dropped.
 */
export interface Products {
  /** All multiplications. For Winograd, those of U · V; the halvings of its transforms do not count. */
  readonly multiplications: number;
  /**
   * Multiplications that contribute to the output: the products of the definition or, for Winograd, the smaller number
   * that replaces them.
   */
  readonly useful: number;
  /** Multiplications by an inserted or padding zero. */
  readonly structuralZeros: number;
  /** Multiplications by a stored value whose product is added to no output element. */
  readonly dropped: number;
}

/** Returns the counts of a formulation that multiplies no inserted or padding zeros and drops no products. */
export function onlyUsefulProducts(geometry: Geometry): Products {
  const useful = usefulMultiplyAdds(geometry);
  return { multiplications: useful, useful, structuralZeros: 0, dropped: 0 };
}
