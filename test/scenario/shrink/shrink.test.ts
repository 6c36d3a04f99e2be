import assert from 'node:assert/strict';
import fc from 'fast-check';
import { validateCall } from '../../../src/engine/validation/validateCall.ts';
import { type Call, defaultParams, type Params, shapeOf } from '../../../src/engine/core/call.ts';
import { formulationOf } from '../../../src/engine/formulations/formulations.ts';
import { finish, type Steps } from '../../../src/engine/core/steps.ts';
import { type Tensor, tensorOf } from '../../../src/engine/core/tensor.ts';
import { movesFor, shrink, type ShrunkProblem, tryMove } from '../../../src/scenario/shrink/shrink.ts';
import { isWrong, type TestedImplementation } from '../../../src/scenario/shrink/oracle.ts';
import { geometryOf } from '../../engine/geometryOf.ts';
import { smallCalls } from '../../engine/smallCalls.ts';
import { bugs, implementation, plantedCall } from './bugs.ts';

function shrunk(call: Call, tested: TestedImplementation, fails?: (call: Call) => boolean): ShrunkProblem {
  const options = fails && {
    *fails(smaller: Call): Steps<boolean> {
      yield { stage: 'Condition', done: 0, total: 1 };
      return fails(smaller);
    },
  };
  const result = finish(shrink(call, tested, options));
  assert.ok(result.ok, JSON.stringify(result));
  return result.value;
}

/** Checks that a call is still valid and wrong, and that no further reduction is. */
function assertMinimal(found: ShrunkProblem, tested: TestedImplementation): void {
  const { call, actual } = found;
  assert.ok(found.minimal);
  assert.ok(validateCall(shapeOf(call)).ok);
  assert.ok(finish(isWrong(call, geometryOf(call), actual)));
  for (const move of movesFor(tested)) {
    for (const candidate of move(call)) {
      const smaller = finish(tryMove(candidate, actual, tested, {}));
      assert.equal(smaller, null, `${candidate.what} ${candidate.from} → ${candidate.to}`);
    }
  }
}

interface Expected {
  readonly input: readonly [shape: readonly number[], values: readonly number[]];
  readonly weight: readonly [shape: readonly number[], values: readonly number[]];
  readonly bias?: readonly number[];
  readonly params?: Partial<Params>;
}

/** The smallest calls that show the bugs, derived by hand. */
const smallest: Readonly<Record<keyof typeof bugs, Expected>> = {
  // Two taps of different values.
  'a kernel that is not rotated': {
    input: [[1, 1, 1, 1], [1]],
    weight: [
      [1, 1, 1, 2],
      [0, 1],
    ],
  },
  // One output of 0, which becomes 1.
  'a last output row that is wrong': { input: [[1, 1, 1, 1], [0]], weight: [[1, 1, 1, 1], [0]] },
  // Two channels: the correct one is 0, the other is not.
  'an input channel that is wrong': {
    input: [
      [1, 2, 1, 1],
      [0, 1],
    ],
    weight: [
      [2, 1, 1, 1],
      [0, 1],
    ],
  },
  // Two output channels with different biases.
  'the bias of the channel before': {
    input: [[1, 1, 1, 1], [0]],
    weight: [
      [1, 2, 1, 1],
      [0, 0],
    ],
    bias: [0, 1],
  },
  'a second batch element that is lost': {
    input: [
      [2, 1, 1, 1],
      [0, 1],
    ],
    weight: [[1, 1, 1, 1], [1]],
  },
  'a stride of 2 that counts twice': {
    input: [[1, 1, 1, 1], [1]],
    weight: [[1, 1, 1, 1], [1]],
    params: { stride: [2, 1] },
  },
  'a dilation above 1 that is forgotten along the width': {
    input: [[1, 1, 1, 1], [1]],
    weight: [
      [1, 1, 1, 2],
      [0, 1],
    ],
    params: { dilation: [1, 2] },
  },
  // output_padding must be less than stride or dilation.
  'an output_padding that is not computed': {
    input: [[1, 1, 1, 1], [0]],
    weight: [[1, 1, 1, 1], [0]],
    params: { outputPadding: [1, 0], dilation: [2, 1] },
  },
  // One column must remain.
  'a padding at the end that is not used': {
    input: [[1, 1, 1, 1], [0]],
    weight: [
      [1, 1, 1, 2],
      [0, 0],
    ],
    params: { paddingEnd: [0, 1] },
  },
};

