import assert from 'node:assert/strict';
import fc from 'fast-check';
import { validateCall } from '../../../src/engine/validation/validateCall.ts';
import { type CallShape, defaultParams, type Pair } from '../../../src/engine/core/call.ts';
import {
  type AxisSolution,
  type AxisSearch,
  solvedParameters,
  type ParameterRanges,
} from '../../../src/engine/layer/axisSearch.ts';
import {
  takeFirst,
  axisSolutions,
  pairSolutions,
  rangesAround,
  axisSearchOf,
  applySolution,
  canShareParameters,
  measuredFrom,
  scaledTo,
} from '../../../src/engine/layer/solveOutputSize.ts';

/** kernel_size, stride, padding, output_padding, dilation. */
type Five = readonly [number, number, number, number, number];

const spans: ParameterRanges = {
  kernelSize: { min: 1, max: 4 },
  stride: { min: 1, max: 3 },
  padding: { min: 0, max: 3 },
  outputPadding: { min: 0, max: 2 },
  dilation: { min: 1, max: 3 },
};

/** Returns a call whose height has these parameters; its width is always 1. */
function shapeOf(size: number, [k, s, p, op, d]: Five, end: number | null): CallShape {
  const high = (value: number, rest: number): Pair => [value, rest];
  return {
    input: [1, 1, size, 1],
    weight: [1, 1, k, 1],
    bias: null,
    params: {
      ...defaultParams,
      stride: high(s, 1),
      padding: high(p, 0),
      ...(end === null ? {} : { paddingEnd: high(end, 0) }),
      outputPadding: high(op, 0),
      dilation: high(d, 1),
    },
  };
}

const five = (one: AxisSolution): Five =>
  [one.kernelSize, one.stride, one.padding, one.outputPadding, one.dilation] as const;

/** Lists everything in the ranges that is valid and has the target height, sorted by the documented distance. */
function bruteForce(size: number, present: Five, wanted: number, end: number | null) {
  const found: (readonly [changed: number, moved: number, ...Five])[] = [];
  for (let k = 1; k <= 4; k += 1)
    for (let s = 1; s <= 3; s += 1)
      for (let p = 0; p <= 3; p += 1)
        for (let op = 0; op <= 2; op += 1)
          for (let d = 1; d <= 3; d += 1) {
            const values: Five = [k, s, p, op, d];
            const accepted = validateCall(shapeOf(size, values, end));
            if (!accepted.ok || accepted.value.outputShape[2] !== wanted) continue;
            const changes = values.map((value, at) => Math.abs(value - (present[at] as number)));
            const changed = changes.filter((change) => change > 0).length;
            found.push([changed, changes.reduce((sum, change) => sum + change, 0), ...values]);
          }
  return found.sort((a, b) => {
    const at = a.findIndex((value, i) => value !== b[i]);
    return at < 0 ? 0 : (a[at] as number) - (b[at] as number);
  });
}

function wish(size: number, present: Five, wanted: number, end: number | null): AxisSearch {
  return { ...axisSearchOf(shapeOf(size, present, end), 0, wanted, 0), ranges: spans };
}

/** Current values that may be invalid or outside the ranges. */
const presents = fc.tuple(
  fc.integer({ min: 1, max: 6 }),
  fc.integer({ min: 1, max: 5 }),
  fc.nat(4),
  fc.nat(4),
  fc.integer({ min: 1, max: 4 }),
);
const ends = fc.option(fc.nat(3), { nil: null, freq: 2 });
const sizes = fc.integer({ min: 1, max: 4 });
const wanteds = fc.integer({ min: 1, max: 12 });

