import assert from 'node:assert/strict';
import fc from 'fast-check';
import { validateCall } from '../../../src/engine/validation/validateCall.ts';
import { type CallShape, defaultParams, type Pair } from '../../../src/engine/core/call.ts';
import { type AxisArgument, divisorsOf, legalGroups, legalRangeOf } from '../../../src/engine/validation/legal.ts';
import type { Axis } from '../../../src/engine/core/refusal.ts';

const numbers = fc.record({
  input: fc.integer({ min: 1, max: 5 }),
  kernel_size: fc.integer({ min: 1, max: 4 }),
  stride: fc.integer({ min: 1, max: 4 }),
  padding: fc.integer({ min: 0, max: 8 }),
  padding_end: fc.integer({ min: 0, max: 8 }),
  ends: fc.boolean(),
  output_padding: fc.integer({ min: 0, max: 4 }),
  dilation: fc.integer({ min: 1, max: 4 }),
});

interface Values extends Readonly<Record<AxisArgument, number>> {
  /** Whether the padding at the end is one of its own. */
  readonly ends: boolean;
}

function shapeWith(values: Values, axis: Axis): CallShape {
  const at = (value: number): Pair => (axis === 0 ? [value, 1] : [1, value]);
  const zeroAt = (value: number): Pair => (axis === 0 ? [value, 0] : [0, value]);
  return {
    input: [1, 1, ...at(values.input)],
    weight: [1, 1, ...at(values.kernel_size)],
    bias: null,
    params: {
      ...defaultParams,
      stride: at(values.stride),
      padding: zeroAt(values.padding),
      ...(values.ends ? { paddingEnd: zeroAt(values.padding_end) } : {}),
      outputPadding: zeroAt(values.output_padding),
      dilation: at(values.dilation),
    },
  };
}

const all: readonly AxisArgument[] = [
  'input',
  'kernel_size',
  'stride',
  'padding',
  'padding_end',
  'output_padding',
  'dilation',
];

describe('legalRange', () => {
  for (const argument of all) {
    it(`of ${argument} holds exactly the values with which the call is accepted`, () => {
      const axes = fc.constantFrom<Axis>(0, 1);
      fc.assert(
        fc.property(numbers, axes, fc.integer({ min: -1, max: 12 }), (any, axis, value) => {
          const drawn = argument === 'padding_end' ? { ...any, ends: true } : any;
          const shape = shapeWith(drawn, axis);
          if (!validateCall(shape).ok) return;
          const { min, max } = legalRangeOf(shape, argument, axis);
          const legal = value >= min && (max === null || value <= max);
          assert.equal(validateCall(shapeWith({ ...drawn, [argument]: value }, axis)).ok, legal);
        }),
        { numRuns: 2000 },
      );
    });
  }

  it('never has its upper bound below its lower one, whatever else is wrong', () => {
    fc.assert(
      fc.property(numbers, fc.constantFrom(...all), (drawn, argument) => {
        const { min, max } = legalRangeOf(shapeWith(drawn, 0), argument, 0);
        assert.ok(max === null || min <= max);
      }),
    );
  });
});

describe('legalGroups', () => {
  it('are the common divisors of both channel counts', () => {
    assert.deepEqual(legalGroups(50, 30), [1, 2, 5, 10]);
    assert.deepEqual(legalGroups(7, 8), [1]);
    assert.deepEqual(legalGroups(4, 4), [1, 2, 4]);
  });

  it('stand on all divisors, in order', () => {
    assert.deepEqual(divisorsOf(1), [1]);
    assert.deepEqual(divisorsOf(36), [1, 2, 3, 4, 6, 9, 12, 18, 36]);
  });
});
