import type { Call } from '../core/call.ts';
import { Mt19937 } from '../fills/mt19937.ts';
import type { Geometry } from '../geometry/geometry.ts';
import type { Steps } from '../core/steps.ts';
import { type Certificate, certificateOf } from './certificate.ts';
import { convolve } from './convolution.ts';
import { dotProductOf, dotRoundings } from './dot.ts';
import { largestOf } from './largestOf.ts';
import { randomTensor } from './randomTensor.ts';
import { inFloat64, referenceOf, type Transposed } from './transposed.ts';

/**
 * That conv_transpose2d is the transpose of conv2d, on the call at hand and without its bias:
 *
 *   left = ⟨conv_transpose2d(x, w), v⟩ = ⟨x, conv2d(v, w)⟩ = right
 *
 * for v random (by `seed`, a whole number ≥ 0), of the output's shape, 1/2 ≤ |v| < 1; all in float64. An
 * error of the left side shows where it moves the sum by more than the bound; another seed tries another v.
 *
 * Both sides are sums of the same products w·x·v. One of the left passes, in an output element of K summands,
 * K roundings (one as w·x, at most K − 1 in the sum), and then those of the dot product with v; K ≤ (Cin/groups)·kH·kW.
 * One of the right passes at most (Cout/groups)·kH·kW as v·w and in the sum of conv2d, and those of the dot product
 * with x. M is the larger number; Ŝ = Σ|x|·Σ|v||w| is summed as the right side is. The rest is
 * {@link certificateOf}: |left − right| ≤ 2γ_M(2⁻⁵³)·Σ|w||x||v| and what underflow takes.
 *
 * In memory are, in float64, the call, v, the output with what computing it takes, and two tensors of the input's size.
 */
export function* adjointCertificate(
  call: Call,
  geometry: Geometry,
  seed: number,
  transposed: Transposed = referenceOf,
): Steps<Certificate> {
  const { cinPerGroup, coutPerGroup, taps, cout, cin, n, h, w } = geometry;
  const bare = { ...inFloat64(call), bias: null };
  const { outputShape } = geometry;
  const inputShape = bare.input.shape;
  const v = yield* randomTensor(outputShape, new Mt19937(seed), 1);
  const y = yield* transposed(bare, { ...geometry, hasBias: false });
  const left = yield* dotProductOf(y.data, v.data, outputShape);
  const { sums, magnitudes } = yield* convolve(v, bare.weight, geometry);
  const right = yield* dotProductOf(bare.input.data, sums, inputShape);
  const size = yield* dotProductOf(bare.input.data, magnitudes, inputShape);
  const inputs = n * cin * h.inputSize * w.inputSize;
  return certificateOf(left.sum, right.sum, {
    roundings: Math.max(cinPerGroup * taps + dotRoundings(outputShape), coutPerGroup * taps + dotRoundings(inputShape)),
    size: size.magnitude,
    // w·x and v·w, each for every tap of every input element, and those of the dot products.
    products: 2 * inputs * coutPerGroup * taps + n * cout * geometry.columns + inputs,
    factor: Math.max(1, largestOf(bare.input)),
  });
}
