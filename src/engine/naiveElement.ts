import type { Call } from './call.ts';
import { scatterIndex } from './geometry/indices.ts';
import { firstInputChannel, inputPlane, place, weightPlane } from './geometry/planeOffsets.ts';
import type { AxisGeometry, Geometry } from './geometry.ts';
import type { OutputIndex } from './provenance.ts';

/**
 * One output element of the naive scatter loop in float64, bit for bit: of all that the loop does,
 * what lands here, found by going through every input index and tap of the two axes.
 */
export function naiveElement(call: Call, geometry: Geometry, element: OutputIndex): number {
  const { cinPerGroup, coutPerGroup, h, w } = geometry;
  const { n, c } = element;
  const down = landings(h, element.y);
  const across = landings(w, element.x);
  let y = call.bias === null ? 0 : (call.bias.data[c] as number);
  const first = firstInputChannel(geometry, c);
  for (let ci = first; ci < first + cinPerGroup; ci++) {
    const source = inputPlane(geometry, n, ci);
    const kernel = weightPlane(geometry, ci, c % coutPerGroup);
    for (const [iy, ky] of down) {
      for (const [ix, kx] of across) {
        const value = call.input.data[source + place(w.inputSize, iy, ix)] as number;
        y += value * (call.weight.data[kernel + place(w.kernelSize, ky, kx)] as number);
      }
    }
  }
  return y;
}

/** Every (input index, tap) of an axis that lands on output `o`. */
function landings(axis: AxisGeometry, o: number): readonly (readonly [i: number, k: number])[] {
  const found: [number, number][] = [];
  for (let i = 0; i < axis.inputSize; i++) {
    for (let k = 0; k < axis.kernelSize; k++) {
      if (scatterIndex(axis, i, k) === o) found.push([i, k]);
    }
  }
  return found;
}
