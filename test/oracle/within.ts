import assert from 'node:assert/strict';
import { roundingBound } from '../../src/engine/bound.ts';
import type { Call } from '../../src/engine/call.ts';
import type { FormulationId } from '../../src/engine/formulation.ts';
import { formulationOf } from '../../src/engine/formulations.ts';
import type { Geometry } from '../../src/engine/geometry.ts';
import { runReference } from '../../src/engine/reference.ts';
import { finish } from '../../src/engine/steps.ts';
import type { DType, Tensor } from '../../src/engine/tensor.ts';

/** The call's rounding bound for outputs computed in `dtype`; of a formulation that has one of its own, that one. */
export function boundOf(
  call: Call,
  geometry: Geometry,
  dtype: DType,
  formulation?: FormulationId,
): Float64Array {
  const own = formulation && formulationOf(formulation).bound?.(call, geometry);
  if (own !== undefined) return finish(own);
  const { magnitude, termCount } = finish(runReference(call, geometry));
  return roundingBound(magnitude, termCount, geometry, dtype);
}

/** Every finite expected element is met within its bound; NaN and infinities are met as they are. */
export function assertWithin(
  actual: Tensor,
  expected: Tensor,
  bound: Float64Array,
  name: string,
): void {
  assert.deepEqual(actual.shape, expected.shape, name);
  for (const [at, e] of expected.data.entries()) {
    const a = actual.data[at] ?? NaN;
    const limit = bound[at] ?? NaN;
    const met = Number.isFinite(e) ? Math.abs(a - e) <= limit : Object.is(a, e);
    assert.ok(met, `${name}: element ${at} is ${a}, not ${e} ± ${limit}`);
  }
}
