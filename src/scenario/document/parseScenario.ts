import { messageOf } from '../../engine/core/messageOf.ts';
import { defaultParams, type Pair, type Params } from '../../engine/core/call.ts';
import { profileIds } from '../../engine/precision/profiles.ts';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { JsonReader, quotedValue, wholeDocument, type JsonObject } from './json/jsonReader.ts';
import { readFileSource, readTensorSource } from './json/readTensorSource.ts';
import { readCall, workedOutCall } from './readCall.ts';
import { defaultFormulation, formulationChoices, openDType, type Scenario } from './scenario.ts';

/** The keys of the document, in the order they are written. */
export const scenarioKeys = [
  '$schema',
  'version',
  'name',
  'dtype',
  'input',
  'weight',
  'bias',
  'actual',
  'call',
  'stride',
  'padding',
  'padding_end',
  'output_padding',
  'dilation',
  'groups',
  'seed',
  'formulation',
  'tolerance',
] as const;

/** The name of a scenario whose document has no name. */
const untitled = 'Untitled';

/**
 * Parses a scenario that is plain JSON, such as `serializeScenario` writes. `parseDocument` parses what a person wrote,
 * with comments and trailing commas. Unknown keys, wrong types, and values that do not fill their shape are refused
 * by a sentence that names the path of the field and the rule. `version`, `input` and `weight` are required. The
 * parameters default to PyTorch's, `dtype` to that of the call's files if they have half precision, else float32, `seed`
 * to 0, `formulation` to unfold-matmul. The validity of the call is not checked here.
 */
export function parseScenario(text: string): Result<Scenario> {
  try {
    return scenarioFromJson(JSON.parse(text));
  } catch (error) {
    const reason = messageOf(error).replace(/\s+/g, ' ');
    return refuse('scenario', `The scenario is not JSON: ${reason.replace(/\.?$/, '.')}`);
  }
}

/** Reads a scenario as {@link parseScenario} does, from a value that is already parsed or comes from an API. */
export function scenarioFromJson(json: unknown): Result<Scenario> {
  const reader = new JsonReader();
  const fields = reader.object(json, wholeDocument, scenarioKeys);
  if (fields.version !== 1) {
    reader.complain('version', `version must be 1, but is ${quotedValue(fields.version)}.`);
  }
  const { $schema, name, dtype, bias, actual, seed, formulation } = fields;
  const input = readTensorSource(reader, fields.input, 'input');
  const written = readTensorSource(reader, fields.weight, 'weight');
  const call = fields.call === undefined ? null : readCall(reader, fields);
  const { weight, params } =
    call === null
      ? { weight: written, params: readParams(reader, fields) }
      : workedOutCall(reader, call, { input, weight: written }, () => readParams(reader, fields));
  const scenario: Scenario = {
    ...($schema === undefined ? {} : { schema: reader.string($schema, '$schema') }),
    version: 1,
    name: name === undefined ? untitled : reader.string(name, 'name'),
    ...(dtype === undefined ? openDType : { dtype: reader.oneOf(dtype, 'dtype', profileIds) }),
    input,
    weight,
    bias: bias === undefined || bias === null ? null : readTensorSource(reader, bias, 'bias'),
    ...(actual === undefined || actual === null ? {} : { actual: readFileSource(reader, actual, 'actual') }),
    ...(call === null ? {} : { call }),
    params,
    seed: seed === undefined ? 0 : reader.natural(seed, 'seed'),
    formulation:
      formulation === undefined ? defaultFormulation : reader.oneOf(formulation, 'formulation', formulationChoices),
    tolerance: readTolerance(reader, fields.tolerance),
  };
  return reader.problem === null ? ok(scenario) : { ok: false, refusal: reader.problem };
}

function readParams(reader: JsonReader, fields: JsonObject): Params {
  const pair = (key: string, absent: Pair): Pair => {
    const value = fields[key];
    return value === undefined ? absent : readPair(reader, value, key);
  };
  const groups = fields.groups;
  return {
    stride: pair('stride', defaultParams.stride),
    padding: pair('padding', defaultParams.padding),
    ...(fields.padding_end === undefined ? {} : { paddingEnd: readPair(reader, fields.padding_end, 'padding_end') }),
    outputPadding: pair('output_padding', defaultParams.outputPadding),
    dilation: pair('dilation', defaultParams.dilation),
    groups: groups === undefined ? defaultParams.groups : reader.integer(groups, 'groups'),
  };
}

/** Reads one integer for both axes, or [height, width], as in PyTorch. */
function readPair(reader: JsonReader, value: unknown, path: string): Pair {
  if (!Array.isArray(value)) {
    const both = reader.integer(value, path);
    return [both, both];
  }
  const list: readonly unknown[] = value;
  if (list.length !== 2) {
    reader.complain(path, `${path} must be one integer or [height, width], but is ${quotedValue(value)}.`);
  }
  return [reader.integer(list[0], `${path}[0]`), reader.integer(list[1], `${path}[1]`)];
}

function readTolerance(reader: JsonReader, value: unknown): Scenario['tolerance'] {
  if (value === undefined) return {};
  const fields = reader.object(value, 'tolerance', ['rtol', 'atol', 'equal_nan']);
  const size = (key: 'rtol' | 'atol'): number => {
    const given = fields[key];
    if (typeof given === 'number' && Number.isFinite(given) && given >= 0) return given;
    const path = `tolerance.${key}`;
    reader.complain(path, `${path} must be a number of at least 0, but is ${quotedValue(given)}.`);
    return 0;
  };
  return {
    ...(fields.rtol === undefined ? {} : { rtol: size('rtol') }),
    ...(fields.atol === undefined ? {} : { atol: size('atol') }),
    ...(fields.equal_nan === undefined ? {} : { equalNan: reader.boolean(fields.equal_nan, 'tolerance.equal_nan') }),
  };
}
