import assert from 'node:assert/strict';
import { validateCall } from '../../src/engine/validation/validateCall.ts';
import { type Call, shapeOf } from '../../src/engine/core/call.ts';
import type { Geometry } from '../../src/engine/geometry/geometry.ts';

/** The sizes of a call that is known to be legal. */
export function geometryOf(call: Call): Geometry {
  const accepted = validateCall(shapeOf(call));
  assert.ok(accepted.ok);
  return accepted.value;
}
