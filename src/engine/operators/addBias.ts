import type { Call } from '../core/call.ts';
import { type Geometry } from '../geometry/geometry.ts';
import { outputPlane } from '../geometry/planeOffsets.ts';
import { kernelsOf } from '../kernels/kernels.ts';
import { type Arithmetic, arithmeticOf } from '../rounding/rounding.ts';
import type { Tensor } from '../core/tensor.ts';

/** Adds the bias of each output channel to all its elements; nothing without a bias. `arithmetic`: what the sums are rounded to. */
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
