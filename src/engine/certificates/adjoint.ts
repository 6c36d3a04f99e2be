import type { Call } from '../core/call.ts';
import { Mt19937 } from '../fills/mt19937.ts';
import type { Geometry } from '../geometry/geometry.ts';
import type { Steps } from '../core/steps.ts';
import { type Certificate, certificateOf } from './certificate.ts';
import { convolve } from './convolution.ts';
import { dotProductOf, dotRoundings } from './dot.ts';
import { largestOf } from './largestOf.ts';
import { randomTensor } from './randomTensor.ts';
import { inFloat64, referenceOf, type TransposedConvolution } from './transposedConvolution.ts';

/**
 * Checks that conv_transpose2d is the transpose of conv2d for the given call, without its bias:
 *
 *   left = ⟨conv_transpose2d(x, w), v⟩ = ⟨x, conv2d(v, w)⟩ = right
 *
 * for a random v of the output's shape, 1/2 ≤ |v| < 1, drawn from `seed` (an integer ≥ 0). Everything is computed in
 * float64. An error of the left side shows if it moves the sum by more than the bound; another seed tries another v.
 *
 * Both sides are sums of the same products w·x·v. A product on the left passes K roundings in an output element of K
 * summands (one as w·x, at most K − 1 in the sum), then the roundings of the dot product with v; K ≤ (Cin/groups)·kH·kW.
 * A product on the right passes at most (Cout/groups)·kH·kW roundings as v·w and in the sum of conv2d, then those of the
 * dot product with x. M is the larger number; Ŝ = Σ|x|·Σ|v||w| is summed like the right side. {@link certificateOf}
 * derives the rest: |left − right| ≤ 2γ_M(2⁻⁵³)·Σ|w||x||v| plus the losses to underflow.
 *
 * Memory, all in float64: the call, v, the output and its working memory, and two tensors of the input's size.
 */
export function* adjointCertificate(
  call: Call,
  geometry: Geometry,
  seed: number,
  transposed: TransposedConvolution = referenceOf,
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
    // w·x and v·w for every tap of every input element, plus the products of the dot products.
    products: 2 * inputs * coutPerGroup * taps + n * cout * geometry.columns + inputs,
    factor: Math.max(1, largestOf(bare.input)),
  });
}
