import type { Call, Pair, Params } from '../../core/call.ts';
import { elementCount, type Shape, type Tensor, zeros } from '../../core/tensor.ts';

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
  const [height = 1, width = 1] = from.shape.slice(-2);
  const size = inPlane.length;
  return madeLater(from.dtype, shape, {
    all: () => rearranged(from, shape, plane, inPlane).data,
    one: (at) => {
      const place = inPlane[at % size] as number;
      return place < 0 ? 0 : (from.data[plane(Math.floor(at / size)) * height * width + place] as number);
    },
  });
}

/** Returns a tensor with a function of each element, and of its flat index, in its place, computed when it is first read. */
export function mappedLater(tensor: Tensor, value: (value: number, at: number) => number): Tensor {
  return madeLater(tensor.dtype, tensor.shape, {
    all: () => tensor.data.map(value),
    one: (at) => value(tensor.data[at] as number, at),
  });
}

/**
 * Returns a tensor whose element at each flat index is that of another at the index that `source` gives; 0 where that
 * lies outside of it.
 */
export function rereadLater(tensor: Tensor, source: (at: number) => number): Tensor {
  return mappedLater(tensor, (_, at) => tensor.data[source(at)] ?? 0);
}

/** Returns a tensor of another shape whose element at each flat index is that of one at the index that `source` gives, or 0. */
export function gatheredLater(from: Tensor, shape: Shape, source: (at: number) => number): Tensor {
  const one = (at: number): number => from.data[source(at)] ?? 0;
  return madeLater(from.dtype, shape, {
    all: () => {
      const { data } = zeros(from.dtype, shape);
      for (let at = 0; at < data.length; at++) data[at] = one(at);
      return data;
    },
    one,
  });
}

/** How to make all elements of a tensor, or the one at a flat index, which is rounded to the tensor's precision later. */
interface Making {
  readonly all: () => Tensor['data'];
  readonly one: (at: number) => number;
}

/** The share of the elements of a tensor that may be made one by one before all of them are made. */
const mostSingle = 1 / 16;

/** The name under which a tensor keeps the function that gives single elements; it is not copied with the tensor. */
const single = Symbol('single');

interface LaterTensor {
  readonly [single]?: (at: number) => number;
}

function madeLater(dtype: Tensor['dtype'], shape: Shape, { all, one }: Making): Tensor {
  let made: Tensor['data'] | null = null;
  const later = {
    dtype,
    shape,
    get data() {
      return (made ??= all());
    },
  } as Tensor;
  let left: number | null = null;
  let rounded: Tensor['data'] | null = null;
  const reader = (at: number): number => {
    left ??= elementCount(shape) * mostSingle;
    if (made !== null || left-- <= 0) return later.data[at] as number;
    rounded ??= zeros(dtype, [1]).data;
    rounded[0] = one(at);
    return rounded[0];
  };
  return Object.defineProperty(later, single, { value: reader });
}

/**
 * Returns a function that gives the element of a tensor at a flat index: without making all of them if few are asked for
 * and the tensor's are made when they are first read.
 */
export function readerOf(tensor: Tensor): (at: number) => number {
  const one = (tensor as Tensor & LaterTensor)[single];
  if (one !== undefined) return one;
  const { data } = tensor;
  return (at) => data[at] as number;
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
