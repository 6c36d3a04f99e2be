import type { Geometry } from '../geometry/geometry.ts';
import { usefulMultiplyAdds } from '../geometry/multiplyAdds.ts';

/**
 * The scalar multiplications of a formulation as it is written (its kernels skip structural zeros), exact up to 2⁵³.
 * multiplications = useful + structuralZeros + dropped.
 */
export interface Products {
  /** All multiplications. For Winograd those of U · V, without the halvings of its transforms. */
  readonly multiplications: number;
  /** The definition's products, or the smaller number that Winograd computes instead. */
  readonly useful: number;
  /** Multiplications by an inserted or padded zero. */
  readonly structuralZeros: number;
  /** Multiplications by a stored value whose result reaches no output element. */
  readonly dropped: number;
}

/** Counts the products of a formulation that multiplies no structural zero and drops nothing. */
export function onlyUsefulProducts(geometry: Geometry): Products {
  const useful = usefulMultiplyAdds(geometry);
  return { multiplications: useful, useful, structuralZeros: 0, dropped: 0 };
}
