import type { Call } from '../core/call.ts';
import { Mt19937 } from '../fills/mt19937.ts';
import type { Geometry } from '../geometry/geometry.ts';
import type { Steps } from '../core/steps.ts';
import { type Float64Tensor, type Tensor, zeros } from '../core/tensor.ts';
import { type Certificate, certificateOf } from './certificate.ts';
import type { Sums } from './convolution.ts';
import { dotProductOf, dotRoundings } from './dot.ts';
import { gradientRoundings, gradientsOf } from './gradients.ts';
import { largestOf } from './largestOf.ts';
import { randomTensor } from './randomTensor.ts';
import { inFloat64, referenceOf, type Transposed } from './transposed.ts';

/** The tensors that y is linear in, in the order of the checks. */
const tensors = ['input', 'weight', 'bias'] as const;

/** The gradient in one tensor: `left` is the difference quotient, `right` what the gradient predicts. */
export interface GradientCheck extends Certificate {
  readonly of: (typeof tensors)[number];
}

/** The checks of input, weight and, where the call has one, bias. */
export interface GradientCertificate {
  readonly checks: readonly GradientCheck[];
  /** False where one does not hold; null where none fails, but of one nothing can be said. */
  readonly holds: boolean | null;
}

/**
 * A gradient check without a step size: y is linear in x, in w and in b, each by itself, so that for a random
 * direction d of x, say, and a random v of the output's shape
 *
 *   left = ⟨y(x + d) − y(x), v⟩ = ⟨d, ∂x⟩ = right,  ∂x = conv2d(v, w), ∂w the correlation of x and v, ∂b = Σv,
 *
 * but for rounding; all in float64. The largest |d| is that of its tensor.
 *
 * Left: a term w·(x + d)·v passes one rounding in x + d, K of its output element (K summands, see bound.ts), one in the
 * difference and those of the dot product; the terms of y(x) fewer. Their magnitudes add up to S + S_d + B and
 * S + B, S = Σ|w||x||v|, S_d the same with d instead of x, B = Σ|b||v|. Right: S_d, through the roundings of the
 * gradient and of the dot product with d. M is the largest number of roundings; in total the sides are
 * γ_M·(2S + 2B + 2·S_d) apart at most, so that in {@link certificateOf} S + B + S_d stands for S. All three are dot
 * products with the gradients' magnitudes.
 *
 * In memory are, in float64, the call, v, two outputs and their difference with what computing one takes, a direction and
 * two tensors of the size of each gradient.
 */
export function* certifyGradient(
  call: Call,
  geometry: Geometry,
  seed: number,
  transposed: Transposed = referenceOf,
): Steps<GradientCertificate> {
  const { outputShape } = geometry;
  const random = new Mt19937(seed);
  const own = inFloat64(call);
  const v = yield* randomTensor(outputShape, random, 1);
  const y = yield* transposed(own, geometry);
  const gradients = yield* gradientsOf(own, geometry, v);
  const magnitudeOf = function* (tensor: Tensor, { magnitudes }: Sums): Steps<number> {
    return (yield* dotProductOf(tensor.data, magnitudes, tensor.shape)).magnitude;
  };
  const base =
    (yield* magnitudeOf(own.input, gradients.input)) +
    (own.bias === null ? 0 : yield* magnitudeOf(own.bias, gradients.bias));
  const checks: GradientCheck[] = [];
  for (const of of tensors) {
    const tensor = own[of];
    if (tensor === null) continue;
    const direction = yield* randomTensor(tensor.shape, random, largestOf(tensor) || 1);
    const moved = yield* transposed({ ...own, [of]: plus(tensor, direction) }, geometry);
    const left = yield* dotProductOf(minus(moved, y).data, v.data, outputShape);
    const right = yield* dotProductOf(direction.data, gradients[of].sums, tensor.shape);
    const size = base + (yield* magnitudeOf(direction, gradients[of]));
    const roundings = roundingsOf(geometry, of, tensor);
    const terms = { ...lostTo(own, geometry), roundings, size };
    checks.push({ of, ...certificateOf(left.sum, right.sum, terms) });
  }
  const failed = checks.some(({ holds }) => holds === false);
  const unknown = checks.some(({ holds }) => holds === null);
  return { checks, holds: failed ? false : unknown ? null : true };
}

/** M. */
function roundingsOf(geometry: Geometry, of: GradientCheck['of'], { shape }: Tensor): number {
  const { rows, hasBias, outputShape } = geometry;
  const left = 1 + rows + (hasBias ? 1 : 0) + 1 + dotRoundings(outputShape);
  return Math.max(left, gradientRoundings(geometry)[of] + dotRoundings(shape));
}

/** What underflow can reach: the products of two outputs and of a gradient, and those of the dot products. */
function lostTo({ input, weight, bias }: Call, geometry: Geometry) {
  const { n, cin, cout, coutPerGroup, taps, h, w, columns } = geometry;
  const inputs = n * cin * h.inputSize * w.inputSize;
  const dots = n * cout * columns + inputs + weight.data.length + cout;
  return {
    products: 3 * inputs * coutPerGroup * taps + dots,
    factor: Math.max(1, largestOf(input), largestOf(weight), bias === null ? 0 : largestOf(bias)),
  };
}

function plus(a: Tensor, b: Float64Tensor): Tensor {
  const sum = zeros('float64', a.shape);
  for (let i = 0; i < sum.data.length; i++) sum.data[i] = (a.data[i] as number) + (b.data[i] as number);
  return sum;
}

function minus(a: Tensor, b: Tensor): Tensor {
  const difference = zeros('float64', a.shape);
  for (let i = 0; i < difference.data.length; i++) difference.data[i] = (a.data[i] as number) - (b.data[i] as number);
  return difference;
}