describe('shrinking a call that an implementation computes wrongly', () => {
  for (const [name, bug] of Object.entries(bugs)) {
    it(`finds the smallest one: ${name}`, () => {
      const tested: TestedImplementation = { kind: 'function', run: implementation(bug) };
      const found = shrunk(plantedCall(), tested);
      const { call } = found;
      const expected = smallest[name as keyof typeof bugs];
      assert.deepEqual([call.input.shape, [...call.input.data]], expected.input);
      assert.deepEqual([call.weight.shape, [...call.weight.data]], expected.weight);
      assert.deepEqual(call.bias && [...call.bias.data], expected.bias ?? null);
      assert.deepEqual(call.params, { ...defaultParams, ...expected.params });
      assertMinimal(found, tested);
    });
  }

  it('tries only calls that the implementation supports', () => {
    const run = implementation(bugs['a last output row that is wrong']);
    const tested: TestedImplementation = {
      kind: 'function',
      run: (call) => (call.params.groups === 2 ? run(call) : null),
    };
    const found = shrunk(plantedCall(), tested);
    assert.deepEqual([found.call.params.groups, found.call.input.shape], [2, [1, 2, 1, 1]]);
    assertMinimal(found, tested);
  });

  it('uses the given condition of failure', () => {
    const tested: TestedImplementation = { kind: 'function', run: implementation() };
    const wide = (call: Call): boolean => geometryOf(call).w.outputSize >= 4;
    const { call } = shrunk(plantedCall(), tested, wide);
    assert.deepEqual(
      [call.input.shape, call.weight.shape],
      [
        [1, 1, 1, 2],
        [1, 1, 1, 1],
      ],
    );
    assert.deepEqual(call.params, { ...defaultParams, stride: [1, 3] });
  });

  it('reports what became smaller, and repeats the same steps for the same call', () => {
    const tested: TestedImplementation = {
      kind: 'function',
      run: implementation(bugs['a stride of 2 that counts twice']),
    };
    const found = shrunk(plantedCall(), tested);
    assert.deepEqual(found, shrunk(plantedCall(), tested));
    const step = (what: string) => found.steps.find((each) => each.what === what);
    assert.deepEqual(step('batch'), { what: 'batch', from: '2', to: '1' });
    assert.deepEqual(step('groups'), { what: 'groups', from: '2', to: '1' });
    assert.deepEqual(step('input channels'), { what: 'input channels', from: '3', to: '1' });
    assert.deepEqual(step('stride'), { what: 'stride', from: '(2, 3)', to: '(2, 1)' });
    assert.deepEqual(step('bias'), { what: 'bias', from: '1 value', to: 'none' });
  });

  it('stops at the budget with a call that still fails', () => {
    const tested: TestedImplementation = {
      kind: 'function',
      run: implementation(bugs['a kernel that is not rotated']),
    };
    const result = finish(shrink(plantedCall(), tested, { budget: 7 }));
    assert.ok(result.ok);
    const { call, actual, minimal, tries } = result.value;
    assert.deepEqual([minimal, tries], [false, 7]);
    assert.ok(finish(isWrong(call, geometryOf(call), actual)));
  });

  it('yields a step for each try', () => {
    const tested: TestedImplementation = {
      kind: 'function',
      run: implementation(bugs['a kernel that is not rotated']),
    };
    const seen = new Set([...shrink(plantedCall(), tested)].map(({ done }) => done));
    assert.ok(seen.size >= shrunk(plantedCall(), tested).tries);
  });
});

