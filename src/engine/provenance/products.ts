import type { Geometry } from '../geometry/geometry.ts';
import { workOf } from '../geometry/work.ts';

/**
 * The scalar multiplications of a formulation as it is written (its kernels skip structural zeros), exact up to 2⁵³.
 * multiplications = useful + structuralZeros + dropped.
 */
export interface Products {
  /** All multiplications; for Winograd those of U · V, without the halvings of its transforms. */
  readonly multiplications: number;
  /** The definition's products, or the fewer that Winograd makes in their place. */
  readonly useful: number;
  /** Multiplications by an inserted or padded zero. */
  readonly structuralZeros: number;
  /** Multiplications by a stored value whose result reaches no output element. */
  readonly dropped: number;
}

/** The products of a formulation that multiplies no structural zero and drops nothing. */
export function onlyUseful(geometry: Geometry): Products {
  const useful = workOf(geometry);
  return { multiplications: useful, useful, structuralZeros: 0, dropped: 0 };
}
