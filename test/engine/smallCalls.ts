import fc from 'fast-check';
import { accept } from '../../src/engine/accept.ts';
import { shapeOf } from '../../src/engine/call.ts';
import type { Call, Pair } from '../../src/engine/call.ts';
import type { Geometry } from '../../src/engine/geometry.ts';
import { elementCount, tensorOf } from '../../src/engine/tensor.ts';
import type { DType, Shape, Tensor } from '../../src/engine/tensor.ts';

/** A call that is accepted, with its sizes. */
export interface SmallCall {
  readonly call: Call;
  readonly geometry: Geometry;
}

/** What the tensors of a random call hold. */
export type Numbers = 'integers' | 'floats' | 'anything';

/** Random accepted calls small enough to look at every cell of every stage. */
export function smallCalls(numbers: Numbers): fc.Arbitrary<SmallCall> {
  return parameters
    .map((drawn) => callOf(drawn, numbers))
    .filter((found): found is SmallCall => found !== null);
}

const pair = (min: number, max: number): fc.Arbitrary<Pair> =>
  fc.tuple(fc.integer({ min, max }), fc.integer({ min, max }));

const parameters = fc.record({
  batch: fc.constantFrom(null, 1, 2),
  groups: fc.integer({ min: 1, max: 3 }),
  cinPerGroup: fc.integer({ min: 1, max: 3 }),
  coutPerGroup: fc.integer({ min: 1, max: 2 }),
  size: pair(1, 4),
  kernel: pair(1, 4),
  stride: pair(1, 4),
  padding: pair(0, 4),
  outputPadding: pair(0, 3),
  dilation: pair(1, 4),
  bias: fc.boolean(),
  dtype: fc.constantFrom<DType>('float32', 'float64'),
  seed: fc.integer(),
});

type Drawn = typeof parameters extends fc.Arbitrary<infer T> ? T : never;

function callOf(drawn: Drawn, numbers: Numbers): SmallCall | null {
  const { batch, groups, dtype } = drawn;
  const cin = groups * drawn.cinPerGroup;
  const next = numbersFrom(drawn.seed, numbers);
  const tensor = (shape: Shape): Tensor =>
    tensorOf(dtype, shape, Array.from({ length: elementCount(shape) }, next));
  const { stride, padding, outputPadding, dilation } = drawn;
  const call: Call = {
    dtype,
    input: tensor([...(batch === null ? [] : [batch]), cin, ...drawn.size]),
    weight: tensor([cin, drawn.coutPerGroup, ...drawn.kernel]),
    bias: drawn.bias ? tensor([groups * drawn.coutPerGroup]) : null,
    params: { stride, padding, outputPadding, dilation, groups },
  };
  const accepted = accept(shapeOf(call));
  return accepted.ok ? { call, geometry: accepted.value } : null;
}

const special = [NaN, Infinity, -Infinity, 0, -0, 1e-45, 3e38, -3e38];

/** A generator of its own for each call: a failing call prints as a few parameters and a seed. */
function numbersFrom(seed: number, numbers: Numbers): () => number {
  let state = seed | 0;
  const uniform = (): number => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x6d2b79f5) | 0;
    const mixed = Math.imul(state ^ (state >>> 12), 0x297a2d39);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
  switch (numbers) {
    case 'integers':
      return () => Math.floor(uniform() * 17) - 8;
    case 'floats':
      return () => uniform() * 2 - 1;
    case 'anything':
      return () =>
        uniform() < 0.05
          ? (special[Math.floor(uniform() * special.length)] as number)
          : (uniform() * 2 - 1) * 2 ** Math.floor(uniform() * 40 - 20);
    default: {
      const never: never = numbers;
      return never;
    }
  }
}
