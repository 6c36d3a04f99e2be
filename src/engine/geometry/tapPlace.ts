import type { Geometry } from './geometry.ts';
import { rotateTap } from './indices.ts';
import { flatIndexOf } from './planeOffsets.ts';
import type { Tiling } from './tiles.ts';

/** Place, in a stored kernel, of the tap that stands at (i, j) of a phase's kernel g: rising input indices are rotated taps. */
export function tapPlace({ h, w }: Geometry, tiling: Tiling, i: number, j: number): number {
  const [ay, ax] = [tiling.h.taps[i] as number, tiling.w.taps[j] as number];
  return flatIndexOf(w.kernelSize, rotateTap(h, ay), rotateTap(w, ax));
}
