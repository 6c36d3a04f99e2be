import type { Call } from '../../core/call.ts';
import { type Geometry } from '../../geometry/geometry.ts';
import { inputPlane, outputPlane } from '../../geometry/planeOffsets.ts';
import { kernelsOf } from '../../kernels/kernelsOf.ts';
import { progressOf } from '../../core/progress.ts';
import { ok, refuse, type Result } from '../../core/refusal.ts';
import { arithmeticOf } from '../../rounding/arithmetic.ts';
import type { Steps } from '../../core/steps.ts';
import { type DType, type Tensor, zeros } from '../../core/tensor.ts';
import { addBias } from '../../operators/addBias.ts';
import { type ConvolutionMatrix, buildConvolutionMatrix, matrixBytes, storedElements } from './convolutionMatrix.ts';

/** The largest number of stored elements of one group's C that is supported: 128 MB in float32. */
const transposedMatrixLimit = 2 ** 24;

/**
 * Computes y = Cᵀ · x, the product that gives the transposed convolution its name. The convolution with the same
 * weights maps the output's space to the input's; as a sparse matrix C it has one row per input element (ci, iy, ix)
 * and one column per output element (c, oy, ox). The product is computed row by row of C; then the bias is added.
 *
 * Order of summation: an output element is summed from 0 over the input elements that reach it, (ci, iy, ix) ascending.
 * Calls beyond {@link transposedMatrixLimit} are refused.
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

/** Returns the bytes of one group's C. */
export function workingBytesTransposedMatrix(geometry: Geometry, dtype: DType): number {
  return matrixBytes(geometry, dtype);
}

/** Returns the geometry if C is within {@link transposedMatrixLimit}, otherwise a refusal that names both numbers. */
export function withinTransposedMatrixLimit(geometry: Geometry): Result<Geometry> {
  const stored = storedElements(geometry);
  if (stored <= transposedMatrixLimit) return ok(geometry);
  const message =
    `The transposed matrix would have ${stored} stored elements per group, more than the ${transposedMatrixLimit} ` +
    `that are built.`;
  return refuse('formulation', message);
}

/** Rows of C between two progress steps. */
const rowsAtOnce = 64;

/**
 * Adds rows `row` … `end` − 1 of C, each times its input element, to the output. Returns the number of multiplications.
 */
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
