import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { fillIds } from '../../../src/engine/fills/fillIds.ts';
import { formulationIds } from '../../../src/engine/provenance/formulation.ts';
import { profileIds } from '../../../src/engine/precision/profiles.ts';
import { parseScenario, scenarioKeys } from '../../../src/scenario/document/parseScenario.ts';
import { presets } from '../../../src/scenario/presets/presets.ts';
import { serializeScenario } from '../../../src/scenario/document/serializeScenario.ts';
import { brokenBeyondSchema, brokenDocuments, soundDocuments } from './documents.ts';

/** The parts of the schema that these tests compare with the code. */
interface SchemaPart {
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly enumDescriptions?: readonly string[];
  readonly oneOf?: readonly SchemaPart[];
  readonly properties?: Readonly<Record<string, SchemaPart>>;
  readonly definitions?: Readonly<Record<string, SchemaPart>>;
}

const file = new URL('../../../media/convt.schema.json', import.meta.url);
const schema = JSON.parse(readFileSync(file, 'utf8')) as SchemaPart;
// Unknown keywords are errors, but for VS Code's descriptions of enum values.
const ajv = new Ajv({ strict: true, keywords: ['enumDescriptions'] });
const validate = ajv.compile(schema);
const accepts = (json: unknown): boolean => validate(json);

describe('the JSON schema of the scenario document', () => {
  for (const [name, json] of Object.entries(soundDocuments)) {
    it(`accepts what the parser accepts: ${name}`, () => {
      assert.ok(parseScenario(JSON.stringify(json)).ok, 'the parser refuses it');
      assert.ok(accepts(json), 'the schema refuses it');
    });
  }

  for (const [name, json] of brokenDocuments) {
    it(`refuses what the parser refuses: ${name}`, () => {
      assert.ok(!parseScenario(JSON.stringify(json)).ok, 'the parser accepts it');
      assert.ok(!accepts(json), 'the schema accepts it');
    });
  }

  for (const [name, json] of brokenBeyondSchema) {
    it(`leaves to the parser: ${name}`, () => {
      assert.ok(!parseScenario(JSON.stringify(json)).ok, 'the parser accepts it');
      assert.ok(accepts(json), 'the schema has learnt it: list it with the others');
    });
  }

  it('accepts every preset as it is written', () => {
    for (const { id, scenario } of presets) {
      assert.ok(accepts(JSON.parse(serializeScenario(scenario))), id);
    }
  });

  it('has the keys, the fills and the formulations of the code, and a description of each key', () => {
    const { properties = {}, definitions = {} } = schema;
    assert.deepEqual(Object.keys(properties), [...scenarioKeys]);
    for (const [key, { description }] of Object.entries(properties)) assert.ok(description, key);
    assert.deepEqual(properties.dtype?.enum, [...profileIds]);
    assert.deepEqual(properties.formulation?.enum, ['auto', ...formulationIds]);
    assert.deepEqual(definitions.tensor?.oneOf?.[0]?.properties?.fill?.enum, [...fillIds]);
  });

  it('describes every dtype and every fill', () => {
    const { dtype, fill } = { ...schema.properties, ...schema.definitions?.tensor?.oneOf?.[0]?.properties };
    assert.equal(dtype?.enumDescriptions?.length, profileIds.length);
    assert.equal(fill?.enumDescriptions?.length, fillIds.length);
  });

  it('has the defaults of the parser', () => {
    const shortest = { version: 1, input: { fill: 'ones', shape: [1, 1, 2, 2] }, weight: { file: 'w.npy' } };
    const parsed = parseScenario(JSON.stringify(shortest));
    assert.ok(parsed.ok);
    const complete = JSON.parse(serializeScenario(parsed.value)) as Readonly<Record<string, unknown>>;
    for (const [key, part] of Object.entries(schema.properties ?? {})) {
      if ('default' in part) assert.deepEqual(complete[key], part.default, key);
    }
  });
});