describe('shrinking a call of a formulation', () => {
  const infinite = (): Call => {
    const call = plantedCall();
    call.weight.data[13] = Infinity;
    return call;
  };

  it('finds the smallest one in which a structural zero meets an infinity', () => {
    const tested: TestedImplementation = { kind: 'formulation', formulation: formulationOf('unfold-matmul') };
    const found = shrunk(infinite(), tested);
    const { call } = found;
    assert.deepEqual([call.input.shape, [...call.input.data]], [[1, 1, 1, 1], [0]]);
    // After rotation by 180°, an ∞ at the end meets the padding of the first output.
    assert.deepEqual([call.weight.shape.slice(0, 2), call.weight.data.length], [[1, 1], 2]);
    assert.deepEqual([...call.weight.data].sort(), [0, Infinity]);
    assert.deepEqual([call.bias, call.params], [null, defaultParams]);
    assertMinimal(found, tested);
  });

  it('is refused if its output is correct', () => {
    const tested: TestedImplementation = { kind: 'formulation', formulation: formulationOf('naive') };
    for (const call of [plantedCall(), infinite()]) {
      assert.deepEqual(finish(shrink(call, tested)), {
        ok: false,
        refusal: {
          argument: 'actual',
          message: 'actual shows no mismatch with the reference: there is nothing to shrink.',
        },
      });
    }
  });
});

describe('shrinking a call of which one output is known', () => {
  /** The correct output of the call with one wrong element. */
  const wrongAt = (call: Call, at: number) => {
    const right = implementation()(call);
    const data = Array.from(right.data);
    data[at] = (data[at] ?? NaN) + 1;
    return { right: right.data[at] ?? NaN, actual: tensorOf(call.dtype, right.shape, data) };
  };

  it('keeps the wrong element and its factors', () => {
    const call = plantedCall();
    const { h, w } = geometryOf(call);
    const plane = h.outputSize * w.outputSize;
    for (const at of [0, 17, plane - 1, plane + 40, 3 * plane + 55, 8 * plane - 1]) {
      const { right, actual } = wrongAt(call, at);
      const tested: TestedImplementation = { kind: 'tensor', actual };
      const found = shrunk(call, tested);
      assert.deepEqual([...found.actual.data], [actual.data[at]]);
      assert.deepEqual(found.actual.shape, [1, 1, 1, 1]);
      // The implementation cannot compute the smaller call, so the definition must give the same value.
      assert.deepEqual([...implementation()(found.call).data], [right]);
      assert.equal(found.call.params.groups, 1);
      assert.deepEqual(found.call.params.outputPadding, [0, 0]);
      // Stride and dilation leave each output at most 2 × 3 of the 3 × 3 taps, with as many inputs.
      assert.ok(
        found.call.input.shape.slice(2).every((size) => size <= 3),
        String(found.call.input.shape),
      );
      assertMinimal(found, tested);
    }
  });

  it('removes an input channel only if it adds nothing', () => {
    const call = plantedCall();
    // In the first group, channel 1 has no input and channel 2 no weight; in the second group all channels have both.
    const size = 5 * 4;
    for (const n of [0, 1]) call.input.data.fill(0, (6 * n + 1) * size, (6 * n + 2) * size);
    call.weight.data.fill(0, 2 * 18, 3 * 18);
    const plane = geometryOf(call).columns;
    const channels = (at: number): number | undefined => {
      const { actual } = wrongAt(call, at);
      return shrunk(call, { kind: 'tensor', actual }).call.input.shape[1];
    };
    assert.deepEqual([channels(40), channels(2 * plane + 40)], [1, 3]);
  });

  it('does not count candidates without a known output', () => {
    const ones = (...shape: readonly number[]): Tensor =>
      tensorOf('float32', shape, new Float32Array(shape.reduce((a, b) => a * b)).fill(1.5));
    const [input, weight] = [ones(1, 128, 2, 2), ones(128, 1, 2, 2)];
    const call: Call = { dtype: 'float32', input, weight, bias: null, params: defaultParams };
    const { actual } = wrongAt(call, 4);
    const found = shrunk(call, { kind: 'tensor', actual });
    // The middle of 3 × 3 outputs needs all 4 taps of all channels.
    assert.deepEqual(
      [found.call.input.shape, found.call.weight.shape],
      [
        [1, 128, 2, 2],
        [128, 1, 2, 2],
      ],
    );
    assert.ok(found.minimal);
    assert.ok(found.tries < 1000, String(found.tries));
  });

  it('is refused if the output has another shape or is correct', () => {
    const call = plantedCall();
    const right = implementation()(call);
    const other = tensorOf('float32', [1], [0]);
    const messageOf = (tested: TestedImplementation): string => {
      const result = finish(shrink(call, tested));
      return result.ok ? '' : result.refusal.message;
    };
    assert.match(messageOf({ kind: 'tensor', actual: right }), /nothing to shrink/);
    assert.match(messageOf({ kind: 'tensor', actual: other }), /^The output to check is 1; this call/);
    assert.match(messageOf({ kind: 'function', run: () => null }), /does not support this call/);
  });

  it('is refused if the call is invalid', () => {
    const call = plantedCall();
    const params = { ...call.params, outputPadding: [7, 0] as const };
    const result = finish(shrink({ ...call, params }, { kind: 'function', run: implementation() }));
    assert.equal(result.ok ? null : result.refusal.argument, 'output_padding');
  });
});

