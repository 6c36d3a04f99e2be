import assert from 'node:assert/strict';
import fc from 'fast-check';
import { validateCall } from '../../src/engine/validation/validateCall.ts';
import { type CallShape, type Pair, shapeOf } from '../../src/engine/core/call.ts';
import type { Argument } from '../../src/engine/core/refusal.ts';
import type { Shape } from '../../src/engine/core/tensor.ts';
import { smallCalls } from '../engine/smallCalls.ts';

type Spoil = (shape: CallShape, amount: number) => CallShape;

/** One parameter of a pair replaced on one axis. */
function replace(
  name: 'stride' | 'padding' | 'outputPadding' | 'dilation',
  value: (shape: CallShape, amount: number, axis: 0 | 1) => number,
): Spoil {
  return (shape, amount) => {
    const axis = amount % 2 === 0 ? 0 : 1;
    const [height, width] = shape.params[name];
    const bad = value(shape, amount, axis);
    const changed: Pair = axis === 0 ? [bad, width] : [height, bad];
    return { ...shape, params: { ...shape.params, [name]: changed } };
  };
}

const withWeight = (shape: CallShape, weight: Shape): CallShape => ({ ...shape, weight });

/** Ways to make a legal call illegal: the argument to be named, and the change; `amount` ≥ 1. */
const spoils: readonly (readonly [title: string, argument: Argument, spoil: Spoil])[] = [
  ['a stride below 1', 'stride', replace('stride', (_, amount) => 1 - amount)],
  ['a stride that is not whole', 'stride', replace('stride', (_, amount) => amount + 0.5)],
  ['a dilation below 1', 'dilation', replace('dilation', (_, amount) => 1 - amount)],
  ['a negative padding', 'padding', replace('padding', (_, amount) => -amount)],
  ['a negative output_padding', 'output_padding', replace('outputPadding', (_, amount) => -amount)],
  [
    'an output_padding below neither stride nor dilation',
    'output_padding',
    replace('outputPadding', ({ params: { stride, dilation } }, amount, axis) => {
      return Math.max(stride[axis], dilation[axis]) + amount - 1;
    }),
  ],
  [
    'a padding that leaves no output',
    'padding',
    replace('padding', ({ input, weight, params }, amount, axis) => {
      const size = (input.at(axis - 2) ?? NaN) * params.stride[axis];
      const reach = params.dilation[axis] * (weight[2 + axis] ?? NaN);
      return size + reach + params.outputPadding[axis] + amount;
    }),
  ],
  [
    'groups that do not divide Cin',
    'groups',
    (shape, amount) => {
      const groups = (shape.weight[0] ?? NaN) + amount;
      return { ...shape, bias: null, params: { ...shape.params, groups } };
    },
  ],
  ['groups below 1', 'groups', (shape, amount) => ({ ...shape, params: { ...shape.params, groups: 1 - amount } })],
  [
    'a weight for other channels',
    'weight',
    (shape, amount) => {
      const [cin = NaN, ...rest] = shape.weight;
      return withWeight(shape, [cin + amount, ...rest]);
    },
  ],
  ['a weight of another rank', 'weight', (shape, amount) => withWeight(shape, shape.weight.slice(0, amount % 4))],
  [
    'an input of another rank',
    'input',
    (shape, amount) => {
      const image = shape.input.slice(-2);
      return { ...shape, input: amount % 2 === 0 ? image : [1, 1, 1, ...image] };
    },
  ],
  [
    'a bias of another length',
    'bias',
    (shape, amount) => ({
      ...shape,
      bias: [(shape.weight[1] ?? NaN) * shape.params.groups + amount],
    }),
  ],
  ['a bias of another rank', 'bias', (shape) => ({ ...shape, bias: [1, 1] })],
];

describe('an illegal call', () => {
  for (const [title, argument, spoil] of spoils) {
    it(`is refused in one sentence that names ${argument}: ${title}`, () => {
      fc.assert(
        fc.property(smallCalls('integers'), fc.integer({ min: 1, max: 50 }), (small, amount) => {
          const illegal = spoil(shapeOf(small.call), amount);
          const result = validateCall(illegal);
          assert.ok(!result.ok, JSON.stringify(illegal));
          assert.equal(result.refusal.argument, argument, result.refusal.message);
          assert.match(result.refusal.message, new RegExp(`^[^\\n]*\\b${argument}\\b[^\\n]*\\.$`));
        }),
      );
    });
  }
});
