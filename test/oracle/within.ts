import assert from 'node:assert/strict';
import { boundReader } from '../../src/engine/rounding/bound.ts';
import type { Call } from '../../src/engine/core/call.ts';
import type { FormulationId } from '../../src/engine/provenance/formulation.ts';
import { formulationOf } from '../../src/engine/formulations/formulations.ts';
import type { Geometry } from '../../src/engine/geometry/geometry.ts';
import { runReference } from '../../src/engine/reference/reference.ts';
import { finish } from '../../src/engine/core/steps.ts';
import type { DType, Tensor } from '../../src/engine/core/tensor.ts';

/** The call's rounding bound for outputs computed in `dtype`; of a formulation that has one of its own, that one. */
export function boundOf(
  call: Call,
  geometry: Geometry,
  dtype: DType,
  formulation?: FormulationId,
): (at: number) => number {
  const own = formulation && formulationOf(formulation).bound?.(call, geometry);
  if (own !== undefined) return boundReader({ kind: 'own', values: finish(own) });
  return boundReader({ kind: 'sums', dtype, ...finish(runReference(call, geometry)) });
}

/** Every finite expected element is met within its bound; NaN and infinities are met as they are. */
export function assertWithin(actual: Tensor, expected: Tensor, bound: (at: number) => number, name: string): void {
  assert.deepEqual(actual.shape, expected.shape, name);
  for (const [at, e] of expected.data.entries()) {
    const a = actual.data[at] ?? NaN;
    const limit = bound(at);
    const met = Number.isFinite(e) ? Math.abs(a - e) <= limit : Object.is(a, e);
    assert.ok(met, `${name}: element ${at} is ${a}, not ${e} ± ${limit}`);
  }
}
