import assert from 'node:assert/strict';
import { boundReader } from '../../src/engine/rounding/bound.ts';
import type { Call } from '../../src/engine/core/call.ts';
import type { FormulationId } from '../../src/engine/provenance/formulation.ts';
import { formulationOf } from '../../src/engine/formulations/formulations.ts';
import type { Geometry } from '../../src/engine/geometry/geometry.ts';
import { runNaiveReference } from '../../src/engine/reference/reference.ts';
import { finish } from '../../src/engine/core/steps.ts';
import type { DType, Tensor } from '../../src/engine/core/tensor.ts';

/**
 * Returns the rounding bound for outputs computed in `dtype`: the formulation's own if it has one, otherwise the
 * call's.
 */
export function boundOf(
  call: Call,
  geometry: Geometry,
  dtype: DType,
  formulation?: FormulationId,
): (at: number) => number {
  const own = formulation && formulationOf(formulation).bound?.(call, geometry);
  if (own !== undefined) return boundReader({ kind: 'own', values: finish(own) });
  return boundReader({ kind: 'sums', dtype, ...finish(runNaiveReference(call, geometry)) });
}

/** Asserts that every finite element is within its bound, and that NaN and infinities are equal. */
export function assertWithin(actual: Tensor, expected: Tensor, bound: (at: number) => number, name: string): void {
  assert.deepEqual(actual.shape, expected.shape, name);
  for (const [at, e] of expected.data.entries()) {
    const a = actual.data[at] ?? NaN;
    const limit = bound(at);
    const met = Number.isFinite(e) ? Math.abs(a - e) <= limit : Object.is(a, e);
    assert.ok(met, `${name}: element ${at} is ${a}, not ${e} ± ${limit}`);
  }
}
