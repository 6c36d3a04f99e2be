import type { Geometry } from '../../../geometry/geometry.ts';
import { rotateTap } from '../../../geometry/indices.ts';
import { flatIndexOf } from '../../../geometry/planeOffsets.ts';
import type { PaddedLayout } from './paddedLayout.ts';
import type { PhasePass } from './phasePass.ts';

/** For each of the pass's k columns the bytes from a position to what the column multiplies. */
export function fillColumnOffsets(
  into: Int32Array,
  { down, across }: PhasePass,
  { pitch, planePitch }: PaddedLayout,
  element: number,
): void {
  let at = 0;
  for (let plane = 0; at < into.length; plane += planePitch) {
    for (const y of down.shifts) {
      for (const x of across.shifts) into[at++] = (plane + y * pitch + x) * element;
    }
  }
}

/** For each row the bytes from the group's first output plane to its output number (0, 0). */
export function fillRowPlaces(
  into: Int32Array,
  { down, across }: PhasePass,
  { coutPerGroup, columns, w }: Geometry,
  element: number,
): void {
  let at = 0;
  for (let c = 0; c < coutPerGroup; c++) {
    for (const py of down.phases) {
      for (const px of across.phases) {
        into[at++] = flatIndexOf(columns, c, flatIndexOf(w.outputSize, py.phase, px.phase)) * element;
      }
    }
  }
}

/** For each row and tap the bytes from an input channel's weights to the one it multiplies with. */
export function fillWeightPlaces(
  into: Int32Array,
  { down, across }: PhasePass,
  { coutPerGroup, taps, h, w }: Geometry,
  element: number,
): void {
  let at = 0;
  for (let c = 0; c < coutPerGroup; c++) {
    for (const py of down.phases) {
      for (const px of across.phases) {
        for (const ay of py.taps) {
          for (const ax of px.taps) {
            const tap = flatIndexOf(w.kernelSize, rotateTap(h, ay), rotateTap(w, ax));
            into[at++] = flatIndexOf(taps, c, tap) * element;
          }
        }
      }
    }
  }
}