describe('the parameters that give an output size', () => {
  it('are all valid ones in the ranges, in the documented order', () => {
    fc.assert(
      fc.property(sizes, presents, wanteds, ends, (size, present, wanted, end) => {
        const found = [...axisSolutions(wish(size, present, wanted, end))];
        assert.deepEqual(
          found.map((one) => [one.changed, one.moved, ...five(one)]),
          bruteForce(size, present, wanted, end),
        );
      }),
      { numRuns: 200 },
    );
  });

  it('are all pairs of both axes, smallest total distance first', () => {
    const cases = fc.tuple(sizes, presents, wanteds, ends);
    fc.assert(
      fc.property(cases, cases, (h, w) => {
        const [down, across] = [bruteForce(...h), bruteForce(...w)];
        fc.pre(down.length * across.length < 5000);
        const all = down
          .flatMap(([c1, m1, ...a]) => across.map(([c2, m2, ...b]) => [c1 + c2, m1 + m2, ...a, ...b]))
          .sort((a, b) => {
            const at = a.findIndex((value, i) => value !== b[i]);
            return at < 0 ? 0 : (a[at] as number) - (b[at] as number);
          });
        const found = [...pairSolutions(wish(...h), wish(...w))];
        assert.deepEqual(
          found.map((one) => [one.changed, one.moved, ...five(one.h), ...five(one.w)]),
          all,
        );
      }),
      { numRuns: 40 },
    );
  });

  it('begin with the current ones if these already give the size', () => {
    const shape = shapeOf(4, [4, 2, 1, 0, 1], null);
    const [first, second] = takeFirst(axisSolutions(axisSearchOf(shape, 0, 8, 4)), 2);
    assert.deepEqual([first?.changed, first?.moved], [0, 0]);
    assert.deepEqual(first && five(first), [4, 2, 1, 0, 1]);
    // output_padding = 1 with one tap less has two changes; no single change keeps the size.
    assert.equal(second?.changed, 2);
  });

  it('give a valid call with both target sizes', () => {
    const shape: CallShape = {
      input: [1, 6, 7, 5],
      weight: [6, 2, 3, 3],
      bias: null,
      params: { ...defaultParams, stride: [2, 2], padding: [1, 1], groups: 2 },
    };
    const both = pairSolutions(axisSearchOf(shape, 0, 14, 3), axisSearchOf(shape, 1, 11, 3));
    const found = takeFirst(both, 50);
    assert.equal(found.length, 50);
    for (const { h, w } of found) {
      const accepted = validateCall(applySolution(shape, h, w));
      assert.ok(accepted.ok);
      assert.deepEqual(accepted.value.outputShape, [1, 4, 14, 11]);
    }
    // 13 → 14 rows by an output padding of 1; 9 → 11 columns by one change too: the kernel or the padding.
    assert.deepEqual([found[0]?.changed, found[0]?.moved], [2, 2]);
  });

  it('are empty if nothing gives the size, and never more than requested', () => {
    const shape = shapeOf(3, [3, 2, 1, 0, 1], null);
    assert.deepEqual([...axisSolutions(axisSearchOf(shape, 0, 1000, 3))], []);
    assert.deepEqual([...pairSolutions(axisSearchOf(shape, 0, 1000, 3), axisSearchOf(shape, 1, 1, 3))], []);
    assert.equal(takeFirst(axisSolutions(axisSearchOf(shape, 0, 5, 3)), 7).length, 7);
    assert.equal(takeFirst(axisSolutions(axisSearchOf(shape, 0, 5, 3)), 0).length, 0);
  });

  it('are never below the smallest valid value', () => {
    const around = rangesAround(wish(3, [1, 2, 1, 0, 1], 5, null).current, 2);
    assert.deepEqual(
      solvedParameters.map((name) => [around[name].min, around[name].max]),
      [
        [1, 3],
        [1, 4],
        [0, 3],
        [0, 2],
        [1, 3],
      ],
    );
  });
});

describe('an output far from the current one', () => {
  const params = { ...defaultParams, stride: [3, 1], padding: [2, 0], dilation: [2, 1] } as const;
  const shape: CallShape = { input: [1, 2, 8, 10], weight: [2, 3, 5, 5], bias: null, params };

  it('is near the call with a kernel of two strides and half a stride of padding, which scales the input', () => {
    const scaled = scaledTo(shape, [32, 60], true);
    assert.ok(scaled !== null);
    assert.deepEqual(scaled.weight, [2, 3, 8, 12]);
    assert.deepEqual(scaled.params, { ...defaultParams, stride: [4, 6], padding: [2, 3] });
    // PyTorch: (8 − 1)·4 − 2·2 + 7 + 1 = 32 and (10 − 1)·6 − 2·3 + 11 + 1 = 60.
    const geometry = validateCall(scaled);
    assert.ok(geometry.ok);
    assert.deepEqual(geometry.value.outputShape, [1, 3, 32, 60]);
    assert.deepEqual(scaledTo(shape, [32, 60], false)?.weight, shape.weight);
    assert.equal(scaledTo(shape, [8 * 129, 10], true), null);
  });

  it('is measured from the current call all the same', () => {
    const scaled = scaledTo(shape, [32, 60], true);
    assert.ok(scaled !== null);
    const [found] = takeFirst(pairSolutions(axisSearchOf(scaled, 0, 32, 1), axisSearchOf(scaled, 1, 60, 1)), 1);
    assert.ok(found !== undefined);
    assert.equal(found.changed, 0);
    // Height: kernel 5 → 8, stride 3 → 4, dilation 2 → 1. Width: kernel 5 → 12, stride 1 → 6, padding 0 → 3.
    const measured = measuredFrom(shape, found);
    assert.deepEqual([measured.changed, measured.moved], [6, 3 + 1 + 1 + 7 + 5 + 3]);
  });

  it('needs parameters of its own for each axis unless both axes grow by as many strides', () => {
    const may = (input: readonly number[], output: Pair): boolean => canShareParameters({ input }, output);
    assert.ok(may([1, 2, 8, 8], [16, 16]));
    assert.ok(!may([1, 2, 8, 8], [16, 17]));
    // 2·8 = 16 and 2·10 = 20.
    assert.ok(may([2, 8, 10], [16, 20]));
    assert.ok(!may([2, 8, 10], [16, 19]));
    assert.ok(!may([2, 8, 10], [20, 16]));
  });
});
