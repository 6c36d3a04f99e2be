import assert from 'node:assert/strict';
import fc from 'fast-check';
import { validateCall } from '../../../../src/engine/validation/validateCall.ts';
import { type Call, defaultParams, type Params, shapeOf } from '../../../../src/engine/core/call.ts';
import { runWinogradLoops } from '../../../../src/engine/formulations/winograd/runWinograd.ts';
import type { Geometry } from '../../../../src/engine/geometry/geometry.ts';
import { runReference } from '../../../../src/engine/reference/reference.ts';
import { finish } from '../../../../src/engine/core/steps.ts';
import { type DType, elementCount, type Shape, tensorOf } from '../../../../src/engine/core/tensor.ts';
import { winogradBound } from '../../../../src/engine/formulations/winograd/winogradBound.ts';
import { contributions } from '../../definition.ts';
import { exact, type Exact, magnitude, product } from '../../exact.ts';
import { callsFor } from '../../smallCalls.ts';

type Random = () => number;
type Make = (at: number, random: Random) => number;

/** A small generator of its own, so that a failure can be repeated. */
function randomOf(seed: number): Random {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const geometryOf = (call: Call): Geometry => {
  const accepted = validateCall(shapeOf(call));
  assert.ok(accepted.ok);
  return accepted.value;
};

function callOf(
  dtype: DType,
  [input, weight]: readonly [Shape, Shape],
  [x, w]: readonly [Make, Make],
  params: Partial<Params> = {},
  biasOf: Make = x,
): Call {
  const random = randomOf(elementCount(input));
  const tensor = (shape: Shape, make: Make) =>
    tensorOf(
      dtype,
      shape,
      Array.from({ length: elementCount(shape) }, (_, at) => make(at, random)),
    );
  return {
    dtype,
    input: tensor(input, x),
    weight: tensor(weight, w),
    bias: tensor([weight[1] ?? 0], biasOf),
    params: { ...defaultParams, ...params },
  };
}

/** The output in exact arithmetic, by the definition. */
function exactSums(call: Call, geometry: Geometry): Exact[] {
  const { cin, cout, coutPerGroup, h, w } = geometry;
  const plane = h.outputSize * w.outputSize;
  const count = elementCount(geometry.outputShape);
  const y = Array.from({ length: count }, (_, at) => exact(call.bias?.data[Math.floor(at / plane) % cout] ?? 0));
  for (const { input: i, weight: k, output: o } of contributions(geometry)) {
    const at = ((o.n * cout + o.c) * h.outputSize + o.y) * w.outputSize + o.x;
    const x = call.input.data[((i.n * cin + i.c) * h.inputSize + i.y) * w.inputSize + i.x];
    const tap = ((k.cin * coutPerGroup + k.cout) * h.kernelSize + k.ky) * w.kernelSize + k.kx;
    y[at] = (y[at] ?? 0n) + product(x ?? NaN, call.weight.data[tap] ?? NaN);
  }
  return y;
}

/** The largest |Δ| ÷ bound of a run, against the reference; checked on the way, and against the exact sums. */
function largestRatio(call: Call, name: string): number {
  const geometry = geometryOf(call);
  const output = finish(runWinogradLoops(call, geometry)).data;
  const { reference } = finish(runReference(call, geometry));
  const bound = finish(winogradBound(call, geometry));
  const truth = exactSums(call, geometry);
  let largest = 0;
  for (const [at, limit] of bound.entries()) {
    assert.ok(limit >= 0 && limit < Infinity, `${name}: the bound is ${limit}`);
    const value = output[at] ?? NaN;
    const error = Math.abs(value - (reference.data[at] ?? NaN));
    assert.ok(error <= limit, `${name}, element ${at}: |Δ| = ${error} beyond ${limit}`);
    const off = magnitude(exact(value) - (truth[at] ?? 0n));
    assert.ok(off <= exact(limit), `${name}, element ${at}: off the exact sum`);
    if (limit > 0) largest = Math.max(largest, error / limit);
  }
  return largest;
}

const sign = (at: number): 1 | -1 => (at % 2 === 0 ? 1 : -1);
const cases: Readonly<Record<string, readonly [Make, Make]>> = {
  'random signs': [(_, random) => random() - 0.5, (_, random) => random() - 0.5],
  'alternating signs, which the transforms add up': [
    (at, random) => sign(at) * (1 + random() * 1e-3),
    (at, random) => sign(at) * random(),
  ],
  'all positive, which they cancel': [(_, random) => 1 + random() * 1e-6, (_, random) => 1 + random()],
  'huge beside tiny': [(at, random) => 10 ** ((at % 3) * 7) * (random() - 0.5), (at) => (at % 3 === 0 ? 1 / 3 : 1e-6)],
  'one huge input in each tile': [(at, random) => (at % 7 === 0 ? 1e8 : 1) * (random() - 0.5), (_, random) => random()],
};

const shapes: readonly (readonly [string, readonly [Shape, Shape], Partial<Params>])[] = [
  [
    'F(2×2, 3×3)',
    [
      [5, 6, 7],
      [5, 2, 3, 3],
    ],
    {},
  ],
  [
    'F(2×2, 2×2)',
    [
      [5, 6, 5],
      [5, 2, 4, 4],
    ],
    { stride: [2, 2], padding: [1, 1] },
  ],
  [
    'mixed axes of many channels',
    [
      [40, 3, 3],
      [40, 1, 3, 2],
    ],
    {},
  ],
  [
    'one channel',
    [
      [1, 4, 4],
      [1, 1, 2, 3],
    ],
    {},
  ],
];

describe('the rounding bound of winograd', () => {
  for (const dtype of ['float32', 'float64'] as const) {
    for (const [name, makes] of Object.entries(cases)) {
      it(`holds in ${dtype} of ${name}`, () => {
        for (const [what, sizes, params] of shapes) {
          largestRatio(callOf(dtype, sizes, makes, params), what);
        }
      });
    }

    it(`holds in ${dtype} where products, halves and sums underflow`, () => {
      const [small, smallest] = dtype === 'float32' ? [-75, -149] : [-537, -1074];
      const tiny: Make = (_, random) => 2 ** small * (random() - 0.5);
      const odd: Make = (_, random) => 2 ** smallest * (2 * Math.floor(random() * 9) - 9);
      const one: Make = (at) => sign(at);
      for (const [what, sizes, params] of shapes) {
        largestRatio(callOf(dtype, sizes, [tiny, tiny], params), `${what}: products`);
        largestRatio(callOf(dtype, sizes, [one, odd], params), `${what}: halves`);
        largestRatio(callOf(dtype, sizes, [odd, one], params), `${what}: inputs`);
        const large: Make = (_, random) => 2 ** 60 * (random() - 0.5);
        largestRatio(callOf(dtype, sizes, [large, odd], params), `${what}: halves times large inputs`);
      }
    });
  }

  it('holds of random calls', () => {
    fc.assert(
      fc.property(callsFor('winograd', 'floats'), ({ call }) => {
        largestRatio(call, 'a random call');
      }),
      { numRuns: 60 },
    );
  });

  it('is reached but for a few per cent by a sum made to lose all it can', () => {
    // One tap and one input a channel: y = Σ x. 1 + 2⁻²⁴ rounds to 1, tie to even, 999 times over.
    const x: Make = (at) => (at === 0 ? 1 : 2 ** -24);
    const w: Make = (at) => (at % 4 === 0 ? 1 : 0);
    const sizes = [
      [1000, 1, 1],
      [1000, 1, 2, 2],
    ] as const;
    const ratio = largestRatio(
      callOf('float32', sizes, [x, w], {}, () => 0),
      'ties',
    );
    assert.ok(ratio > 0.97, `${ratio}`);
  });

  it('is broken by one lost channel, by a wrong sign, and by tiles that are swapped', () => {
    const [, sizes, params] = shapes[0] as (typeof shapes)[number];
    const call = callOf('float32', sizes, cases['random signs'] as readonly [Make, Make], params);
    const geometry = geometryOf(call);
    const { reference } = finish(runReference(call, geometry));
    const bound = finish(winogradBound(call, geometry));
    const beyond = (broken: Call): number => {
      const output = finish(runWinogradLoops(broken, geometry)).data;
      return bound.filter((limit, at) => Math.abs((output[at] ?? NaN) - (reference.data[at] ?? NaN)) > limit).length;
    };
    assert.equal(beyond(call), 0);
    const lost = {
      ...call,
      weight: { ...call.weight, data: call.weight.data.map((v, at) => (at < 9 ? 0 : v)) },
    } as Call;
    const flipped = {
      ...call,
      input: { ...call.input, data: call.input.data.map((v, at) => (at === 20 ? -v : v)) },
    } as Call;
    const turned = {
      ...call,
      weight: { ...call.weight, data: call.weight.data.slice().reverse() },
    } as Call;
    for (const broken of [lost, flipped, turned]) assert.ok(beyond(broken) > 8);
  });

  it('is infinite where a transform or a sum may overflow, or reads what is not finite, and never NaN', () => {
    const of = (input: number, weight: number, dtype: DType = 'float32') => {
      const call = callOf(
        dtype,
        [
          [1, 1, 9],
          [1, 1, 2, 2],
        ],
        [(at) => (at === 0 ? input : 1), (at) => (at === 0 ? weight : 1)],
        {},
        () => 1,
      );
      return [...finish(winogradBound(call, geometryOf(call)))];
    };
    assert.ok(of(1, 1).every((limit) => limit < Infinity));
    // Four times 3e38 / 4 is within float32, four times 1e38 is not.
    assert.ok(of(3e37, 1).every((limit) => limit < Infinity));
    assert.ok(of(1e38, 0).every((limit) => limit === Infinity));
    assert.ok(of(0, 1e38).every((limit) => limit === Infinity));
    assert.ok(of(1e308, 0, 'float64').every((limit) => limit === Infinity));
    // Of an infinite input only the outputs whose tile reads it: two rows of two outputs of ten.
    for (const value of [Infinity, -Infinity, NaN]) {
      const infinite = of(value, 1);
      assert.equal(infinite.filter((limit) => limit === Infinity).length, 4);
      assert.ok(infinite.every((limit) => !Number.isNaN(limit)));
    }
  });
});
