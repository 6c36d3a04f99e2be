import type { Call } from '../core/call.ts';
import type { Geometry } from '../geometry/geometry.ts';
import type { Steps } from '../core/steps.ts';
import type { Tensor } from '../core/tensor.ts';
import { convolve, type SumsWithMagnitudes } from './convolution.ts';
import { correlate } from './correlation.ts';

/**
 * The gradients of ⟨y, v⟩, with y = conv_transpose2d(x, w) + b, that autograd computes if the output's gradient is v.
 * Beside each sum stands the sum of its terms' magnitudes.
 */
export interface Gradients {
  /** conv2d(v, w), in the input's shape. */
  readonly input: SumsWithMagnitudes;
  /** The correlation of x and v, in the weight's shape. */
  readonly weight: SumsWithMagnitudes;
  /** Σv for each output channel, (Cout). */
  readonly bias: SumsWithMagnitudes;
}

/**
 * Computes the gradients in float64 for the output gradient `v`, which has the output's shape. The loops are
 * independent of the code that computes outputs.
 */
export function* gradientsOf(call: Call, geometry: Geometry, v: Tensor): Steps<Gradients> {
  const input = yield* convolve(v, call.weight, geometry);
  const weight = yield* correlate(call.input, v, geometry);
  return { input, weight, bias: yield* channelSums(v, geometry) };
}

/** Returns, for each gradient, the largest number of roundings that one term passes through. */
export function gradientRoundings({ n, coutPerGroup, taps, h, w }: Geometry) {
  return {
    input: coutPerGroup * taps,
    weight: w.inputSize + n * h.inputSize,
    bias: w.outputSize + n * h.outputSize,
  };
}

/** Sums v over images and positions, row by row. */
function* channelSums(v: Tensor, { n: batch, cout }: Geometry): Steps<SumsWithMagnitudes> {
  const [rows, columns] = v.shape.slice(-2) as [number, number];
  const sums = new Float64Array(cout);
  const magnitudes = new Float64Array(cout);
  for (let plane = 0; plane < batch * cout; plane++) {
    const c = plane % cout;
    for (let row = 0; row < rows; row++) {
      const from = (plane * rows + row) * columns;
      let [sum, magnitude] = [0, 0];
      for (let at = from; at < from + columns; at++) {
        sum += v.data[at] as number;
        magnitude += Math.abs(v.data[at] as number);
      }
      sums[c] = (sums[c] as number) + sum;
      magnitudes[c] = (magnitudes[c] as number) + magnitude;
    }
    yield { stage: 'Sum of v', done: plane + 1, total: batch * cout };
  }
  return { sums, magnitudes };
}
