import type { Call, Pair } from '../../../src/engine/core/call.ts';
import { type DType, elementCount, type Shape, tensorOf } from '../../../src/engine/core/tensor.ts';

/** A call that takes one of the kernels' ways, with its name. */
export interface NamedCall {
  readonly name: string;
  readonly call: Call;
}

interface Sizes {
  readonly n?: number;
  readonly cin: number;
  readonly cout: number;
  readonly size: Pair;
  readonly kernel: Pair;
  readonly stride?: Pair;
  readonly padding?: Pair;
  readonly outputPadding?: Pair;
  readonly dilation?: Pair;
  readonly groups?: number;
}

// prettier-ignore
const sizes: Readonly<Record<string, Sizes>> = {
  'rows cut through their gaps': { cin: 5, cout: 6, size: [13, 13], kernel: [3, 3] },
  'more columns than a block': { cin: 150, cout: 7, size: [6, 9], kernel: [4, 4], stride: [2, 2], padding: [1, 1] },
  'a kernel matrix that is read for several tiles': { cin: 130, cout: 300, size: [5, 5], kernel: [2, 2], stride: [2, 2] },
  'both phases of stride 2 in one pass': { n: 2, cin: 3, cout: 5, size: [7, 18], kernel: [2, 2], stride: [2, 2] },
  'four phases side by side': { cin: 3, cout: 4, size: [9, 7], kernel: [8, 8], stride: [4, 4] },
  'output in parts': { cin: 4, cout: 11, size: [20, 30], kernel: [16, 16], stride: [8, 8], padding: [4, 4] },
  'stride 3 and one row': { n: 2, cin: 9, cout: 1, size: [11, 10], kernel: [9, 9], stride: [3, 3], padding: [4, 4], outputPadding: [2, 2] },
  'three rows': { n: 2, cin: 5, cout: 3, size: [11, 29], kernel: [3, 3] },
  'three rows in blocks of columns': { cin: 150, cout: 3, size: [9, 21], kernel: [4, 4], stride: [2, 2], padding: [1, 1] },
  'three rows of large planes': { cin: 2, cout: 3, size: [150, 160], kernel: [4, 4], stride: [2, 2], padding: [1, 1] },
  'three phases as three rows': { cin: 7, cout: 1, size: [5, 40], kernel: [3, 9], stride: [1, 3], padding: [1, 0] },
  'phases without taps': { cin: 4, cout: 3, size: [6, 5], kernel: [2, 2], stride: [3, 4], outputPadding: [1, 2] },
  'dilation over the strides': { cin: 6, cout: 4, size: [12, 11], kernel: [3, 3], stride: [2, 3], padding: [2, 1], dilation: [3, 2] },
  'a crop of more than the kernel': { cin: 3, cout: 4, size: [12, 14], kernel: [2, 3], padding: [4, 5] },
  'a kernel larger than the input': { cin: 2, cout: 3, size: [5, 4], kernel: [7, 8] },
  'groups': { n: 2, cin: 12, cout: 9, size: [8, 9], kernel: [4, 3], stride: [2, 1], padding: [1, 1], groups: 3 },
  'depthwise with stride 2': { n: 2, cin: 5, cout: 10, size: [9, 21], kernel: [4, 4], stride: [2, 2], padding: [1, 1], groups: 5 },
  'depthwise with stride 1': { cin: 4, cout: 4, size: [11, 13], kernel: [5, 3], padding: [2, 1], dilation: [1, 2], groups: 4 },
  'depthwise with stride 3': { cin: 4, cout: 4, size: [5, 6], kernel: [3, 3], stride: [3, 3], groups: 4 },
  'a plane that is brought over in parts': { n: 2, cin: 2, cout: 2, size: [300, 310], kernel: [3, 3], padding: [0, 1] },
  'a depthwise plane in parts': { n: 2, cin: 2, cout: 2, size: [400, 310], kernel: [4, 4], stride: [2, 2], padding: [1, 1], groups: 2 },
  'one output': { cin: 3, cout: 2, size: [1, 1], kernel: [1, 1], stride: [2, 2] },
};

/** Calls whose sizes reach every way through the kernels, of numbers between −1 and 1. */
export function largeCalls(dtype: DType): readonly NamedCall[] {
  return Object.entries(sizes).map(([name, wanted]) => ({
    name,
    call: callOfSizes(dtype, wanted),
  }));
}

/** A call of these sizes. */
export function callOfSizes(dtype: DType, { n = 1, cin, cout, size, kernel, groups = 1, ...more }: Sizes): Call {
  let state = cin;
  const next = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (state >> 8) / 2 ** 23;
  };
  const tensor = (shape: Shape): Call['input'] =>
    tensorOf(dtype, shape, Array.from({ length: elementCount(shape) }, next));
  const { stride = [1, 1], padding = [0, 0], outputPadding = [0, 0], dilation = [1, 1] } = more;
  return {
    dtype,
    input: tensor([n, cin, ...size]),
    weight: tensor([cin, cout / groups, ...kernel]),
    bias: tensor([cout]),
    params: { stride, padding, outputPadding, dilation, groups },
  };
}
