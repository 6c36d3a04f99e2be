import type { Call } from '../../core/call.ts';
import { type Geometry } from '../../geometry/geometry.ts';
import { inputPlane, outputPlane } from '../../geometry/planeOffsets.ts';
import { kernelsOf } from '../../kernels/kernels.ts';
import { progressOf } from '../../core/progress.ts';
import { ok, refuse, type Result } from '../../core/refusal.ts';
import { arithmeticOf } from '../../rounding/rounding.ts';
import type { Steps } from '../../core/steps.ts';
import { type DType, type Tensor, zeros } from '../../core/tensor.ts';
import { addBias } from '../../operators/addBias.ts';
import { type ConvolutionMatrix, buildConvolutionMatrix, matrixBytes, storedElements } from './convolutionMatrix.ts';

/** Stored elements of one group's C up to which this formulation runs: 128 MB of them in float32. */
const transposedMatrixLimit = 2 ** 24;

/**
 * Why it is called transposed: the convolution that these weights make from output to input space
 * is a sparse matrix C, one row for each input element (ci, iy, ix) and one column for each output
 * element (c, oy, ox); this computes y = Cᵀ · x with it, row by row of C, then adds the bias.
 *
 * An output element is summed from 0 over the input elements it is reached by, (ci, iy, ix)
 * ascending. Only for calls within {@link transposedMatrixLimit}.
 */
export function* runTransposedMatrix(call: Call, geometry: Geometry): Steps<Tensor> {
  const { n: batch, cinPerGroup, coutPerGroup, h, w } = geometry;
  const { groups } = geometry.params;
  const output = zeros(call.dtype, geometry.outputShape);
  const stored = storedElements(geometry);
  const building = progressOf('Convolution matrix C', groups * stored);
  const product = progressOf('Cᵀ · x', batch * groups * stored);
  const height = cinPerGroup * h.inputSize * w.inputSize;
  for (let group = 0; group < groups; group++) {
    const matrix = yield* buildConvolutionMatrix(call.weight, geometry, group, building);
    for (let n = 0; n < batch; n++) {
      const from = inputPlane(geometry, n, group * cinPerGroup);
      const to = outputPlane(geometry, n, group * coutPerGroup);
      for (let row = 0; row < height; row += rowsAtOnce) {
        const end = Math.min(row + rowsAtOnce, height);
        const done = addRows(call, matrix, row, end, from, output, to);
        const step = product.advance(done);
        if (step !== null) yield step;
      }
    }
  }
  addBias(call, geometry, output);
  return output;
}

/** Bytes of one group's C. */
export function workingBytesTransposedMatrix(geometry: Geometry, dtype: DType): number {
  return matrixBytes(geometry, dtype);
}

/** The call itself where its C is small enough; otherwise a refusal that names both numbers. */
export function withinTransposedMatrixLimit(geometry: Geometry): Result<Geometry> {
  const stored = storedElements(geometry);
  if (stored <= transposedMatrixLimit) return ok(geometry);
  const message =
    `formulation = transposed-matrix would store ${stored} elements of C per group, ` +
    `which must be at most ${transposedMatrixLimit}.`;
  return refuse('formulation', message);
}

/** Rows of C between two looks at the progress. */
const rowsAtOnce = 64;

/** Adds rows `row` … `end` − 1 of C, each times its input element, to the output; the number of products. */
function addRows(
  call: Call,
  { rowStart, columns, values }: ConvolutionMatrix,
  row: number,
  end: number,
  from: number,
  output: Tensor,
  to: number,
): number {
  const { axpySparse } = kernelsOf(arithmeticOf(call));
  for (let r = row; r < end; r++) {
    const value = call.input.data[from + r] as number;
    const start = rowStart[r] as number;
    axpySparse(start, rowStart[r + 1] as number, value, values, columns, output.data, to);
  }
  return (rowStart[end] as number) - (rowStart[row] as number);
}
