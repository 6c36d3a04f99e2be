import type { Call } from '../../../src/engine/core/call.ts';
import { type Shape, type Tensor, tensorOf } from '../../../src/engine/core/tensor.ts';
import { geometryOf } from '../../engine/geometryOf.ts';
import { type Contribution, contributions } from '../../engine/definition.ts';

/** The differences between a wrong implementation and the definition. */
export interface Bug {
  /** Changes a product or its place; null drops the product. */
  readonly product?: (product: Contribution, call: Call) => Contribution | null;
  /** Returns the bias of an output channel. */
  readonly biasOf?: (c: number) => number;
  /** Changes an output element at the end. */
  readonly finish?: (value: number, at: { n: number; c: number; y: number; x: number }, call: Call) => number;
}

const flat = (shape: Shape, ...index: readonly number[]): number =>
  index.reduce((place, at, axis) => place * (shape[axis] as number) + at, 0);

/** Returns an implementation of the definition, summed in float64 and rounded once, with or without a bug. */
export function implementation({ product, biasOf, finish }: Bug = {}): (call: Call) => Tensor {
  return (call) => {
    const geometry = geometryOf(call);
    const { n: batch, cin, cout, h, w } = geometry;
    const output = [batch, cout, h.outputSize, w.outputSize];
    const sums = new Float64Array(batch * cout * h.outputSize * w.outputSize);
    for (const right of contributions(geometry)) {
      const done = product === undefined ? right : product(right, call);
      if (done === null) continue;
      const { input: i, weight: k, output: o } = done;
      const x = call.input.data[flat([batch, cin, h.inputSize, w.inputSize], i.n, i.c, i.y, i.x)];
      const weight = call.weight.data[flat(call.weight.shape, k.cin, k.cout, k.ky, k.kx)];
      const at = flat(output, o.n, o.c, o.y, o.x);
      sums[at] = (sums[at] ?? 0) + (x ?? NaN) * (weight ?? NaN);
    }
    const values = sums.map((sum, at) => {
      const x = at % w.outputSize;
      const y = Math.floor(at / w.outputSize) % h.outputSize;
      const c = Math.floor(at / (w.outputSize * h.outputSize)) % cout;
      const n = Math.floor(at / (w.outputSize * h.outputSize * cout));
      const value = sum + (call.bias?.data[biasOf?.(c) ?? c] ?? 0);
      return finish?.(value, { n, c, y, x }, call) ?? value;
    });
    return tensorOf(call.dtype, geometry.outputShape, values);
  };
}

/** Known bugs of transposed convolutions. */
export const bugs = {
  'a kernel that is not rotated': {
    product: (product, { weight }) => {
      const [height = 1, width = 1] = weight.shape.slice(2);
      const { ky, kx } = product.weight;
      return {
        ...product,
        weight: { ...product.weight, ky: height - 1 - ky, kx: width - 1 - kx },
      };
    },
  },
  'a last output row that is wrong': {
    finish: (value, { y }, call) => (y === geometryOf(call).h.outputSize - 1 ? value + 1 : value),
  },
  'an input channel that is wrong': {
    product: (product, { weight, params }) => {
      const count = (weight.shape[0] ?? 1) / params.groups;
      const first = product.input.c - (product.input.c % count);
      const c = first + ((product.input.c - first + 1) % count);
      return { ...product, input: { ...product.input, c } };
    },
  },
  'the bias of the channel before': { biasOf: (c) => Math.max(0, c - 1) },
  'a second batch element that is lost': {
    product: (product) => (product.input.n > 0 ? null : product),
  },
  'a stride of 2 that counts twice': {
    finish: (value, _at, { params }) => (params.stride[0] === 2 ? 2 * value : value),
  },
  'a dilation above 1 that is forgotten along the width': {
    product: (product, { params }) => {
      const [, d] = params.dilation;
      const x = product.output.x - product.weight.kx * (d - 1);
      return x < 0 ? null : { ...product, output: { ...product.output, x } };
    },
  },
  'an output_padding that is not computed': {
    finish: (value, { y }, call) => (y >= geometryOf(call).h.outputSize - call.params.outputPadding[0] ? NaN : value),
  },
  'a padding at the end that is not used': {
    finish: (value, _at, { params }) =>
      params.paddingEnd !== undefined && params.paddingEnd[1] !== params.padding[1] ? value + 1 : value,
  },
} as const satisfies Readonly<Record<string, Bug>>;

/** A call in which all bugs show: two images, two groups of 3 → 2 channels. */
export function plantedCall(): Call {
  let state = 12345;
  const next = (): number => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return Math.fround((state / 0x7fffffff) * 4 - 2);
  };
  const tensor = (...shape: number[]): Tensor =>
    tensorOf('float32', shape, Array.from({ length: shape.reduce((a, b) => a * b) }, next));
  return {
    dtype: 'float32',
    input: tensor(2, 6, 5, 4),
    weight: tensor(6, 2, 3, 3),
    bias: tensor(4),
    params: {
      stride: [2, 3],
      padding: [1, 2],
      paddingEnd: [2, 1],
      outputPadding: [1, 1],
      dilation: [3, 2],
      groups: 2,
    },
  };
}
