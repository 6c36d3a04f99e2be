import type { Call } from '../core/call.ts';
import type { Geometry } from '../geometry/geometry.ts';
import type { Steps } from '../core/steps.ts';
import type { Tensor } from '../core/tensor.ts';
import { convolve, type Sums } from './convolution.ts';
import { correlate } from './correlation.ts';

/**
 * The gradients of ⟨y, v⟩, y = conv_transpose2d(x, w) + b: what autograd gives for an output gradient v. Each with
 * the sums of its terms' magnitudes.
 */
export interface Gradients {
  /** conv2d(v, w), in the input's shape. */
  readonly input: Sums;
  /** The correlation of x and v, in the weight's shape. */
  readonly weight: Sums;
  /** Σv of each output channel, (Cout). */
  readonly bias: Sums;
}

/** The gradients for an output gradient `v` of the output's shape, in float64 and by loops of their own. */
export function* gradientsOf(call: Call, geometry: Geometry, v: Tensor): Steps<Gradients> {
  const input = yield* convolve(v, call.weight, geometry);
  const weight = yield* correlate(call.input, v, geometry);
  return { input, weight, bias: yield* channelSums(v, geometry) };
}

/** The most roundings of a term of each gradient. */
export function gradientRoundings({ n, coutPerGroup, taps, h, w }: Geometry) {
  return {
    input: coutPerGroup * taps,
    weight: w.inputSize + n * h.inputSize,
    bias: w.outputSize + n * h.outputSize,
  };
}

/** Σv over images and places, row by row. */
function* channelSums(v: Tensor, { n: batch, cout }: Geometry): Steps<Sums> {
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
