import type { Call } from '../core/call.ts';
import { firstInputChannel, inputPlane, outputPlane, flatIndexOf, weightPlane } from '../geometry/planeOffsets.ts';
import { type Geometry } from '../geometry/geometry.ts';
import { scatterIndex } from '../geometry/indices.ts';
import { tapCount, tapsOfInput } from '../geometry/taps.ts';
import { progressOf } from '../core/progress.ts';
import type { Steps } from '../core/steps.ts';
import type { DType, Float64Tensor } from '../core/tensor.ts';

/** The float64 output that every run is compared with, and the magnitudes from which the rounding bound follows. */
export interface Reference {
  /** The naive scatter loop's output in float64, in the output's shape. */
  readonly reference: Float64Tensor;
  /**
   * Σ|w|·|x| + |b| of each output element, in the order of `reference`, summed in the dtype `summed`. It is 0 only if
   * every product is 0 in float64.
   */
  readonly magnitude: Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;
  readonly summed: DType;
  /**
   * Number of terms of each element of an output plane, (Ho·Wo) row-major; the same for every n and c. This is the
   * number of taps that bring an input element, times Cin/groups, plus one if there is a bias.
   */
  readonly termCount: Uint32Array<ArrayBuffer>;
  readonly by: ReferenceBy;
}

/**
 * How the reference was computed: by the naive loop, or by the WebAssembly kernels, which compute the same sums in the
 * same order. For the kernels, `checked` is the number of elements that were compared with the loop and found equal bit
 * for bit.
 */
export type ReferenceBy = { readonly kind: 'loop' } | { readonly kind: 'kernels'; readonly checked: number };

/**
 * Computes the definition in float64 in the simplest way. y starts at the bias, and every input element adds its value
 * times the weight to o = i·stride − padding + k·dilation, in the order (n, c, ci, iy, ix, ky, kx). The call's tensors
 * are used as they are, because float64 represents float32 numbers exactly.
 */
export function* runNaiveReference(call: Call, geometry: Geometry): Steps<Reference> {
  const { n: batch, cout, cinPerGroup, coutPerGroup, h, w } = geometry;
  const count = batch * cout * geometry.columns;
  const y = new Float64Array(count);
  const magnitude = new Float64Array(count);
  const [x, weight, bias] = [call.input.data, call.weight.data, call.bias?.data ?? null];
  const workPerRow = w.inputSize * geometry.taps;
  const total = batch * cout * cinPerGroup * h.inputSize * workPerRow;
  const progress = progressOf('Naive scatter, float64', total);
  for (let n = 0; n < batch; n++) {
    for (let c = 0; c < cout; c++) {
      const target = outputPlane(geometry, n, c);
      const start = bias === null ? 0 : (bias[c] as number);
      y.fill(start, target, target + geometry.columns);
      magnitude.fill(Math.abs(start), target, target + geometry.columns);
      const first = firstInputChannel(geometry, c);
      for (let ci = first; ci < first + cinPerGroup; ci++) {
        const source = inputPlane(geometry, n, ci);
        const kernel = weightPlane(geometry, ci, c % coutPerGroup);
        for (let iy = 0; iy < h.inputSize; iy++) {
          const down = tapsOfInput(h, iy);
          for (let ix = 0; ix < w.inputSize; ix++) {
            const value = x[source + flatIndexOf(w.inputSize, iy, ix)] as number;
            const across = tapsOfInput(w, ix);
            for (let ky = down.from; ky < down.to; ky++) {
              for (let kx = across.from; kx < across.to; kx++) {
                const oy = scatterIndex(h, iy, ky);
                const ox = scatterIndex(w, ix, kx);
                const o = target + flatIndexOf(w.outputSize, oy, ox);
                const term = value * (weight[kernel + flatIndexOf(w.kernelSize, ky, kx)] as number);
                y[o] = (y[o] as number) + term;
                magnitude[o] = (magnitude[o] as number) + Math.abs(term);
              }
            }
          }
          const step = progress.advance(workPerRow);
          if (step !== null) yield step;
        }
      }
    }
  }
  const reference: Float64Tensor = { dtype: 'float64', shape: geometry.outputShape, data: y };
  const termCount = termCounts(geometry);
  return { reference, magnitude, summed: 'float64', termCount, by: { kind: 'loop' } };
}

/** Computes {@link Reference.termCount} of a call. The number of taps is the product of the numbers along both axes. */
export function termCounts(geometry: Geometry): Uint32Array<ArrayBuffer> {
  const { cinPerGroup, h, w, hasBias } = geometry;
  const counts = new Uint32Array(geometry.columns);
  const across = Uint32Array.from({ length: w.outputSize }, (_, x) => tapCount(w, x));
  // Most rows are equal to one of a few, so each different row is computed once.
  const rows = new Map<number, Uint32Array>();
  for (let y = 0; y < h.outputSize; y++) {
    const down = tapCount(h, y);
    const row = rows.get(down) ?? across.map((count) => down * count * cinPerGroup + (hasBias ? 1 : 0));
    rows.set(down, row);
    counts.set(row, flatIndexOf(w.outputSize, y, 0));
  }
  return counts;
}
