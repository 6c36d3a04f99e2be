import type { Params } from '../../src/engine/core/call.ts';
import { resizedValues } from '../../src/engine/core/flatIndex.ts';
import { elementCount, hasWholeSizes, isSameShape } from '../../src/engine/core/tensor.ts';
import type { Shape } from '../../src/engine/core/tensor.ts';
import type { Scenario, TensorSource, ValuesSource } from '../../src/scenario/document/scenario.ts';

/** Returns the shape that a source declares; null for a file, whose header has the shape. */
export function declaredShape(source: TensorSource): Shape | null {
  return 'file' in source ? null : source.shape;
}

/** Returns Cout of a weight (Cin, Cout/groups, kH, kW), a whole number even if groups do not divide Cout. */
export function outputChannelsOf(weight: Shape, groups: number): number {
  return Math.round((weight[1] ?? 0) * groups);
}

/** The most values that the form writes out when it makes a tensor larger: a document with more takes long to write. */
export const mostWrittenOut = 2 ** 14;

/** The values that a reshaped source was made of, so that the next shape loses nothing: 4 → 1 → 12 keeps all 4 rows. */
const origins = new WeakMap<ValuesSource, ValuesSource>();

/**
 * Returns the source with another shape. Explicit values whose index still exists are kept, also those that an earlier
 * shape left out; new elements are 0. If the shape is invalid or has too many elements to be written out, only the shape
 * changes, and the values do not fill it. A file is returned unchanged.
 */
export function reshaped(source: TensorSource, shape: Shape): TensorSource {
  if ('file' in source) return source;
  if (!('values' in source)) return { ...source, shape };
  const origin = origins.get(source) ?? source;
  if (isSameShape(origin.shape, shape)) return origin;
  const most = Math.max(mostWrittenOut, origin.values.length);
  const isFilled = origin.values.length === elementCount(origin.shape) && origin.shape.length === shape.length;
  const canResize = hasWholeSizes(shape) && isFilled && elementCount(shape) <= most;
  const values = canResize ? resizedValues(origin.shape, origin.values, shape) : origin.values;
  const made = { shape, values };
  origins.set(made, origin);
  return made;
}

/** Returns the source with another shape; in place of a file, whose shape is its own, a random fill. */
export function reshapedOrFilled(source: TensorSource, shape: Shape): TensorSource {
  return 'file' in source ? { fill: 'randn', shape } : reshaped(source, shape);
}

/** Returns the shape with one size replaced. A negative `axis` counts from the end. */
function withSize(shape: Shape, axis: number, size: number): Shape {
  const at = axis < 0 ? shape.length + axis : axis;
  return shape.map((old, index) => (index === at ? size : old));
}

/** An axis of the input. */
export type InputAxis = 'N' | 'C' | 'H' | 'W';
/** Positions from the end of the shape, which do not depend on a batch axis. */
const fromEnd: Readonly<Record<InputAxis, number>> = { N: 4, C: 3, H: 2, W: 1 };

/** Returns the size of the input along an axis; null for N of an input without a batch axis. */
export function inputSize(input: Shape, axis: InputAxis): number | null {
  return input[input.length - fromEnd[axis]] ?? null;
}

/** Returns the scenario with another input size. If C changes, the weight's Cin follows. */
export function withInputSize(scenario: Scenario, axis: InputAxis, size: number): Scenario {
  const shape = declaredShape(scenario.input);
  if (shape === null) return scenario;
  const input = reshaped(scenario.input, withSize(shape, -fromEnd[axis], size));
  const weight = declaredShape(scenario.weight);
  if (axis !== 'C' || weight === null) return { ...scenario, input };
  return { ...scenario, input, weight: reshaped(scenario.weight, withSize(weight, 0, size)) };
}

/** Returns the scenario with or without a batch axis. Without one, the first batch element is kept. */
export function withBatch(scenario: Scenario, batched: boolean): Scenario {
  const { input } = scenario;
  const shape = declaredShape(input);
  if (shape === null || (shape.length === 4) === batched) return scenario;
  if (batched) return { ...scenario, input: { ...input, shape: [1, ...shape] } };
  const [, ...rest] = shape;
  const first = reshaped(input, [1, ...rest]);
  return { ...scenario, input: { ...first, shape: rest } };
}

/** Returns the scenario with another kernel size or Cout. If Cout changes, the bias follows. */
export function withWeightSize(scenario: Scenario, axis: 'Cout' | 'kH' | 'kW', size: number): Scenario {
  const { weight, bias, params } = scenario;
  const shape = declaredShape(weight);
  if (shape === null) return scenario;
  const at = { Cout: 1, kH: 2, kW: 3 }[axis];
  const next = reshaped(weight, withSize(shape, at, axis === 'Cout' ? size / Math.max(1, params.groups) : size));
  const nextBias = axis === 'Cout' && bias !== null ? reshaped(bias, [size]) : bias;
  return { ...scenario, weight: next, bias: nextBias };
}

/** Returns the scenario with another number of groups and the same Cout. */
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

/** Returns the scenario with or without a bias. A new bias has the fill `randn`. */
export function withBias(scenario: Scenario, wanted: boolean): Scenario {
  if ((scenario.bias !== null) === wanted) return scenario;
  if (!wanted) return { ...scenario, bias: null };
  const shape = declaredShape(scenario.weight);
  if (shape === null) return scenario;
  const cout = outputChannelsOf(shape, scenario.params.groups);
  return { ...scenario, bias: { fill: 'randn', shape: [cout] } };
}
