import { type FormulationId, formulationIds } from '../provenance/formulation.ts';
import { formulationOf } from '../formulations/formulations.ts';
import type { Geometry } from '../geometry/geometry.ts';
import { ok, type Result } from '../core/refusal.ts';
import type { DType } from '../core/tensor.ts';
import type { Products } from '../provenance/products.ts';

/** The multiplications of a formulation, useful and wasted, and its working memory. */
export interface Waste extends Products {
  /** Peak bytes beyond the call's tensors and the output. */
  readonly workingBytes: number;
}

/** Returns the waste of a formulation, or a refusal if the formulation does not support the call. Takes O(Ho + Wo). */
export function wasteOf(id: FormulationId, geometry: Geometry, dtype: DType): Result<Waste> {
  const formulation = formulationOf(id);
  const served = formulation.serves?.(geometry) ?? ok(geometry);
  if (!served.ok) return served;
  const workingBytes = formulation.workingBytes(geometry, dtype);
  return ok({ ...formulation.products(geometry), workingBytes });
}

/** Returns the waste of every formulation, in the order of {@link formulationIds}. */
export function wasteOfEach(
  geometry: Geometry,
  dtype: DType,
): readonly { readonly id: FormulationId; readonly waste: Result<Waste> }[] {
  return formulationIds.map((id) => ({ id, waste: wasteOf(id, geometry, dtype) }));
}