describe('the known part of an output', () => {
  it('is the output of the smaller call for every reduction', () => {
    const seen = new Set<string>();
    const values = ({ data }: Tensor): number[] => Array.from(data, (value) => value + 0);
    const moves = movesFor({ kind: 'tensor', actual: tensorOf('float32', [0], []) });
    fc.assert(
      fc.property(fc.oneof(smallCalls('integers'), smallCalls('anything')), ({ call }) => {
        const output = implementation()(call);
        for (const move of moves) {
          for (const { call: smaller, known, what } of move(call)) {
            if (known === undefined || !validateCall(shapeOf(smaller)).ok) continue;
            const [part, computed] = [known(output), implementation()(smaller)];
            assert.deepEqual([part.shape, values(part)], [computed.shape, values(computed)], what);
            seen.add(what);
          }
        }
      }),
      { numRuns: 60 },
    );
    const each = ['batch', 'groups', 'output channels', 'output height', 'output width', 'output_padding'];
    const idle = [
      'input height',
      'input width',
      'kernel height',
      'kernel width',
      'stride',
      'dilation',
      'input values',
      'weight values',
    ];
    for (const what of [...each, ...idle]) assert.ok(seen.has(what), what);
  });
});

describe('a wrong output', () => {
  const one = (x: number, w: number): Call => ({
    dtype: 'float32',
    input: tensorOf('float32', [1, 1, 1], [x]),
    weight: tensorOf('float32', [1, 1, 1, 1], [w]),
    bias: null,
    params: defaultParams,
  });
  const wrong = (call: Call, value: number, shape = [1, 1, 1]): boolean =>
    finish(isWrong(call, geometryOf(call), tensorOf('float32', shape, [value])));

  it('differs by more than rounding, has another shape, or differs in its non-finite elements', () => {
    assert.deepEqual(
      [
        wrong(one(3, 5), 15),
        // Rounded once, plus two units in the last place.
        wrong(one(0.1, 0.3), Math.fround(0.1) * Math.fround(0.3)),
        wrong(one(0.1, 0.3), Math.fround(0.1) * Math.fround(0.3) + 2 ** -28),
        wrong(one(3, 5), 15.00001),
        wrong(one(3, 5), NaN),
        wrong(one(3, 5), 15, [1, 1, 1, 1]),
        wrong(one(0, 5), 1e-45),
        wrong(one(Infinity, 5), Infinity),
        wrong(one(Infinity, 5), -Infinity),
        wrong(one(Infinity, 5), 1),
        wrong(one(Infinity, 0), NaN),
        wrong(one(NaN, 0), 0),
      ],
      [false, false, true, true, true, true, true, false, true, true, false, true],
    );
  });

  it('is not reported if finite numbers may overflow', () => {
    assert.deepEqual([wrong(one(3e38, 2), Infinity), wrong(one(3e38, 2), 3e38)], [false, false]);
  });
});
