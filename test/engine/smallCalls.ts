import fc from 'fast-check';
import { validateCall } from '../../src/engine/validation/validateCall.ts';
import { shapeOf } from '../../src/engine/core/call.ts';
import type { Call, Pair } from '../../src/engine/core/call.ts';
import type { FormulationId } from '../../src/engine/provenance/formulation.ts';
import { formulationOf } from '../../src/engine/formulations/formulations.ts';
import type { Geometry } from '../../src/engine/geometry/geometry.ts';
import { elementCount, tensorOf } from '../../src/engine/core/tensor.ts';
import type { DType, Shape, Tensor } from '../../src/engine/core/tensor.ts';

/** A call that is accepted, with its sizes. */
export interface SmallCall {
  readonly call: Call;
  readonly geometry: Geometry;
}

/** What the tensors of a random call hold. */
export type Numbers = 'integers' | 'floats' | 'anything';

/** Random accepted calls small enough to look at every cell of every stage. */
export function smallCalls(numbers: Numbers): fc.Arbitrary<SmallCall> {
  return parameters.map((drawn) => callOf(drawn, numbers)).filter((found): found is SmallCall => found !== null);
}

/**
 * Random calls that a formulation serves: any small call for most; for winograd those whose stride
 * phases have 2 or 3 taps per axis, its axes drawn from all the ways to have them.
 */
export function callsFor(id: FormulationId, numbers: Numbers): fc.Arbitrary<SmallCall> {
  return id === 'winograd' ? tiledCalls(numbers) : smallCalls(numbers);
}

/** Whether a formulation serves a call. */
export function serves(id: FormulationId, { geometry }: SmallCall): boolean {
  return formulationOf(id).serves?.(geometry).ok ?? true;
}

interface TiledAxis {
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
}

/** Taps per phase: 3 or 2 of stride 1, with gaps or without; 2 of stride 2 and 3; 3 of stride 2; 3 and 2 of stride 2. */
const tiledAxis: fc.Arbitrary<TiledAxis> = fc.constantFrom(
  { kernel: 3, stride: 1, dilation: 1 },
  { kernel: 3, stride: 1, dilation: 2 },
  { kernel: 3, stride: 1, dilation: 3 },
  { kernel: 2, stride: 1, dilation: 1 },
  { kernel: 2, stride: 1, dilation: 2 },
  { kernel: 4, stride: 2, dilation: 1 },
  { kernel: 4, stride: 2, dilation: 3 },
  { kernel: 5, stride: 2, dilation: 1 },
  { kernel: 6, stride: 2, dilation: 1 },
  { kernel: 6, stride: 3, dilation: 2 },
);

function tiledCalls(numbers: Numbers): fc.Arbitrary<SmallCall> {
  return fc
    .tuple(parameters, tiledAxis, tiledAxis, pair(1, 7))
    .map(([drawn, h, w, size]) =>
      callOf(
        {
          ...drawn,
          size,
          kernel: [h.kernel, w.kernel],
          stride: [h.stride, w.stride],
          dilation: [h.dilation, w.dilation],
        },
        numbers,
      ),
    )
    .filter((found): found is SmallCall => found !== null && serves('winograd', found));
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
  // One call in five has a padding of its own at the end.
  paddingEnd: fc.option(pair(0, 4), { nil: undefined, freq: 1 }),
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
  const tensor = (shape: Shape): Tensor => tensorOf(dtype, shape, Array.from({ length: elementCount(shape) }, next));
  const { stride, padding, paddingEnd, outputPadding, dilation } = drawn;
  const call: Call = {
    dtype,
    input: tensor([...(batch === null ? [] : [batch]), cin, ...drawn.size]),
    weight: tensor([cin, drawn.coutPerGroup, ...drawn.kernel]),
    bias: drawn.bias ? tensor([groups * drawn.coutPerGroup]) : null,
    params: {
      stride,
      padding,
      ...(paddingEnd === undefined ? {} : { paddingEnd }),
      outputPadding,
      dilation,
      groups,
    },
  };
  const accepted = validateCall(shapeOf(call));
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
