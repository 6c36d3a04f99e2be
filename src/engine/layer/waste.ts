import { workOf } from '../reference/chosenReference.ts';
import { type FormulationId, formulationIds } from '../provenance/formulation.ts';
import { formulationOf } from '../formulations/formulations.ts';
import type { Geometry } from '../geometry/geometry.ts';
import { accept, type Result } from '../core/refusal.ts';
import type { DType } from '../core/tensor.ts';
import { multiplyAdds } from './multiplyAdds.ts';
import { tiledProducts } from './tiledProducts.ts';

/**
 * What a formulation multiplies, as it is written (its kernels leave structural zeros out): numbers of
 * scalar multiplications, exact up to 2⁵³. multiplications = useful + structuralZeros + dropped.
 */
export interface Waste {
  /** All of them; those of Winograd's products U · V, its halvings on the way left aside. */
  readonly multiplications: number;
  /** Neither of the other two: the definition's products, or Winograd's fewer instead of them. */
  readonly useful: number;
  /** Those by a zero that was inserted or padded. */
  readonly structuralZeros: number;
  /** Those, not by such a zero, whose result goes to no output element. */
  readonly dropped: number;
  /** Bytes at the peak beyond the call's tensors and the output. */
  readonly workingBytes: number;
}

/** The waste of a formulation, or its own refusal where it does not serve the call. O(outputs of both axes). */
export function wasteOf(id: FormulationId, geometry: Geometry, dtype: DType): Result<Waste> {
  const formulation = formulationOf(id);
  const served = formulation.serves?.(geometry) ?? accept(geometry);
  if (!served.ok) return served;
  const workingBytes = formulation.workingBytes(geometry, dtype);
  return accept({ ...productsOf(id, geometry), workingBytes });
}

/** The waste of every formulation, in the order of {@link formulationIds}. */
export function wastes(
  geometry: Geometry,
  dtype: DType,
): readonly { readonly id: FormulationId; readonly waste: Result<Waste> }[] {
  return formulationIds.map((id) => ({ id, waste: wasteOf(id, geometry, dtype) }));
}

/** The numbers of a waste that count multiplications. */
export type Products = Omit<Waste, 'workingBytes'>;

function productsOf(id: FormulationId, geometry: Geometry): Products {
  const useful = workOf(geometry);
  const none = { structuralZeros: 0, dropped: 0 };
  switch (id) {
    case 'unfold-matmul': {
      const multiplications = multiplyAdds(geometry);
      return { ...none, multiplications, useful, structuralZeros: multiplications - useful };
    }
    case 'matmul-fold': {
      // Every tap of every input element; fold leaves out what lands on the padding.
      const { n, cout, rows, h, w } = geometry;
      const multiplications = n * cout * rows * h.inputSize * w.inputSize;
      return { ...none, multiplications, useful, dropped: multiplications - useful };
    }
    case 'sub-pixel':
    case 'transposed-matrix':
    case 'naive':
      return { ...none, multiplications: useful, useful };
    case 'winograd':
      return tiledProducts(geometry);
    default: {
      const never: never = id;
      return never;
    }
  }
}
