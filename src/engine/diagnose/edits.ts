import type { Call, Params } from '../call.ts';
import { elementCount, type Shape, type Tensor, zeros } from '../tensor.ts';

/** Decomposes a flat index of a tensor of this shape. */
export function indexOf(shape: Shape, at: number): number[] {
  const index = shape.map(() => 0);
  let rest = at;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const size = shape[axis] as number;
    index[axis] = rest % size;
    rest = Math.floor(rest / size);
  }
  return index;
}

/** The flat index of an index. */
export function flatOf(shape: Shape, index: readonly number[]): number {
  return index.reduce((flat, i, axis) => flat * (shape[axis] as number) + i, 0);
}

/** A tensor whose element at an index is the one of `from` at `source(index)`. */
export function gathered(
  from: Tensor,
  shape: Shape,
  source: (index: readonly number[]) => number,
): Tensor {
  const tensor = zeros(from.dtype, shape);
  const count = elementCount(shape);
  for (let at = 0; at < count; at++) {
    tensor.data[at] = from.data[source(indexOf(shape, at))] ?? 0;
  }
  return tensor;
}

export function withParams(call: Call, change: Partial<Params>): Call {
  return { ...call, params: { ...call.params, ...change } };
}

/** The same pads at both ends. */
export function withPadding(call: Call, padding: Params['padding']): Call {
  return withParams(call, { padding, paddingEnd: undefined });
}

/** The weight read at other places. */
export function withWeight(
  call: Call,
  shape: Shape,
  source: (index: readonly number[]) => number,
): Call {
  return { ...call, weight: gathered(call.weight, shape, source) };
}

export function withInput(
  call: Call,
  shape: Shape,
  source: (index: readonly number[]) => number,
): Call {
  return { ...call, input: gathered(call.input, shape, source) };
}

/** The weight (Cin, Cout/groups, kH, kW) with its kernels flipped along some axes: 2 = height, 3 = width. */
export function withFlippedWeight(call: Call, axes: readonly (2 | 3)[]): Call {
  const { shape } = call.weight;
  return withWeight(call, shape, (index) =>
    flatOf(
      shape,
      index.map((i, axis) =>
        axes.some((flipped) => flipped === axis) ? (shape[axis] as number) - 1 - i : i,
      ),
    ),
  );
}

/** A pair with its entries in the other order. */
export function swapped<T>([h, w]: readonly [T, T]): readonly [T, T] {
  return [w, h];
}
