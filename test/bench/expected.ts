import type { Task } from './task.ts';

/** The range of correct float32 results: `value` ± `bound` for each element. */
export interface Expected {
  readonly value: Float64Array;
  readonly bound: Float64Array;
  /** The number of elements of an output plane. */
  readonly plane: number;
  /** The indices of the planes that were computed. */
  readonly planes: readonly number[];
}

/** γ_K (Higham, Accuracy and Stability of Numerical Algorithms, lemma 3.1). */
const gamma = (k: number, u: number): number => (k * u) / (1 - k * u);

/**
 * Computes a task in float64 by the definition, y[i·s − p + k·d] += w[k]·x[i], without code of the engine. K summands, each
 * a rounded product, give |ŷ − y| ≤ γ_K(2⁻²⁴)·Σ|w||x| in any order of summation, and the float64 sum has an error of at most
 * γ_K(2⁻⁵³)·Σ|w||x|. The inputs are multiples of 2⁻²³, so that no product underflows. If the call has more than about
 * `work` multiply-adds, only evenly spaced output planes are computed, which include the first and the last.
 */
export function expectedOf({ call, geometry, input, weight }: Task, work = Infinity): Expected {
  const { n: batch, cout, cin, cinPerGroup, coutPerGroup, outputShape } = geometry;
  const [s, p, d] = [call.params.stride, call.params.padding, call.params.dilation];
  const [, , h = 0, w = 0] = call.input.shape;
  const [, , kH = 0, kW = 0] = call.weight.shape;
  const [, , hOut = 0, wOut = 0] = outputShape;
  const plane = hOut * wOut;
  const value = new Float64Array(batch * cout * plane);
  const bound = new Float64Array(value.length);

  const planes = planesOf(batch * cout, work / (cinPerGroup * kH * kW * h * w));
  for (let n = 0; n < batch; n++) {
    for (let c = 0; c < cout; c++) {
      if (!planes.includes(n * cout + c)) continue;
      const first = Math.floor(c / coutPerGroup) * cinPerGroup;
      for (let ci = first; ci < first + cinPerGroup; ci++) {
        for (let tap = 0; tap < kH * kW; tap++) {
          const factor = weight[(ci * coutPerGroup + (c % coutPerGroup)) * kH * kW + tap] as number;
          const [down, across] = [Math.floor(tap / kW) * d[0] - p[0], (tap % kW) * d[1] - p[1]];
          const [fromX, toX] = reached(w, wOut, s[1], across);
          const [fromY, toY] = reached(h, hOut, s[0], down);
          for (let iy = fromY; iy < toY; iy++) {
            const x = ((n * cin + ci) * h + iy) * w;
            const y = (n * cout + c) * plane + (iy * s[0] + down) * wOut + across;
            for (let ix = fromX; ix < toX; ix++) {
              const o = y + ix * s[1];
              const product = factor * (input[x + ix] as number);
              value[o] = (value[o] as number) + product;
              bound[o] = (bound[o] as number) + Math.abs(product);
            }
          }
        }
      }
    }
  }
  const summands = new Float64Array(plane);
  for (let tap = 0; tap < kH * kW; tap++) {
    const [down, across] = [Math.floor(tap / kW) * d[0] - p[0], (tap % kW) * d[1] - p[1]];
    const [fromX, toX] = reached(w, wOut, s[1], across);
    const [fromY, toY] = reached(h, hOut, s[0], down);
    for (let iy = fromY; iy < toY; iy++) {
      for (let ix = fromX; ix < toX; ix++) {
        const o = (iy * s[0] + down) * wOut + ix * s[1] + across;
        summands[o] = (summands[o] as number) + cinPerGroup;
      }
    }
  }
  for (let at = 0; at < bound.length; at++) {
    const k = summands[at % plane] as number;
    bound[at] = (gamma(k, 2 ** -24) + gamma(k, 2 ** -53)) * (bound[at] as number);
  }
  return { value, bound, plane, planes };
}

/** Returns about `most` evenly spaced indices below `count`, at least two if there are two. */
function planesOf(count: number, most: number): readonly number[] {
  const chosen = Math.min(count, Math.max(2, Math.floor(most)));
  return Array.from({ length: chosen }, (_, i) => (chosen === 1 ? 0 : Math.round((i * (count - 1)) / (chosen - 1))));
}

/** Returns the range [from, to) of the input positions i whose output position i·stride + shift exists. */
function reached(inputs: number, outputs: number, stride: number, shift: number) {
  const from = Math.max(0, Math.ceil(-shift / stride));
  return [from, Math.min(inputs, Math.ceil((outputs - shift) / stride))] as const;
}

/** Returns the largest |error| ÷ bound of a result, or NaN if an element is NaN. The result is right if this is at most 1. */
export function worstRatio(actual: Float32Array, { value, bound, plane, planes }: Expected): number {
  if (actual.length !== value.length) return NaN;
  let worst = 0;
  for (const i of planes) {
    for (let at = i * plane; at < (i + 1) * plane; at++) {
      const error = Math.abs((actual[at] as number) - (value[at] as number));
      if (Number.isNaN(error)) return NaN;
      // An error of 0 ÷ a bound of 0 is NaN, which is never larger than `worst`: the element is right.
      const ratio = error / (bound[at] as number);
      if (ratio > worst) worst = ratio;
    }
  }
  return worst;
}
