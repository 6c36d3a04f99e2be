import { elementCount, type Shape } from '../../engine/core/tensor.ts';
import { jsonText, type Json, type JsonFields } from './json/jsonText.ts';
import { hasOpenDType, type Scenario, type TensorSource } from './scenario.ts';

/**
 * Writes the text of a `*.convt.json`. The text is always the same for the same scenario, and every parameter is
 * written, and the dtype if somebody chose it, so that a change of one parameter is a diff of one line. `parseScenario` restores the scenario.
 */
export function serializeScenario(scenario: Scenario): string {
  return jsonText(scenarioToJson(scenario));
}

/** Returns the scenario under the keys of the document. */
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
    ...(hasOpenDType(scenario) ? {} : { dtype }),
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
  const { shape, values } = source;
  // A shape that its values do not fill may have any size; the document with it is refused.
  return { shape, values: values.length === elementCount(shape) ? nested(shape, values) : values };
}

/** Nests the values by the shape. Values without elements or axes stay flat; their shape is written beside them. */
function nested(shape: Shape, values: readonly number[]): Json {
  const [size, ...rest] = shape;
  if (size === undefined || rest.length === 0 || values.length === 0) return values;
  const each = values.length / size;
  return Array.from({ length: size }, (_, i) => nested(rest, values.slice(i * each, (i + 1) * each)));
}
