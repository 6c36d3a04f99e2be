import type { Call } from '../core/call.ts';
import { type Geometry } from '../geometry/geometry.ts';
import { outputPlane } from '../geometry/planeOffsets.ts';
import { kernelsOf } from '../kernels/kernelsOf.ts';
import { type Arithmetic, arithmeticOf } from '../rounding/arithmetic.ts';
import type { Tensor } from '../core/tensor.ts';

/**
 * Adds to each output element the bias of its channel, rounding each sum to `arithmetic`. If the call has no bias, does
 * nothing.
 */
export function addBias(
  call: Call,
  geometry: Geometry,
  output: Tensor,
  arithmetic: Arithmetic = arithmeticOf(call),
): void {
  if (call.bias === null) return;
  const { add } = kernelsOf(arithmetic);
  for (let n = 0; n < geometry.n; n++) {
    for (let c = 0; c < geometry.cout; c++) {
      const value = call.bias.data[c] as number;
      add(geometry.columns, value, output.data, outputPlane(geometry, n, c));
    }
  }
}
