import type { AxisGeometry, Geometry } from '../../geometry/geometry.ts';
import { phaseTaps } from '../../geometry/phases.ts';
import { minimalFilterOf } from '../../geometry/minimalFilter.ts';
import { ok, type Axis, refuse, type Result } from '../../core/refusal.ts';

/**
 * The call itself where each stride phase with an output is reached by 2 or 3 taps along each axis;
 * otherwise a refusal that names the numbers: minimal filtering is written for F(2, 2) and F(2, 3).
 */
export function servedByWinograd(geometry: Geometry): Result<Geometry> {
  return checkAxis(geometry.h, 0) ?? checkAxis(geometry.w, 1) ?? ok(geometry);
}

function checkAxis(axis: AxisGeometry, at: Axis): ReturnType<typeof refuse> | null {
  const { kernelSize, stride, dilation, outputSize } = axis;
  for (let phase = 0; phase < Math.min(stride, outputSize); phase++) {
    const taps = phaseTaps(axis, phase).length;
    if (minimalFilterOf(taps) !== null) continue;
    const message =
      `formulation = winograd must have 2 or 3 taps in every stride phase, but ` +
      `kernel_size[${at}] = ${kernelSize} with stride[${at}] = ${stride} and ` +
      `dilation[${at}] = ${dilation} has ${taps} in phase ${phase}.`;
    return refuse('formulation', message, { axis: at });
  }
  return null;
}
