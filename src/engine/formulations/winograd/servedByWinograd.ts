import type { AxisGeometry, Geometry } from '../../geometry/geometry.ts';
import { phaseTapCount } from '../../geometry/phases.ts';
import { minimalFilterOf } from '../../geometry/minimalFilter.ts';
import { ok, type Axis, refuse, type Result } from '../../core/refusal.ts';

/**
 * Returns the geometry if Winograd supports the call: along each axis, 2 or 3 taps must reach every stride phase that
 * has outputs, because minimal filtering is implemented for F(2, 2) and F(2, 3). Otherwise returns a refusal that names
 * the numbers.
 */
export function servedByWinograd(geometry: Geometry): Result<Geometry> {
  const { h, w } = geometry;
  const isSame = h.kernelSize === w.kernelSize && h.stride === w.stride && h.dilation === w.dilation;
  const [ofHeight, ofWidth] = isSame ? ['', ''] : [' of the height', ' of the width'];
  return checkAxis(h, 0, ofHeight) ?? checkAxis(w, 1, ofWidth) ?? ok(geometry);
}

function checkAxis(axis: AxisGeometry, at: Axis, ofAxis: string): ReturnType<typeof refuse> | null {
  const { kernelSize, stride, dilation, outputSize } = axis;
  for (let phase = 0; phase < Math.min(stride, outputSize); phase++) {
    const taps = phaseTapCount(axis, phase);
    if (minimalFilterOf(taps) !== null) continue;
    const parameters = [`k = ${kernelSize}`, `stride ${stride}`, ...(dilation === 1 ? [] : [`dilation ${dilation}`])];
    const message =
      `Winograd needs 2 or 3 taps in each stride phase; here phase ${phase}${ofAxis} has ${taps}` +
      ` (${parameters.join(', ')}).`;
    return refuse('formulation', message, { axis: at });
  }
  return null;
}
