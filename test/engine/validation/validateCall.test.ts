import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { validateCall } from '../../../src/engine/validation/validateCall.ts';
import { type CallShape, defaultParams, type Pair, type Params } from '../../../src/engine/core/call.ts';
import type { Argument, Axis, LegalRange } from '../../../src/engine/core/refusal.ts';
import type { Shape } from '../../../src/engine/core/tensor.ts';

type Case = readonly [
  input: Shape,
  weight: Shape,
  bias: Shape | null,
  stride: Pair,
  padding: Pair,
  outputPadding: Pair,
  dilation: Pair,
  groups: number,
  answer: Shape | string,
];

const file = new URL('../../fixtures/refusals.json', import.meta.url);
const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { cases: readonly Case[] };

function shapeOfCase([input, weight, bias, stride, padding, outputPadding, dilation, groups]: Case): CallShape {
  return { input, weight, bias, params: { stride, padding, outputPadding, dilation, groups } };
}

const isEmptyBatch = ([input]: Case): boolean => input.length === 4 && input[0] === 0;

function call(change: { input?: Shape; weight?: Shape; bias?: Shape | null; params?: Partial<Params> }): CallShape {
  const { input = [1, 4, 5, 5], weight = [4, 3, 3, 3], bias = null, params } = change;
  return { input, weight, bias, params: { ...defaultParams, ...params } };
}

describe('validateCall', () => {
  it('accepts and refuses the calls that PyTorch accepts and refuses, with its output shapes', () => {
    const counted = cases.filter((one) => !isEmptyBatch(one));
    assert.ok(counted.length > 2000);
    for (const one of counted) {
      const result = validateCall(shapeOfCase(one));
      const answer = one[8];
      const about = JSON.stringify(one);
      assert.equal(result.ok, typeof answer !== 'string', about);
      if (result.ok) assert.deepEqual(result.value.outputShape, answer, about);
    }
  });

  // If N = 0, PyTorch returns early and so accepts what it would refuse with N = 1.
  it('accepts an empty batch only where PyTorch does, with its output shape', () => {
    const empty = cases.filter(isEmptyBatch);
    const accepted = empty.filter((one) => validateCall(shapeOfCase(one)).ok);
    assert.ok(accepted.length > 100);
    for (const one of accepted) {
      const result = validateCall(shapeOfCase(one));
      assert.deepEqual(result.ok && result.value.outputShape, one[8], JSON.stringify(one));
    }
  });

  it('treats an empty batch like a batch of one', () => {
    for (const one of cases.filter(isEmptyBatch)) {
      const shape = shapeOfCase(one);
      const single = { ...shape, input: [1, ...shape.input.slice(1)] };
      assert.equal(validateCall(shape).ok, validateCall(single).ok, JSON.stringify(one));
    }
  });

  const refusals: readonly {
    shape: CallShape;
    argument: Argument;
    message: string;
    axis?: Axis;
    legal?: LegalRange;
  }[] = [
    {
      shape: call({ input: [5, 5] }),
      argument: 'input',
      message: 'input of shape (5, 5) is 2-D; it must be 3-D (Cin, H, W) or 4-D (N, Cin, H, W).',
    },
    {
      shape: call({ weight: [4, 3, 3] }),
      argument: 'weight',
      message: 'weight of shape (4, 3, 3) is 3-D; it must be 4-D (Cin, Cout/groups, kH, kW).',
    },
    {
      shape: call({ input: [1, 4, 0, 5] }),
      argument: 'input',
      message: 'input of shape (1, 4, 0, 5) has H = 0, which must be an integer of at least 1.',
      axis: 0,
      legal: { min: 1, max: null },
    },
    {
      shape: call({ input: [-1, 4, 5, 5] }),
      argument: 'input',
      message: 'input of shape (-1, 4, 5, 5) has N = -1, which must be an integer of at least 0.',
      legal: { min: 0, max: null },
    },
    {
      shape: call({ weight: [4, 3, 3, 0] }),
      argument: 'weight',
      message: 'weight of shape (4, 3, 3, 0) has kW = 0, which must be an integer of at least 1.',
      axis: 1,
      legal: { min: 1, max: null },
    },
    {
      shape: call({ weight: [6, 3, 3, 3] }),
      argument: 'weight',
      message:
        'input has Cin = 4 channels but weight of shape (6, 3, 3, 3) takes 6: ' +
        'weight must have 4 in its first dimension.',
      legal: { min: 4, max: 4 },
    },
    {
      shape: call({ input: [1, 50, 5, 5], weight: [50, 3, 3, 3], params: { groups: 4 } }),
      argument: 'groups',
      message: 'groups = 4 does not divide the 50 input channels. Possible: 1, 2, 5, 10, 25, 50.',
      legal: { min: 1, max: 50 },
    },
    {
      shape: call({ params: { groups: 0 } }),
      argument: 'groups',
      message: 'groups = 0 must be an integer of at least 1.',
      legal: { min: 1, max: null },
    },
    {
      shape: call({ bias: [4] }),
      argument: 'bias',
      message: 'bias of shape (4,) must be 1-D with Cout = 3 elements.',
      legal: { min: 3, max: 3 },
    },
    {
      shape: call({ bias: [3, 2], params: { groups: 2 } }),
      argument: 'bias',
      message: "bias of shape (3, 2) must be 1-D with Cout = 3·2 (weight's second size · groups) = 6 elements.",
      legal: { min: 6, max: 6 },
    },
    {
      shape: call({ params: { stride: [2, 0] } }),
      argument: 'stride',
      message: 'stride[1] = 0 must be an integer of at least 1.',
      axis: 1,
      legal: { min: 1, max: null },
    },
    {
      shape: call({ params: { dilation: [1.5, 1] } }),
      argument: 'dilation',
      message: 'dilation[0] = 1.5 must be an integer of at least 1.',
      axis: 0,
      legal: { min: 1, max: null },
    },
    {
      shape: call({ params: { padding: [-1, 0] } }),
      argument: 'padding',
      message: 'padding[0] = -1 must be an integer of at least 0.',
      axis: 0,
      legal: { min: 0, max: null },
    },
    {
      shape: call({ params: { outputPadding: [0, NaN] } }),
      argument: 'output_padding',
      message: 'output_padding[1] = NaN must be an integer of at least 0.',
      axis: 1,
      legal: { min: 0, max: null },
    },
    {
      shape: call({ params: { stride: [2, 2], outputPadding: [0, 2] } }),
      argument: 'output_padding',
      message: 'output_padding[1] = 2 must be smaller than stride[1] = 2 or dilation[1] = 1, so it can be 0 to 1.',
      axis: 1,
      legal: { min: 0, max: 1 },
    },
    {
      shape: call({ input: [1, 4, 3, 3], params: { padding: [3, 0] } }),
      argument: 'padding',
      message:
        'padding[0] = 3 leaves no output: (3 − 1)·1 − 2·3 + 1·(3 − 1) + 0 + 1 = -1 ' +
        'must be at least 1; padding[0] can be 0 to 2.',
      axis: 0,
      legal: { min: 0, max: 2 },
    },
    {
      shape: call({ params: { dilation: [2 ** 52, 1] } }),
      argument: 'output_size',
      message: `output height = ${2 ** 53 + 5} must be at most ${Number.MAX_SAFE_INTEGER}.`,
      axis: 0,
      legal: { min: 1, max: Number.MAX_SAFE_INTEGER },
    },
  ];

  for (const { shape, ...expected } of refusals) {
    it(`says: ${expected.message}`, () => {
      const result = validateCall(shape);
      assert.deepEqual(result, { ok: false, refusal: expected });
    });
  }
});
