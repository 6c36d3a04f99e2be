import { type Geometry } from '../../geometry/geometry.ts';
import { tapsOfInput } from '../../geometry/taps.ts';
import { landingCount } from '../../geometry/window.ts';
import { flatIndexOf, weightPlane } from '../../geometry/planeOffsets.ts';
import { scatterIndex } from '../../geometry/indices.ts';
import type { Numbers } from '../../kernels/kernels.ts';
import type { Progress } from '../../core/progress.ts';
import type { Steps } from '../../core/steps.ts';
import { bytesPerElement, type DType, type Tensor, zeros } from '../../core/tensor.ts';

/**
 * The matrix C of one group: the convolution with the group's weights, which maps the output's space to the input's.
 * Shape (Cin/groups·H·W, Cout/groups·Ho·Wo), in compressed sparse rows (CSR): row (ci, iy, ix) has the `values` and the
 * `columns` (c, oy, ox) at indices rowStart[row] … rowStart[row + 1] − 1.
 */
export interface ConvolutionMatrix {
  readonly rowStart: Float64Array;
  readonly columns: Uint32Array;
  readonly values: Numbers;
}

/**
 * Returns the number of stored elements of one group's C: the pairs of channels times the (input, tap) pairs that land
 * inside the output.
 */
export function storedElements({ cinPerGroup, coutPerGroup, h, w }: Geometry): number {
  return cinPerGroup * coutPerGroup * landingCount(h) * landingCount(w);
}

/** Returns the bytes of one group's C. */
export function matrixBytes(geometry: Geometry, dtype: DType): number {
  const { cinPerGroup, h, w } = geometry;
  const rowStart = Float64Array.BYTES_PER_ELEMENT * (cinPerGroup * h.inputSize * w.inputSize + 1);
  const perElement = bytesPerElement(dtype) + Uint32Array.BYTES_PER_ELEMENT;
  return storedElements(geometry) * perElement + rowStart;
}

/** Builds one group's C, one image row of input elements after another. */
export function* buildConvolutionMatrix(
  weight: Tensor,
  geometry: Geometry,
  group: number,
  progress: Progress,
): Steps<ConvolutionMatrix> {
  const { cinPerGroup, h, w } = geometry;
  const stored = storedElements(geometry);
  const matrix: ConvolutionMatrix = {
    rowStart: new Float64Array(cinPerGroup * h.inputSize * w.inputSize + 1),
    columns: new Uint32Array(stored),
    values: zeros(weight.dtype, [stored]).data,
  };
  for (let ci = 0; ci < cinPerGroup; ci++) {
    const cin = group * cinPerGroup + ci;
    for (let iy = 0; iy < h.inputSize; iy++) {
      const row = flatIndexOf(w.inputSize, flatIndexOf(h.inputSize, ci, iy), 0);
      const step = progress.advance(storeRows(matrix, weight, geometry, row, cin, iy));
      if (step !== null) yield step;
    }
  }
  return matrix;
}

/**
 * Stores the rows of C that belong to input row `iy` of channel `cin`, starting at row `row`. Returns the number of
 * elements stored.
 */
function storeRows(
  { rowStart, columns, values }: ConvolutionMatrix,
  weight: Tensor,
  geometry: Geometry,
  row: number,
  cin: number,
  iy: number,
): number {
  const { coutPerGroup, h, w } = geometry;
  const down = tapsOfInput(h, iy);
  const first = rowStart[row] as number;
  let at = first;
  for (let ix = 0; ix < w.inputSize; ix++) {
    const across = tapsOfInput(w, ix);
    for (let c = 0; c < coutPerGroup; c++) {
      const kernel = weightPlane(geometry, cin, c);
      for (let ky = down.from; ky < down.to; ky++) {
        for (let kx = across.from; kx < across.to; kx++) {
          const o = flatIndexOf(w.outputSize, scatterIndex(h, iy, ky), scatterIndex(w, ix, kx));
          columns[at] = flatIndexOf(geometry.columns, c, o);
          values[at] = weight.data[kernel + flatIndexOf(w.kernelSize, ky, kx)] as number;
          at++;
        }
      }
    }
    rowStart[row + ix + 1] = at;
  }
  return at - first;
}
