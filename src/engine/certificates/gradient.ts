import type { Call } from '../core/call.ts';
import { Mt19937 } from '../fills/mt19937.ts';
import type { Geometry } from '../geometry/geometry.ts';
import type { Steps } from '../core/steps.ts';
import { type Float64Tensor, type Tensor, zeros } from '../core/tensor.ts';
import { type Certificate, certificateOf } from './certificate.ts';
import type { SumsWithMagnitudes } from './convolution.ts';
import { dotProductOf, dotRoundings } from './dot.ts';
import { gradientRoundings, gradientsOf } from './gradients.ts';
import { largestOf } from './largestOf.ts';
import { randomTensor } from './randomTensor.ts';
import { inFloat64, referenceOf, type TransposedConvolution } from './transposedConvolution.ts';

/** The tensors with respect to which gradients are checked, in the order of the checks. */
const tensors = ['input', 'weight', 'bias'] as const;

/**
 * The check of the gradient with respect to one tensor. `left` is the change of the output that a step along a random
 * direction causes, `right` the change that the gradient predicts.
 */
export interface GradientCheck extends Certificate {
  readonly tensor: (typeof tensors)[number];
}

/** The checks for the input, the weight and, if the call has one, the bias. */
export interface GradientCertificate {
  readonly checks: readonly GradientCheck[];
  /** False if a check fails; null if none fails but at least one is inconclusive. */
  readonly holds: boolean | null;
}

/**
 * Checks the gradients without a step size: y is linear in x, in w and in b separately, so for a random direction d
 * (here of x) and a random v of the output's shape
 *
 *   left = ⟨y(x + d) − y(x), v⟩ = ⟨d, ∂x⟩ = right,  ∂x = conv2d(v, w), ∂w the correlation of x and v, ∂b = Σv,
 *
 * up to rounding; everything is computed in float64. The largest |d| equals the largest magnitude of its tensor.
 *
 * Left: a term w·(x + d)·v passes one rounding in x + d, K in its output element (K summands, see bound.ts), one in the
 * difference and those of the dot product. The terms of y(x) pass fewer. Their magnitudes add up to S + S_d + B and
 * S + B, where S = Σ|w||x||v|, S_d is the same with d instead of x, and B = Σ|b||v|. Right: S_d, through the roundings
 * of the gradient and of the dot product with d. M is the largest number of roundings. In total the sides differ by at
 * most γ_M·(2S + 2B + 2·S_d), so S + B + S_d takes the place of S in {@link certificateOf}. All three are dot products
 * with the gradients' magnitudes.
 *
 * Memory, all in float64: the call, v, two outputs and their difference, the working memory of one output, a direction,
 * and two tensors of the size of each gradient.
 */
export function* certifyGradient(
  call: Call,
  geometry: Geometry,
  seed: number,
  transposed: TransposedConvolution = referenceOf,
): Steps<GradientCertificate> {
  const { outputShape } = geometry;
  const random = new Mt19937(seed);
  const own = inFloat64(call);
  const v = yield* randomTensor(outputShape, random, 1);
  const y = yield* transposed(own, geometry);
  const gradients = yield* gradientsOf(own, geometry, v);
  const magnitudeOf = function* (tensor: Tensor, { magnitudes }: SumsWithMagnitudes): Steps<number> {
    return (yield* dotProductOf(tensor.data, magnitudes, tensor.shape)).magnitude;
  };
  const base =
    (yield* magnitudeOf(own.input, gradients.input)) +
    (own.bias === null ? 0 : yield* magnitudeOf(own.bias, gradients.bias));
  const checks: GradientCheck[] = [];
  for (const name of tensors) {
    const tensor = own[name];
    if (tensor === null) continue;
    const direction = yield* randomTensor(tensor.shape, random, largestOf(tensor) || 1);
    const moved = yield* transposed({ ...own, [name]: plus(tensor, direction) }, geometry);
    const left = yield* dotProductOf(minus(moved, y).data, v.data, outputShape);
    const right = yield* dotProductOf(direction.data, gradients[name].sums, tensor.shape);
    const size = base + (yield* magnitudeOf(direction, gradients[name]));
    const roundings = roundingsOf(geometry, name, tensor);
    const terms = { ...lostTo(own, geometry), roundings, size };
    checks.push({ tensor: name, ...certificateOf(left.sum, right.sum, terms) });
  }
  const failed = checks.some(({ holds }) => holds === false);
  const unknown = checks.some(({ holds }) => holds === null);
  return { checks, holds: failed ? false : unknown ? null : true };
}

/** Returns M, the largest number of roundings that a term passes through, for the check of one tensor. */
function roundingsOf(geometry: Geometry, name: GradientCheck['tensor'], { shape }: Tensor): number {
  const { rows, hasBias, outputShape } = geometry;
  const left = 1 + rows + (hasBias ? 1 : 0) + 1 + dotRoundings(outputShape);
  return Math.max(left, gradientRoundings(geometry)[name] + dotRoundings(shape));
}

/**
 * Counts the products that may lose accuracy to underflow: those of two outputs, of a gradient and of the dot products.
 */
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
