import type { Geometry } from '../../../geometry/geometry.ts';
import { rotateTap } from '../../../geometry/indices.ts';
import { flatIndexOf } from '../../../geometry/planeOffsets.ts';
import type { PaddedLayout } from './paddedLayout.ts';
import type { PhasePass } from './phasePass.ts';

/**
 * Writes, for each of the pass's k columns, the distance in bytes from an output's position to the input element that
 * the column multiplies.
 */
export function fillColumnOffsets(
  into: Int32Array,
  { down, across }: PhasePass,
  { pitch, planePitch }: PaddedLayout,
  elementBytes: number,
): void {
  let at = 0;
  for (let plane = 0; at < into.length; plane += planePitch) {
    for (const y of down.shifts) {
      for (const x of across.shifts) into[at++] = (plane + y * pitch + x) * elementBytes;
    }
  }
}

/**
 * Writes, for each row, the distance in bytes from the group's first output plane to the first output element of the
 * row.
 */
export function fillRowPlaces(
  into: Int32Array,
  { down, across }: PhasePass,
  { coutPerGroup, columns, w }: Geometry,
  elementBytes: number,
): void {
  let at = 0;
  for (let c = 0; c < coutPerGroup; c++) {
    for (const py of down.phases) {
      for (const px of across.phases) {
        into[at++] = flatIndexOf(columns, c, flatIndexOf(w.outputSize, py.phase, px.phase)) * elementBytes;
      }
    }
  }
}

/**
 * Writes, for each row and tap, the distance in bytes from the start of an input channel's weights to the weight of the
 * tap.
 */
export function fillWeightPlaces(
  into: Int32Array,
  { down, across }: PhasePass,
  { coutPerGroup, taps, h, w }: Geometry,
  elementBytes: number,
): void {
  let at = 0;
  for (let c = 0; c < coutPerGroup; c++) {
    for (const py of down.phases) {
      for (const px of across.phases) {
        for (const ay of py.taps) {
          for (const ax of px.taps) {
            const tap = flatIndexOf(w.kernelSize, rotateTap(h, ay), rotateTap(w, ax));
            into[at++] = flatIndexOf(taps, c, tap) * elementBytes;
          }
        }
      }
    }
  }
}
