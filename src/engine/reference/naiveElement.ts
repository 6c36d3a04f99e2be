import type { Call } from '../core/call.ts';
import { scatterIndex } from '../geometry/indices.ts';
import { firstInputChannel, inputPlane, flatIndexOf, weightPlane } from '../geometry/planeOffsets.ts';
import type { AxisGeometry, Geometry } from '../geometry/geometry.ts';
import type { OutputIndex } from '../provenance/provenance.ts';

/**
 * Computes one output element as the naive scatter loop does, in float64 and bit for bit. Finds the terms that land on
 * the element by trying every input index of both axes.
 */
export function naiveElement(call: Call, geometry: Geometry, element: OutputIndex): number {
  const { cinPerGroup, coutPerGroup, h, w } = geometry;
  const { n, c } = element;
  const [input, weight] = [call.input.data, call.weight.data];
  const down = landings(h, element.y);
  const across = landings(w, element.x);
  let y = call.bias === null ? 0 : (call.bias.data[c] as number);
  const first = firstInputChannel(geometry, c);
  for (let ci = first; ci < first + cinPerGroup; ci++) {
    const source = inputPlane(geometry, n, ci);
    const kernel = weightPlane(geometry, ci, c % coutPerGroup);
    for (let i = 0; i < down.length; i += 2) {
      const row = source + flatIndexOf(w.inputSize, down[i] as number, 0);
      const taps = kernel + flatIndexOf(w.kernelSize, down[i + 1] as number, 0);
      for (let j = 0; j < across.length; j += 2) {
        const value = input[row + (across[j] as number)] as number;
        y += value * (weight[taps + (across[j + 1] as number)] as number);
      }
    }
  }
  return y;
}

/**
 * Returns every pair of an input index i and a tap k of an axis that lands on output `o`, as a flat list: i, k, i, k, …
 */
function landings(axis: AxisGeometry, o: number): readonly number[] {
  const found: number[] = [];
  for (let i = 0; i < axis.inputSize; i++) {
    const k = (o - scatterIndex(axis, i, 0)) / axis.dilation;
    if (Number.isInteger(k) && k >= 0 && k < axis.kernelSize) found.push(i, k);
  }
  return found;
}
