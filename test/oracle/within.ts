import assert from 'node:assert/strict';
import { boundReader } from '../../src/engine/bound.ts';
import type { Call } from '../../src/engine/call.ts';
import type { Geometry } from '../../src/engine/geometry.ts';
import { runReference } from '../../src/engine/reference.ts';
import { finish } from '../../src/engine/steps.ts';
import type { DType, Tensor } from '../../src/engine/tensor.ts';

/** The call's rounding bound for outputs computed in `dtype`. */
export function boundOf(call: Call, geometry: Geometry, dtype: DType): (at: number) => number {
  return boundReader({ dtype, ...finish(runReference(call, geometry)) });
}

/** Every finite expected element is met within its bound; NaN and infinities are met as they are. */
export function assertWithin(
  actual: Tensor,
  expected: Tensor,
  bound: (at: number) => number,
  name: string,
): void {
  assert.deepEqual(actual.shape, expected.shape, name);
  for (const [at, e] of expected.data.entries()) {
    const a = actual.data[at] ?? NaN;
    const limit = bound(at);
    const met = Number.isFinite(e) ? Math.abs(a - e) <= limit : Object.is(a, e);
    assert.ok(met, `${name}: element ${at} is ${a}, not ${e} ± ${limit}`);
  }
}
