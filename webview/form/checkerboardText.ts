import type { AxisGeometry, Geometry } from '../../src/engine/geometry/geometry.ts';
import type { Checkerboard } from '../../src/scenario/report/checkerboard.ts';

const along = ({ kernelSize: k, stride: s }: AxisGeometry): string => `k mod s = ${k} mod ${s} = ${k % s}`;

/** "k mod s = 3 mod 2 = 1", per axis where they differ. */
export function remainderText({ h, w }: Geometry): string {
  const same = h.kernelSize === w.kernelSize && h.stride === w.stride;
  return same ? along(h) : `H: ${along(h)}\nW: ${along(w)}`;
}

/** What the overlap means for the output. */
export function checkerboardText({ interior, even, h, w }: Checkerboard): string {
  const counts = interior.join(', ');
  if (even)
    return `Interior cells each receive ${counts} ${interior[0] === 1 ? 'tap' : 'taps'} per channel; only borders taper.`;
  const common = Math.max(h.common, w.common);
  const cure =
    common > 1
      ? `Stride and dilation share the factor ${common}: some cells are reached by no tap.`
      : 's must divide k to even it out.';
  return `Interior overlap alternates ${counts} taps. ${cure}`;
}
