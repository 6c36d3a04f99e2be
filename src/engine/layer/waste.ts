import { type FormulationId, formulationIds } from '../provenance/formulation.ts';
import { formulationOf } from '../formulations/formulations.ts';
import type { Geometry } from '../geometry/geometry.ts';
import { ok, type Result } from '../core/refusal.ts';
import type { DType } from '../core/tensor.ts';
import type { Products } from '../provenance/products.ts';

/** The multiplications of a formulation and its working memory. */
export interface Waste extends Products {
  /** Bytes at the peak beyond the call's tensors and the output. */
  readonly workingBytes: number;
}

/** The waste of a formulation, or its own refusal where it does not serve the call. O(outputs of both axes). */
export function wasteOf(id: FormulationId, geometry: Geometry, dtype: DType): Result<Waste> {
  const formulation = formulationOf(id);
  const served = formulation.serves?.(geometry) ?? ok(geometry);
  if (!served.ok) return served;
  const workingBytes = formulation.workingBytes(geometry, dtype);
  return ok({ ...formulation.products(geometry), workingBytes });
}

/** The waste of every formulation, in the order of {@link formulationIds}. */
export function wastes(
  geometry: Geometry,
  dtype: DType,
): readonly { readonly id: FormulationId; readonly waste: Result<Waste> }[] {
  return formulationIds.map((id) => ({ id, waste: wasteOf(id, geometry, dtype) }));
}
