import assert from 'node:assert/strict';
import fc from 'fast-check';
import { defaultParams } from '../../../src/engine/core/call.ts';
import { fillIds } from '../../../src/engine/fills/fillIds.ts';
import { formulationIds } from '../../../src/engine/provenance/formulation.ts';
import { profileIds } from '../../../src/engine/precision/profiles.ts';
import { parseScenario } from '../../../src/scenario/document/parseScenario.ts';
import { presets } from '../../../src/scenario/presets/presets.ts';
import type { Scenario, TensorSource } from '../../../src/scenario/document/scenario.ts';
import { serializeScenario } from '../../../src/scenario/document/serializeScenario.ts';
import { brokenBeyondSchema, brokenDocuments, soundDocuments } from './documents.ts';

function parsed(text: string): Scenario {
  const result = parseScenario(text);
  assert.ok(result.ok, result.ok ? '' : result.refusal.message);
  return result.value;
}

function refusalOf(text: string) {
  const result = parseScenario(text);
  assert.ok(!result.ok, 'it was accepted');
  return result.refusal;
}

const anyNumber = fc.double();
const size = fc.integer({ min: 0, max: 3 });
const values = fc.array(size, { maxLength: 4 }).chain((shape) => {
  const count = shape.reduce((product, each) => product * each, 1);
  return fc.record({
    shape: fc.constant(shape),
    values: fc.array(anyNumber, { minLength: count, maxLength: count }),
  });
});
const source: fc.Arbitrary<TensorSource> = fc.oneof(
  values,
  fc.record({ fill: fc.constantFrom(...fillIds), shape: fc.array(fc.nat(), { maxLength: 1 }) }),
  fc.record({ file: fc.string({ minLength: 1 }) }),
);
const pair = fc.tuple(fc.maxSafeInteger(), fc.maxSafeInteger());
const scenario: fc.Arbitrary<Scenario> = fc.record(
  {
    schema: fc.string(),
    version: fc.constant(1 as const),
    name: fc.string({ unit: 'binary' }),
    dtype: fc.constantFrom(...profileIds),
    input: source,
    weight: source,
    bias: fc.option(source),
    actual: fc.record({ file: fc.string({ minLength: 1 }) }),
    params: fc.record(
      {
        stride: pair,
        padding: pair,
        paddingEnd: pair,
        outputPadding: pair,
        dilation: pair,
        groups: fc.maxSafeInteger(),
      },
      { requiredKeys: ['stride', 'padding', 'outputPadding', 'dilation', 'groups'] },
    ),
    seed: fc.maxSafeNat(),
    formulation: fc.constantFrom('auto' as const, ...formulationIds),
    tolerance: fc.record(
      {
        rtol: fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }),
        atol: fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }),
        equalNan: fc.boolean(),
      },
      { requiredKeys: [] },
    ),
  },
  {
    requiredKeys: ['version', 'name', 'dtype', 'input', 'weight', 'bias', 'params', 'seed', 'formulation', 'tolerance'],
  },
);

