import type { Call, Pair, Params } from '../../core/call.ts';
import { type Shape, type Tensor, zeros } from '../../core/tensor.ts';

/** For each element of a plane, the flat index of the element that takes its place; −1 for a zero. */
type InPlane = Int32Array;

/**
 * Rearranges a tensor (…, C, H, W) into another shape: its plane p is plane `plane(p)` of `from`, with the elements
 * at the indices that `inPlane` gives for every plane.
 */
export function rearranged(from: Tensor, shape: Shape, plane: (p: number) => number, inPlane: InPlane): Tensor {
  const made = zeros(from.dtype, shape);
  const [source, target] = [from.data, made.data];
  const [height = 1, width = 1] = from.shape.slice(-2);
  const size = inPlane.length;
  const planes = size === 0 ? 0 : target.length / size;
  for (let p = 0; p < planes; p++) {
    const first = plane(p) * height * width;
    for (let i = 0; i < size; i++) {
      const place = inPlane[i] as number;
      if (place >= 0) target[p * size + i] = source[first + place] as number;
    }
  }
  return made;
}

/**
 * Returns {@link rearranged} of a tensor, whose elements are arranged when they are first read: most hypotheses are ruled
 * out by their shape alone, and weights may be large.
 */
export function rearrangedLater(from: Tensor, shape: Shape, plane: (p: number) => number, inPlane: InPlane): Tensor {
  return madeLater(from.dtype, shape, () => rearranged(from, shape, plane, inPlane).data);
}

/** Returns a tensor with a function of each element, and of its flat index, in its place, computed when it is first read. */
export function mappedLater(tensor: Tensor, value: (value: number, at: number) => number): Tensor {
  return madeLater(tensor.dtype, tensor.shape, () => tensor.data.map(value));
}

/**
 * Returns a tensor whose element at each flat index is that of another at the index that `source` gives; 0 where that
 * lies outside of it.
 */
export function rereadLater(tensor: Tensor, source: (at: number) => number): Tensor {
  return mappedLater(tensor, (_, at) => tensor.data[source(at)] ?? 0);
}

function madeLater(dtype: Tensor['dtype'], shape: Shape, make: () => Tensor['data']): Tensor {
  let made: Tensor['data'] | null = null;
  const later = {
    dtype,
    shape,
    get data() {
      return (made ??= make());
    },
  };
  return later as Tensor;
}

/** Computes the index of each of `rows` × `columns` elements from its row and column. */
export function placesOf(rows: number, columns: number, place: (row: number, column: number) => number): InPlane {
  return Int32Array.from({ length: rows * columns }, (_, i) => place(Math.floor(i / columns), i % columns));
}

/** Returns the indices that leave every element in its place. */
export function inPlace(rows: number, columns: number): InPlane {
  return placesOf(rows, columns, (row, column) => row * columns + column);
}

const samePlane = (p: number): number => p;

/** Returns the call with some parameters changed. */
export function withParams(call: Call, change: Partial<Params>): Call {
  return { ...call, params: { ...call.params, ...change } };
}

/** Returns the call with equal padding at both ends. */
export function withPadding(call: Call, padding: Params['padding']): Call {
  return withParams(call, { padding, paddingEnd: undefined });
}

/** Returns the call with its kernels (Cin, Cout/groups, kH, kW) flipped along some axes: 2 = height, 3 = width. */
export function withFlippedWeight(call: Call, axes: readonly (2 | 3)[]): Call {
  const { shape } = call.weight;
  const [, , kH = 0, kW = 0] = shape;
  const places = placesOf(kH, kW, (y, x) => {
    const row = axes.includes(2) ? kH - 1 - y : y;
    return row * kW + (axes.includes(3) ? kW - 1 - x : x);
  });
  return { ...call, weight: rearrangedLater(call.weight, shape, samePlane, places) };
}

/** Returns true if both entries of a pair are 0. */
export function isZeroPair([h, w]: Pair): boolean {
  return h === 0 && w === 0;
}

/** Returns a pair with its entries exchanged. */
export function swapped<T>([h, w]: readonly [T, T]): readonly [T, T] {
  return [w, h];
}
