import { storedWeightShape, storedWeightValues } from '../../dialects/engineWeight.ts';
import type { Params } from '../../engine/core/call.ts';
import { elementCount, hasWholeSizes, type Shape } from '../../engine/core/tensor.ts';
import { jsonText, type Json, type JsonFields } from './json/jsonText.ts';
import { checkKernel, hasArguments, layoutOnly, paramsOfCall, weightLayoutOf } from './dialectCall.ts';
import { hasOpenDType, type Scenario, type ScenarioCall, type TensorSource, type ValuesSource } from './scenario.ts';

/**
 * Writes the text of a `*.convt.json`. The text is always the same for the same scenario, and every parameter is
 * written, and the dtype if somebody chose it, so that a change of one parameter is a diff of one line. `parseScenario`
 * restores the scenario.
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
  const call = writtenCall(scenario);
  return {
    ...(schema === undefined ? {} : { $schema: schema }),
    version,
    name,
    ...(hasOpenDType(scenario) ? {} : { dtype }),
    input: sourceToJson(input),
    weight: sourceToJson(call === null ? weight : storedSource(call, weight, params.groups)),
    bias: bias === null ? null : sourceToJson(bias),
    ...(actual === undefined ? {} : { actual: sourceToJson(actual) }),
    ...(call === null ? {} : { call: { dialect: call.dialect, ...call.args } }),
    ...(call !== null && hasArguments(call) ? {} : paramsToJson(params)),
    seed,
    formulation: scenario.formulation,
    ...(Object.keys(tolerance).length === 0 ? {} : { tolerance }),
  };
}

function paramsToJson(params: Params): JsonFields {
  return {
    stride: params.stride,
    padding: params.padding,
    ...(params.paddingEnd === undefined ? {} : { padding_end: params.paddingEnd }),
    output_padding: params.outputPadding,
    dilation: params.dilation,
    groups: params.groups,
  };
}

/**
 * Returns the call in a framework's words if it still gives the scenario's parameters. If it does not, because a parameter
 * was edited, returns it without arguments: it then says how the weight is stored. Null if the document has no such call,
 * or its weight was replaced by a file in PyTorch's order.
 */
function writtenCall({ call, input, weight, params }: Scenario): ScenarioCall | null {
  if (call === undefined || ('file' in weight && weight.stored === undefined)) return null;
  if (!hasArguments(call)) return call;
  const sizes = {
    input: 'shape' in input ? input.shape.slice(-2) : null,
    weight: 'shape' in weight ? weight.shape : null,
  };
  const kernel = sizes.weight === null ? null : checkKernel(call, sizes.weight);
  if (kernel?.ok === false) return layoutOnly(call);
  const found = paramsOfCall(call, sizes);
  return 'params' in found && isSameParams(found.params, params) ? call : layoutOnly(call);
}

/** Returns a weight in the order of the call's framework. */
function storedSource(call: ScenarioCall, weight: TensorSource, groups: number): TensorSource {
  if ('file' in weight || weight.shape.length !== 4) return weight;
  if ('values' in weight && !isFilled(weight)) return weight;
  const layout = { weight: weightLayoutOf(call), groups };
  const shape = storedWeightShape(weight.shape, layout);
  return 'fill' in weight
    ? { ...weight, shape }
    : { shape, values: storedWeightValues(weight.shape, weight.values, layout) };
}

function isSameParams(a: Params, b: Params): boolean {
  return jsonText(paramsToJson(a)) === jsonText(paramsToJson(b));
}

function sourceToJson(source: TensorSource): JsonFields {
  if ('file' in source) return { file: source.file };
  if ('fill' in source) return { fill: source.fill, shape: source.shape };
  const { shape, values } = source;
  return { shape, values: isFilled(source) ? nested(shape, values) : values };
}

/**
 * Returns true if the values fill their shape. The shape of a refused edit may have any sizes: 10¹⁰ × 10⁻¹⁰ × 3 × 3 has as
 * many elements as 9 values, and cannot be nested. The document with it is refused when it is read.
 */
function isFilled({ shape, values }: ValuesSource): boolean {
  return hasWholeSizes(shape) && values.length === elementCount(shape);
}

/** Nests the values by the shape. Values without elements or axes stay flat; their shape is written beside them. */
function nested(shape: Shape, values: readonly number[]): Json {
  const [size, ...rest] = shape;
  if (size === undefined || rest.length === 0 || values.length === 0) return values;
  const each = values.length / size;
  return Array.from({ length: size }, (_, i) => nested(rest, values.slice(i * each, (i + 1) * each)));
}
