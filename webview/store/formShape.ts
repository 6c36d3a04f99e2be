import type { Params } from '../../src/engine/core/call.ts';
import { resizedValues } from '../../src/engine/core/resizedValues.ts';
import { elementCount } from '../../src/engine/core/tensor.ts';
import type { Shape } from '../../src/engine/core/tensor.ts';
import type { Scenario, TensorSource } from '../../src/scenario/document/scenario.ts';

/** The shape a source declares; null for a file, whose shape stands in the file. */
export function declaredShape(source: TensorSource): Shape | null {
  return 'file' in source ? null : source.shape;
}

/** Output channels of a weight (Cin, Cout/groups, kH, kW), whole even while groups do not divide them. */
export function outputChannelsOf(weight: Shape, groups: number): number {
  return Math.round((weight[1] ?? 0) * groups);
}

/**
 * The source with another shape. Written-out values stay where their index still exists; new
 * places are 0. A file's shape cannot be changed here.
 */
export function reshaped(source: TensorSource, shape: Shape): TensorSource {
  if ('file' in source) return source;
  if (!('values' in source)) return { ...source, shape };
  const whole = shape.every((size) => Number.isInteger(size) && size >= 0);
  if (!whole || source.values.length !== elementCount(source.shape)) return { ...source, shape };
  return { shape, values: resizedValues(source.shape, source.values, shape) };
}

/** The shape with one size replaced; `axis` counts from the end when negative. */
function withSize(shape: Shape, axis: number, size: number): Shape {
  const at = axis < 0 ? shape.length + axis : axis;
  return shape.map((old, index) => (index === at ? size : old));
}

/** Axis of an input shape counted from its end, so that it is the same without a batch axis. */
export type InputAxis = 'N' | 'C' | 'H' | 'W';
const fromEnd: Readonly<Record<InputAxis, number>> = { N: 4, C: 3, H: 2, W: 1 };

/** Size of the input along an axis; null for N of an unbatched one. */
export function inputSize(input: Shape, axis: InputAxis): number | null {
  return input[input.length - fromEnd[axis]] ?? null;
}

/** The scenario with another input size; the weight's Cin follows C. */
export function withInputSize(scenario: Scenario, axis: InputAxis, size: number): Scenario {
  const shape = declaredShape(scenario.input);
  if (shape === null) return scenario;
  const input = reshaped(scenario.input, withSize(shape, -fromEnd[axis], size));
  const weight = declaredShape(scenario.weight);
  if (axis !== 'C' || weight === null) return { ...scenario, input };
  return { ...scenario, input, weight: reshaped(scenario.weight, withSize(weight, 0, size)) };
}

/** The scenario with or without a batch axis; going unbatched keeps the first element. */
export function withBatch(scenario: Scenario, batched: boolean): Scenario {
  const { input } = scenario;
  const shape = declaredShape(input);
  if (shape === null || (shape.length === 4) === batched) return scenario;
  if (batched) return { ...scenario, input: { ...input, shape: [1, ...shape] } };
  const [, ...rest] = shape;
  const first = reshaped(input, [1, ...rest]);
  return { ...scenario, input: { ...first, shape: rest } };
}

/** The scenario with another kernel size or number of output channels; a bias follows Cout. */
export function withWeightSize(scenario: Scenario, axis: 'Cout' | 'kH' | 'kW', size: number): Scenario {
  const { weight, bias, params } = scenario;
  const shape = declaredShape(weight);
  if (shape === null) return scenario;
  const at = { Cout: 1, kH: 2, kW: 3 }[axis];
  const next = reshaped(weight, withSize(shape, at, axis === 'Cout' ? size / params.groups : size));
  const follows = axis === 'Cout' && bias !== null ? reshaped(bias, [size]) : bias;
  return { ...scenario, weight: next, bias: follows };
}

/** The scenario with other groups; the number of output channels stays. */
export function withGroups(scenario: Scenario, groups: number): Scenario {
  const { weight, params } = scenario;
  const shape = declaredShape(weight);
  const next: Params = { ...params, groups };
  if (shape === null) return { ...scenario, params: next };
  const cout = outputChannelsOf(shape, params.groups);
  return {
    ...scenario,
    params: next,
    weight: reshaped(weight, withSize(shape, 1, groups > 0 ? cout / groups : cout)),
  };
}

/** The scenario with or without a bias; a new one is drawn from the scenario's generator. */
export function withBias(scenario: Scenario, wanted: boolean): Scenario {
  if ((scenario.bias !== null) === wanted) return scenario;
  if (!wanted) return { ...scenario, bias: null };
  const shape = declaredShape(scenario.weight);
  if (shape === null) return scenario;
  const cout = outputChannelsOf(shape, scenario.params.groups);
  return { ...scenario, bias: { fill: 'randn', shape: [cout] } };
}
