import type { Call } from '../core/call.ts';
import { scatterIndex } from '../geometry/indices.ts';
import { firstInputChannel, inputPlane, flatIndexOf, weightPlane } from '../geometry/planeOffsets.ts';
import type { AxisGeometry, Geometry } from '../geometry/geometry.ts';
import type { OutputIndex } from '../provenance/provenance.ts';

/**
 * One output element of the naive scatter loop in float64, bit for bit: of all that the loop does,
 * what lands here, found by going through every input index of the two axes.
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

/** Every input index and tap of an axis that land on output `o`, in turn: i, k, i, k, … */
function landings(axis: AxisGeometry, o: number): readonly number[] {
  const found: number[] = [];
  for (let i = 0; i < axis.inputSize; i++) {
    const k = (o - scatterIndex(axis, i, 0)) / axis.dilation;
    if (Number.isInteger(k) && k >= 0 && k < axis.kernelSize) found.push(i, k);
  }
  return found;
}
