import type { Call } from '../../core/call.ts';
import { firstInputChannel, inputPlane, outputPlane, flatIndexOf, weightPlane } from '../../geometry/planeOffsets.ts';
import { type Geometry } from '../../geometry/geometry.ts';
import { scatterIndex } from '../../geometry/indices.ts';
import { tapsOfInput } from '../../geometry/taps.ts';
import { kernelsOf } from '../../kernels/kernelsOf.ts';
import type { StridedGrid } from '../../kernels/kernels.ts';
import { progressOf } from '../../core/progress.ts';
import { arithmeticOf } from '../../rounding/arithmetic.ts';
import type { Steps } from '../../core/steps.ts';
import { type Tensor, zeros } from '../../core/tensor.ts';
import { addBias } from '../../operators/addBias.ts';

/**
 * Computes the call straight from the definition, in the call's dtype. Every input element adds the kernel, times the
 * element's value, to the output: input i and tap k land on o = i·stride − padding + k·dilation. Products that land
 * outside the output are dropped.
 *
 * Order of summation: an output element starts at the bias and takes its terms in the order (ci, iy, ix, ky, kx).
 */
export function* runNaive(call: Call, geometry: Geometry): Steps<Tensor> {
  const { n: batch, cout, cinPerGroup, coutPerGroup, h, w } = geometry;
  const output = zeros(call.dtype, geometry.outputShape);
  const workPerRow = w.inputSize * geometry.taps;
  const progress = progressOf('Scatter', batch * cout * cinPerGroup * h.inputSize * workPerRow);
  addBias(call, geometry, output);
  for (let n = 0; n < batch; n++) {
    for (let c = 0; c < cout; c++) {
      const first = firstInputChannel(geometry, c);
      const target = outputPlane(geometry, n, c);
      for (let ci = first; ci < first + cinPerGroup; ci++) {
        const source = inputPlane(geometry, n, ci);
        const kernel = weightPlane(geometry, ci, c % coutPerGroup);
        for (let iy = 0; iy < h.inputSize; iy++) {
          scatterRow(call, geometry, { source, kernel, target }, iy, output);
          const step = progress.advance(workPerRow);
          if (step !== null) yield step;
        }
      }
    }
  }
  return output;
}

/** Returns 0 bytes, because the loop adds straight into the output. */
export function workingBytesNaive(): number {
  return 0;
}

/** For one (n, c, ci), the flat indices at which its planes begin in the input, the weight and the output. */
interface PlaneOffsets {
  readonly source: number;
  readonly kernel: number;
  readonly target: number;
}

/** Adds the products of input row `iy` with the kernel to the output. */
function scatterRow(
  call: Call,
  { h, w }: Geometry,
  { source, kernel, target }: PlaneOffsets,
  iy: number,
  output: Tensor,
): void {
  const { axpyGrid } = kernelsOf(arithmeticOf(call));
  const down = tapsOfInput(h, iy);
  for (let ix = 0; ix < w.inputSize; ix++) {
    const across = tapsOfInput(w, ix);
    const grid: StridedGrid = {
      rows: down.to - down.from,
      columns: across.to - across.from,
      xRow: w.kernelSize,
      xColumn: 1,
      yRow: h.dilation * w.outputSize,
      yColumn: w.dilation,
    };
    const value = call.input.data[source + flatIndexOf(w.inputSize, iy, ix)] as number;
    const tap = kernel + flatIndexOf(w.kernelSize, down.from, across.from);
    const oy = scatterIndex(h, iy, down.from);
    const o = target + flatIndexOf(w.outputSize, oy, scatterIndex(w, ix, across.from));
    axpyGrid(grid, value, call.weight.data, tap, output.data, o);
  }
}
