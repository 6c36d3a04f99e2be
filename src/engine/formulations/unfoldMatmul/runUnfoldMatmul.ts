import type { Call } from '../../core/call.ts';
import { type Geometry } from '../../geometry/geometry.ts';
import { inputPlane, outputPlane, flatIndexOf, weightPlane } from '../../geometry/planeOffsets.ts';
import { unfoldAxis } from '../../geometry/window.ts';
import { insertZeros } from '../../operators/insertZeros.ts';
import { runPhases } from '../../kernels/wasm/runPhases.ts';
import { multiply } from '../../operators/matmul.ts';
import { padInput } from '../../operators/padInput.ts';
import { type Progress, progressOf } from '../../core/progress.ts';
import { rotate180 } from '../../operators/rotate180.ts';
import { arithmeticOf } from '../../rounding/arithmetic.ts';
import type { Steps } from '../../core/steps.ts';
import { bytesPerElement, type DType, slice, type Tensor, zeros } from '../../core/tensor.ts';
import { unfoldPlane } from '../../operators/unfold.ts';
import { addBias } from '../../operators/addBias.ts';

/**
 * Computes the transposed convolution as an ordinary convolution. Inserts stride − 1 zeros between the input's
 * elements, pads, unfolds with stride 1 into U, rotates the kernels by 180° into K, and multiplies Y = K · U, group by
 * group. Inserted and padding zeros are multiplied like any other element, so an infinite weight gives NaN (0·∞) where
 * PyTorch gives none.
 *
 * Order of summation: an output element is summed from 0 over the rows of U ascending, that is over ci and then the
 * rotated taps in row-major order; the bias is added last.
 *
 * If the product is large, the WebAssembly kernels of the stride phases compute it. They add the same products in the
 * same order but leave out the inserted and padding zeros. These only add ±0 to a sum that is never −0, so the bits are
 * the same as long as all weights are finite. The kernels decline calls with a weight that is not finite, and float16
 * sums.
 */
export function* runUnfoldMatmul(call: Call, geometry: Geometry, recycled?: Tensor): Steps<Tensor> {
  if (worthKernels(geometry) && arithmeticOf(call) === call.dtype) {
    const how = { dtype: call.dtype, magnitude: false, biasFirst: false, stage: 'K · U', recycled };
    const output = yield* runPhases(call, geometry, how);
    if (output !== null) return output;
  }
  return yield* runUnfoldMatmulLoops(call, geometry);
}

/** Computes the product as described in {@link runUnfoldMatmul}, with U in memory. */
export function* runUnfoldMatmulLoops(call: Call, geometry: Geometry): Steps<Tensor> {
  const { n: batch, coutPerGroup, rows, columns } = geometry;
  const { groups } = geometry.params;
  const output = zeros(call.dtype, geometry.outputShape);
  const unfolding = progressOf('Unfold', batch * groups * rows * columns);
  const product = progressOf('K · U', batch * groups * coutPerGroup * rows * columns);
  const rotated = rotate180(call.weight);
  for (let group = 0; group < groups; group++) {
    const kernel = kernelMatrix(rotated, geometry, group);
    for (let n = 0; n < batch; n++) {
      const unfolded = yield* unfoldGroup(call, geometry, n, group, unfolding);
      const at = outputPlane(geometry, n, group * coutPerGroup);
      const part = slice(output, at, [coutPerGroup, columns]);
      yield* multiply(kernel, unfolded, part, product, arithmeticOf(call));
    }
  }
  addBias(call, geometry, output);
  return output;
}

/** The most multiply-adds for which the JavaScript loops are used: they take a millisecond or two. */
const littleWork = 2 ** 21;

function worthKernels({ n, cout, rows, columns }: Geometry): boolean {
  return n * cout * rows * columns > littleWork;
}

/**
 * Returns the bytes of one input channel with inserted zeros and of one padded channel, of the rotated kernels, and of
 * one group's K and U.
 */
export function workingBytesUnfoldMatmul(geometry: Geometry, dtype: DType): number {
  const { h, w, rows, columns, cin, coutPerGroup, taps } = geometry;
  const channel = h.insertedSize * w.insertedSize + h.paddedSize * w.paddedSize;
  const kernels = cin * coutPerGroup * taps + coutPerGroup * rows;
  return bytesPerElement(dtype) * (channel + kernels + rows * columns);
}

/** Returns one group's K, (Cout/groups, Cin/groups·kH·kW); row c holds the rotated kernels of output channel c. */
function kernelMatrix(rotated: Tensor, geometry: Geometry, group: number): Tensor {
  const { cinPerGroup, coutPerGroup, taps, rows } = geometry;
  const kernel = zeros(rotated.dtype, [coutPerGroup, rows]);
  for (let c = 0; c < coutPerGroup; c++) {
    for (let ci = 0; ci < cinPerGroup; ci++) {
      const from = weightPlane(geometry, group * cinPerGroup + ci, c);
      const taken = rotated.data.subarray(from, from + taps);
      kernel.data.set(taken, flatIndexOf(rows, c, flatIndexOf(taps, ci, 0)));
    }
  }
  return kernel;
}

/** Returns one group's U for one batch element, (Cin/groups·kH·kW, Ho·Wo). */
function* unfoldGroup(call: Call, geometry: Geometry, n: number, group: number, progress: Progress): Steps<Tensor> {
  const { h, w, cinPerGroup, taps, columns } = geometry;
  const margins = { top: h.before, bottom: h.after, left: w.before, right: w.after };
  const unfolded = zeros(call.dtype, [geometry.rows, columns]);
  for (let ci = 0; ci < cinPerGroup; ci++) {
    const from = inputPlane(geometry, n, group * cinPerGroup + ci);
    const channel = slice(call.input, from, [h.inputSize, w.inputSize]);
    const padded = padInput(insertZeros(channel, geometry.params.stride), margins);
    const part = slice(unfolded, flatIndexOf(taps * columns, ci, 0), [taps, columns]);
    yield* unfoldPlane(padded, unfoldAxis(h), unfoldAxis(w), part, progress);
  }
  return unfolded;
}
