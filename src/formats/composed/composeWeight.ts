import { assertNever } from '../../engine/core/assertNever.ts';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { elementCount, type Shape, type Tensor, zeros } from '../../engine/core/tensor.ts';
import { rowMajorStrides } from '../common/readStrided.ts';
import type { Composition } from './partNames.ts';

/** A composed weight, and the axis along which its norms are taken apart; null if there is one norm for all. */
export interface ComposedWeight {
  readonly weight: Tensor;
  readonly axis: number | null;
}

/**
 * Returns the axis of a weight_norm: each index of it has a norm and a magnitude of its own. PyTorch stores the magnitudes
 * with size 1 along all other axes. Returns null for a single norm, and undefined if the shapes do not belong together.
 */
export function weightNormAxis(g: Shape, v: Shape): number | null | undefined {
  if (elementCount(g) === 1 && (g.length === 0 || g.length === v.length)) return null;
  const axis = g.findIndex((size) => size !== 1);
  const fits = g.length === v.length && g[axis] === v[axis] && elementCount(g) === g[axis];
  if (fits) return axis;
  return g.length === 1 && g[0] === v[0] ? 0 : undefined;
}

/** Returns the axes that the vectors of a spectral_norm fit: u has the size of the axis, v that of all others together. */
export function spectralNormAxes(weight: Shape, u: Shape, v: Shape): readonly number[] {
  const [rows, columns] = [elementCount(u), elementCount(v)];
  return weight.flatMap((size, axis) => (size === rows && size * columns === elementCount(weight) ? [axis] : []));
}

/**
 * Computes a weight from its parts as PyTorch does when it evaluates: v·g/‖v‖ of weight_norm, W/(uᵀWv) of spectral_norm,
 * W·mask of pruning. Sums are float64; the result has the precision of the parts, which the caller rounds further if the
 * file stores less. Refuses parts of shapes that do not belong together; the refusal is the end of a sentence.
 */
export function composeWeight(kind: Composition, parts: readonly Tensor[]): Result<ComposedWeight> {
  const [first, second, third] = parts;
  if (first === undefined || second === undefined) return refuse('file', 'a part is missing');
  switch (kind) {
    case 'weight_norm':
      return weightNorm(first, second);
    case 'spectral_norm':
      return third === undefined ? refuse('file', 'v is missing') : spectralNorm(first, second, third);
    case 'prune':
      return ok({ weight: mapped(first, (value, i) => value * (second.data[i] as number)), axis: null });
    default:
      return assertNever(kind, 'composition');
  }
}

function weightNorm(g: Tensor, v: Tensor): Result<ComposedWeight> {
  const axis = weightNormAxis(g.shape, v.shape);
  if (axis === undefined) return refuse('file', 'g does not fit v');
  const indexOf = indexAlong(v.shape, axis);
  const squares = new Float64Array(g.data.length);
  for (const [i, value] of v.data.entries()) squares[indexOf(i)] = (squares[indexOf(i)] as number) + value * value;
  const factors = squares.map((sum, i) => (g.data[i] as number) / Math.sqrt(sum));
  return ok({ weight: mapped(v, (value, i) => value * (factors[indexOf(i)] as number)), axis });
}

function spectralNorm(weight: Tensor, u: Tensor, v: Tensor): Result<ComposedWeight> {
  const axes = spectralNormAxes(weight.shape, u.shape, v.shape);
  // If several axes fit, the power iteration has turned u along Wv for the right one only.
  const candidates = axes.map((axis) => ({ axis, ...alongside(weight, u, v, axis) }));
  const best = candidates.reduce<(typeof candidates)[number] | null>(
    (before, next) => (before === null || next.cosine > before.cosine ? next : before),
    null,
  );
  if (best === null) return refuse('file', 'u and v do not fit the weight');
  return ok({ weight: mapped(weight, (value) => value / best.sigma), axis: best.axis });
}

/** Returns σ = uᵀWv, W being the weight as a matrix with this axis as rows, and the cosine of the angle of u and Wv. */
function alongside(
  weight: Tensor,
  u: Tensor,
  v: Tensor,
  axis: number,
): { readonly sigma: number; readonly cosine: number } {
  const rowOf = indexAlong(weight.shape, axis);
  const inner = elementCount(weight.shape.slice(axis + 1));
  const rows = weight.shape[axis] ?? 1;
  const product = new Float64Array(rows);
  for (const [i, value] of weight.data.entries()) {
    const row = rowOf(i);
    // The axis goes to the front; all others keep their order.
    const column = Math.floor(i / (inner * rows)) * inner + (i % inner);
    product[row] = (product[row] as number) + value * (v.data[column] as number);
  }
  let [sigma, uu, pp] = [0, 0, 0];
  for (const [i, value] of product.entries()) {
    const along = u.data[i] as number;
    sigma += along * value;
    uu += along * along;
    pp += value * value;
  }
  const length = Math.sqrt(uu * pp);
  return { sigma, cosine: length > 0 ? sigma / length : 0 };
}

/** Returns a function from the place of an element to its index along an axis; 0 everywhere for no axis. */
function indexAlong(shape: Shape, axis: number | null): (place: number) => number {
  if (axis === null) return () => 0;
  const [stride, size] = [rowMajorStrides(shape)[axis] ?? 1, shape[axis] ?? 1];
  return (place) => Math.floor(place / stride) % size;
}

function mapped({ dtype, shape, data }: Tensor, compute: (value: number, place: number) => number): Tensor {
  const result = zeros(dtype, shape);
  for (const [i, value] of data.entries()) result.data[i] = compute(value, i);
  return result;
}
