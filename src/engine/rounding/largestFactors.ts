import type { Call } from '../core/call.ts';
import type { Geometry } from '../geometry/geometry.ts';
import { firstInputChannel, inputPlane, weightPlane } from '../geometry/planeOffsets.ts';
import type { Tensor } from '../core/tensor.ts';

/** The largest finite |x| and the largest finite |w| that are multiplied for an output plane. */
export interface LargestFactors {
  readonly inputs: number;
  readonly weights: number;
}

/**
 * Returns the largest factors of each output plane, in the order of the output. They depend only on the plane's own
 * image, group and kernels, so they are the same if the call is divided into parts.
 */
export function largestFactorsOf(call: Call, geometry: Geometry): readonly LargestFactors[] {
  const { n: batch, cout, coutPerGroup, cinPerGroup, taps, h, w } = geometry;
  const all: LargestFactors[] = [];
  for (let n = 0; n < batch; n++) {
    let inputs = 0;
    for (let c = 0; c < cout; c++) {
      const first = firstInputChannel(geometry, c);
      if (c % coutPerGroup === 0) {
        const from = inputPlane(geometry, n, first);
        inputs = largestFinite(call.input, from, from + cinPerGroup * h.inputSize * w.inputSize);
      }
      let weights = 0;
      for (let ci = first; ci < first + cinPerGroup; ci++) {
        const kernel = weightPlane(geometry, ci, c % coutPerGroup);
        weights = Math.max(weights, largestFinite(call.weight, kernel, kernel + taps));
      }
      all.push({ inputs, weights });
    }
  }
  return all;
}

/** Returns the largest finite magnitude among the elements `from` … `to` − 1; 0 if none is finite. */
export function largestFinite({ data }: Pick<Tensor, 'data'>, from: number, to: number): number {
  let largest = 0;
  for (let at = from; at < to; at++) {
    const size = Math.abs(data[at] as number);
    if (size > largest && size < Infinity) largest = size;
  }
  return largest;
}
