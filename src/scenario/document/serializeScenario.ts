import type { Shape } from '../../engine/core/tensor.ts';
import { jsonText, type Json, type JsonFields } from './json/jsonText.ts';
import type { Scenario, TensorSource } from './scenario.ts';

/**
 * The text of a `*.convt.json`: always the same for the same scenario, every parameter written
 * out, so that a change of one is a diff of one line. `parseScenario` gives the scenario back.
 */
export function serializeScenario(scenario: Scenario): string {
  return jsonText(scenarioToJson(scenario));
}

/** The scenario under the document's keys. */
function scenarioToJson(scenario: Scenario): JsonFields {
  const { schema, version, name, dtype, input, weight, bias, actual, params, seed } = scenario;
  const { rtol, atol, equalNan } = scenario.tolerance;
  const tolerance: JsonFields = {
    ...(rtol === undefined ? {} : { rtol }),
    ...(atol === undefined ? {} : { atol }),
    ...(equalNan === undefined ? {} : { equal_nan: equalNan }),
  };
  return {
    ...(schema === undefined ? {} : { $schema: schema }),
    version,
    name,
    dtype,
    input: sourceToJson(input),
    weight: sourceToJson(weight),
    bias: bias === null ? null : sourceToJson(bias),
    ...(actual === undefined ? {} : { actual: sourceToJson(actual) }),
    stride: params.stride,
    padding: params.padding,
    ...(params.paddingEnd === undefined ? {} : { padding_end: params.paddingEnd }),
    output_padding: params.outputPadding,
    dilation: params.dilation,
    groups: params.groups,
    seed,
    formulation: scenario.formulation,
    ...(Object.keys(tolerance).length === 0 ? {} : { tolerance }),
  };
}

function sourceToJson(source: TensorSource): JsonFields {
  if ('file' in source) return { file: source.file };
  if ('fill' in source) return { fill: source.fill, shape: source.shape };
  return { shape: source.shape, values: nested(source.shape, source.values) };
}

/** The values as lists within lists; without elements or axes it stays flat, its shape says the rest. */
function nested(shape: Shape, values: readonly number[]): Json {
  const [size, ...rest] = shape;
  if (size === undefined || rest.length === 0 || values.length === 0) return values;
  const each = values.length / size;
  return Array.from({ length: size }, (_, i) => nested(rest, values.slice(i * each, (i + 1) * each)));
}
