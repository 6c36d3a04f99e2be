import type { Call } from '../call.ts';
import type { Geometry } from '../geometry.ts';
import { scatterIndex } from '../geometry/indices.ts';
import {
  firstInputChannel,
  inputPlane,
  outputPlane,
  place,
  weightPlane,
} from '../geometry/planeOffsets.ts';
import { tapsOfInput } from '../geometry/taps.ts';
import { progressOf } from '../progress.ts';
import type { Steps } from '../steps.ts';
import { type Tensor, zeros } from '../tensor.ts';
import { rounderTo } from './roundTo.ts';

/**
 * The naive definition of a call whose tensors are of a narrow format, every product and every sum
 * rounded to that format: y starts at the bias and takes its terms in the order (ci, iy, ix, ky, kx).
 * Float64 holds products and sums of two such numbers exactly (22 bits; 2⁻²⁴ to 2¹⁶ in float16), so
 * that each is rounded once. A float32 tensor of numbers of the format.
 */
export function* accumulateIn(call: Call, geometry: Geometry, format: 'float16'): Steps<Tensor> {
  const { n: batch, cout, cinPerGroup, coutPerGroup, columns, h, w } = geometry;
  const round = rounderTo(format);
  const output = zeros('float32', geometry.outputShape);
  const [x, weight, y] = [call.input.data, call.weight.data, output.data];
  const workPerRow = w.inputSize * geometry.taps;
  const total = batch * cout * cinPerGroup * h.inputSize * workPerRow;
  const progress = progressOf(`Scatter in ${format}`, total);
  for (let n = 0; n < batch; n++) {
    for (let c = 0; c < cout; c++) {
      const target = outputPlane(geometry, n, c);
      y.fill(call.bias?.data[c] ?? 0, target, target + columns);
      const first = firstInputChannel(geometry, c);
      for (let ci = first; ci < first + cinPerGroup; ci++) {
        const source = inputPlane(geometry, n, ci);
        const kernel = weightPlane(geometry, ci, c % coutPerGroup);
        for (let iy = 0; iy < h.inputSize; iy++) {
          const down = tapsOfInput(h, iy);
          for (let ix = 0; ix < w.inputSize; ix++) {
            const value = x[source + place(w.inputSize, iy, ix)] as number;
            const across = tapsOfInput(w, ix);
            for (let ky = down.from; ky < down.to; ky++) {
              for (let kx = across.from; kx < across.to; kx++) {
                const o = target + place(w.outputSize, scatterIndex(h, iy, ky), scatterIndex(w, ix, kx)); // prettier-ignore
                const tap = weight[kernel + place(w.kernelSize, ky, kx)] as number;
                y[o] = round((y[o] as number) + round(value * tap));
              }
            }
          }
          const step = progress.advance(workPerRow);
          if (step !== null) yield step;
        }
      }
    }
  }
  return output;
}
