import type { Call } from '../../core/call.ts';
import { foldPlane } from '../../operators/fold.ts';
import { foldAxis } from '../../geometry/window.ts';
import { type Geometry } from '../../geometry/geometry.ts';
import { inputPlane, outputPlane, flatIndexOf, weightPlane } from '../../geometry/planeOffsets.ts';
import { multiply } from '../../operators/matmul.ts';
import { progressOf } from '../../core/progress.ts';
import { arithmeticOf } from '../../rounding/arithmetic.ts';
import type { Steps } from '../../core/steps.ts';
import { bytesPerElement, type DType, slice, type Tensor, zeros } from '../../core/tensor.ts';
import { addBias } from '../../operators/addBias.ts';

/**
 * Computes the call as the backward pass of a convolution, as PyTorch does on the CPU. First columns = Wᵀ · X: one
 * column per input position, one row per (output channel, tap). Then fold (col2im) adds each column to the output
 * elements that the column's input position reaches. No zeros are inserted.
 *
 * Order of summation: a cell of the columns is summed from 0 over ci ascending. An output element is summed from 0 over
 * its cells, with the stored taps (ky, kx) in row-major order. The bias is added last.
 */
export function* runMatmulFold(call: Call, geometry: Geometry): Steps<Tensor> {
  const { n: batch, cinPerGroup, coutPerGroup, taps, h, w } = geometry;
  const { groups } = geometry.params;
  const arithmetic = arithmeticOf(call);
  const positions = h.inputSize * w.inputSize;
  const output = zeros(call.dtype, geometry.outputShape);
  const cells = batch * groups * coutPerGroup * taps * positions;
  const product = progressOf('Columns Wᵀ · X', cells * cinPerGroup);
  const folding = progressOf('Fold', cells);
  for (let group = 0; group < groups; group++) {
    const transposed = transposedWeight(call.weight, geometry, group);
    for (let n = 0; n < batch; n++) {
      const from = inputPlane(geometry, n, group * cinPerGroup);
      const input = slice(call.input, from, [cinPerGroup, positions]);
      const columns = zeros(call.dtype, [coutPerGroup * taps, positions]);
      yield* multiply(transposed, input, columns, product, arithmetic);
      for (let c = 0; c < coutPerGroup; c++) {
        const part = slice(columns, flatIndexOf(taps * positions, c, 0), [taps, positions]);
        const at = outputPlane(geometry, n, group * coutPerGroup + c);
        const plane = slice(output, at, [h.outputSize, w.outputSize]);
        yield* foldPlane(part, foldAxis(h), foldAxis(w), plane, folding, arithmetic);
      }
    }
  }
  addBias(call, geometry, output);
  return output;
}

/** Returns the bytes of one group's Wᵀ and columns. */
export function workingBytesMatmulFold(geometry: Geometry, dtype: DType): number {
  const { h, w, cinPerGroup, coutPerGroup, taps } = geometry;
  return bytesPerElement(dtype) * coutPerGroup * taps * (cinPerGroup + h.inputSize * w.inputSize);
}

/** Returns one group's Wᵀ, (Cout/groups·kH·kW, Cin/groups), taps as stored. */
function transposedWeight(weight: Tensor, geometry: Geometry, group: number): Tensor {
  const { cinPerGroup, coutPerGroup, taps } = geometry;
  const height = coutPerGroup * taps;
  const transposed = zeros(weight.dtype, [height, cinPerGroup]);
  for (let ci = 0; ci < cinPerGroup; ci++) {
    const from = weightPlane(geometry, group * cinPerGroup + ci, 0);
    for (let row = 0; row < height; row++) {
      transposed.data[flatIndexOf(cinPerGroup, row, ci)] = weight.data[from + row] as number;
    }
  }
  return transposed;
}
