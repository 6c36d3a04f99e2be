import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Api, type ApiParameter, pythonValue } from '../../src/dialects/api.ts';
import type { Dialect } from '../../src/dialects/dialect.ts';
import { dialects } from '../../src/dialects/dialects.ts';
import { toCallShape } from '../../src/dialects/engineCall.ts';
import { constantFormula, formulaText, numberOf, substituted } from '../../src/dialects/formula.ts';
import { frameworkCalls } from '../../src/dialects/frameworkCalls.ts';
import { geometryOfLayer } from '../../src/dialects/layerGeometry.ts';
import { outputFormulaOf, outputSizeOf } from '../../src/dialects/layerSizes.ts';
import { portableOfLayer } from '../../src/dialects/portableCall.ts';
import type { Value } from '../../src/dialects/value.ts';

const scalar: fc.Arbitrary<Value> = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: -1, max: 5 }).map((number): Value => ({ kind: 'number', number })) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(0.5, NaN, 2 ** 53, 1e9).map((number): Value => ({ kind: 'number', number })),
  },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom(
        'same',
        'valid',
        'SAME',
        'VALID',
        'SAME_UPPER',
        'SAME_LOWER',
        'NOTSET',
        'CIRCULAR',
        'zeros',
        'NCHW',
        '',
      )
      .map((text): Value => ({ kind: 'text', text })),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('k', 'self.s', 'a + b', '2 * n', 'f(x)', '')
      .map((source): Value => ({ kind: 'unknown', source })),
  },
  { weight: 1, arbitrary: fc.boolean().map((boolean): Value => ({ kind: 'boolean', boolean })) },
  { weight: 1, arbitrary: fc.constant<Value>({ kind: 'none' }) },
);

const list = (item: fc.Arbitrary<Value>): fc.Arbitrary<Value> =>
  fc.array(item, { maxLength: 5 }).map((items): Value => ({ kind: 'list', items }));

const anyValue: fc.Arbitrary<Value> = fc.oneof(
  { weight: 5, arbitrary: scalar },
  { weight: 3, arbitrary: list(scalar) },
  { weight: 1, arbitrary: list(list(scalar)) },
);

/** Values that a parameter often has, so that many calls are valid. */
function likely({ name }: ApiParameter, { input, weight }: Api): fc.Arbitrary<Value> {
  const numbers = (min: number, max: number, count: number): fc.Arbitrary<Value> =>
    fc.array(fc.integer({ min, max }), { minLength: count, maxLength: count }).map((items) => pythonValue(items));
  if (name === input || name === weight) return numbers(1, 4, 4);
  if (name === 'output_shape') return fc.oneof(numbers(3, 9, 4), numbers(3, 9, 2));
  if (name === 'pads') return numbers(0, 1, 4);
  if (name === 'padding' || name === 'auto_pad')
    return fc.oneof(fc.constantFrom('same', 'SAME', 'VALID', 'SAME_LOWER').map(pythonValue), numbers(0, 1, 2));
  if (name.includes('output_padding')) return fc.integer({ min: 0, max: 1 }).map(pythonValue);
  return fc.oneof(fc.integer({ min: 1, max: 4 }).map(pythonValue), numbers(1, 3, 2));
}

interface Given {
  readonly dialect: Dialect;
  readonly api: Api;
  readonly args: ReadonlyMap<string, Value>;
}

const apis = Object.values(dialects).flatMap((dialect) => dialect.apis.map((api) => ({ dialect, api })));

const calls: fc.Arbitrary<Given> = fc.constantFrom(...apis).chain(({ dialect, api }) =>
  fc
    .tuple(
      ...api.parameters.map((parameter) =>
        fc.oneof(
          { weight: parameter.absent === null ? 0 : 12, arbitrary: fc.constant(null) },
          { weight: 12, arbitrary: likely(parameter, api) },
          { weight: 1, arbitrary: anyValue },
        ),
      ),
    )
    .map((values) => {
      const given = api.parameters.flatMap(({ name }, at): (readonly [string, Value])[] => {
        const value = values[at] ?? null;
        return value === null ? [] : [[name, value]];
      });
      return { dialect, api, args: new Map(given) };
    }),
);

describe('a call with any arguments', () => {
  it('is read without an error, and what is said of it agrees', () => {
    let known = 0;
    fc.assert(
      fc.property(calls, fc.integer({ min: 1, max: 6 }), ({ dialect, api, args }, size) => {
        const layer = dialect.readLayer(api, args);
        assert.ok(layer.axes.length === 1 || layer.axes.length === 2);
        const sizes = layer.axes.map(() => size);
        for (const axis of layer.axes.keys()) {
          const output = outputSizeOf(layer, axis, size);
          const formula = outputFormulaOf(layer, axis);
          if (formula !== null) assert.ok(formulaText(formula) !== '');
          if (output.kind !== 'size') continue;
          known++;
          assert.ok(output.size >= 1);
          assert.ok(formula !== null, 'a size that is known has a formula');
          const letter: string = layer.axes.length === 1 ? 'L' : axis === 0 ? 'H' : 'W';
          assert.equal(numberOf(substituted(formula, letter, constantFormula(size))), output.size);
        }
        const input = [1, typeof layer.cin === 'number' ? layer.cin : 4, ...sizes];
        const shape = toCallShape(layer, input);
        const geometry = geometryOfLayer(layer, input);
        assert.ok(!geometry.ok || shape.ok);
        for (const note of dialect.notes(layer, sizes)) assert.match(note, /\.$/);
        for (const inputs of [sizes, sizes.map(() => null)]) {
          const call = portableOfLayer(layer, inputs);
          if (call.ok) assert.equal(frameworkCalls(call.value).length, Object.keys(dialects).length);
        }
      }),
      { numRuns: 4000 },
    );
    assert.ok(known > 100, `${known} sizes were compared`);
  });
});