describe('the scenario document', () => {
  it('round-trips every number bit for bit, including NaN and the sign of zero', () => {
    fc.assert(
      fc.property(scenario, (generated) => {
        // Half of fast-check's objects have no prototype, which JSON cannot express.
        const original = structuredClone(generated);
        assert.deepEqual(parsed(serializeScenario(original)), original);
      }),
      { numRuns: 300 },
    );
  });

  it('is JSON, and always the same text for the same scenario', () => {
    for (const { scenario: preset } of presets) {
      const text = serializeScenario(preset);
      assert.doesNotThrow(() => JSON.parse(text) as unknown);
      assert.equal(serializeScenario(parsed(text)), text);
      assert.ok(text.endsWith('}\n'));
    }
  });

  it('writes short lists on one line, and a changed parameter changes one line', () => {
    const { scenario: strided } = presets.find(({ id }) => id === 'strided') ?? presets[0];
    const text = serializeScenario(strided);
    assert.match(text, /^ {2}"stride": \[2, 2\],$/m);
    assert.match(text, /^ {10}\[2\.8, -0\.1, -0\.9, 0\.1\],$/m);
    const changed = { ...strided, params: { ...strided.params, groups: 3 } };
    const lines = serializeScenario(changed).split('\n');
    assert.equal(lines.filter((line, i) => line !== text.split('\n')[i]).length, 1);
    assert.ok(text.split('\n').every((line) => line.length <= 100));
  });

  it('has values that do not fill their shape in one list, whatever the order of the weight', () => {
    const values = [1, 2, 3, 4, 5, 6, 7, 8, 9];
    const fill = { fill: 'ones', shape: [2, 1, 3, 3] };
    const plain = parsed(JSON.stringify({ version: 1, input: { ...fill, shape: [1, 2, 3, 3] }, weight: fill }));
    for (const shape of [
      [2, 0.5, 3, 3],
      [-1, -1, 3, 3],
      [4, 4, 3, 3],
    ]) {
      for (const call of [undefined, { dialect: 'keras', args: {} }] as const) {
        const json = JSON.parse(serializeScenario({ ...plain, weight: { shape, values }, call })) as Record<
          string,
          unknown
        >;
        assert.deepEqual(json.weight, { shape, values });
      }
    }
  });

  it('uses PyTorch’s defaults for missing fields', () => {
    const least = parsed(JSON.stringify(soundDocuments['the least there is']));
    assert.deepEqual(least, {
      version: 1,
      name: 'Untitled',
      dtype: 'float32',
      isDTypeOpen: true,
      input: { fill: 'ones', shape: [1, 1, 2, 2] },
      weight: { fill: 'ones', shape: [1, 1, 2, 2] },
      bias: null,
      params: defaultParams,
      seed: 0,
      formulation: 'unfold-matmul',
      tolerance: {},
    });
  });

  it('reads one integer as both axes, and values in nested or flat lists', () => {
    assert.deepEqual(parsed(JSON.stringify(soundDocuments['one integer for both axes'])).params.dilation, [3, 3]);
    for (const name of ['values by nesting', 'flat values with a shape']) {
      assert.deepEqual(parsed(JSON.stringify(soundDocuments[name])).weight, {
        shape: [1, 1, 1, 2],
        values: [1, 2],
      });
    }
  });

  for (const [name, json, says] of [...brokenDocuments, ...brokenBeyondSchema]) {
    it(`refuses ${name}, naming the field and the rule`, () => {
      const { message } = refusalOf(JSON.stringify(json));
      assert.match(message, says);
      assert.doesNotMatch(message, /\n/);
    });
  }

  it('refuses invalid JSON in one line that names the position', () => {
    for (const text of ['', '{', '{"version": 1,}', '{\n  "version": 1\n  "name": 2\n}']) {
      assert.match(refusalOf(text).message, /^The scenario is not JSON: [^\n]+\.$/);
    }
  });

  it('refuses a number that float64 cannot hold, which JSON would make an infinity', () => {
    const text = `{"version": 1, "input": {"values": [1e999]}, "weight": {"values": [1]}}`;
    assert.match(refusalOf(text).message, /^input\.values\[0\] .*a number too large for float64\.$/);
  });

  it('refuses deeply nested lists instead of overflowing the stack', () => {
    const deep = `${'['.repeat(5000)}1${']'.repeat(5000)}`;
    const text = `{"version": 1, "input": {"values": ${deep}}, "weight": {"values": [1]}}`;
    assert.match(refusalOf(text).message, /nested too deeply: at most 8 levels can be read/);
  });

  it('names the argument of the fault', () => {
    const withFault = (fault: object) =>
      refusalOf(JSON.stringify({ ...(soundDocuments['the least there is'] as object), ...fault }));
    assert.equal(withFault({ stride: [1, 'a'] }).argument, 'stride');
    assert.equal(withFault({ output_padding: 'a' }).argument, 'output_padding');
    assert.equal(withFault({ tolerance: { rtol: -1 } }).argument, 'rtol');
    assert.equal(withFault({ input: { fill: 'x', shape: [] } }).argument, 'input');
    assert.equal(withFault({ name: 1 }).argument, 'scenario');
  });
});
