import { validateCall } from '../../engine/validation/validateCall.ts';
import type { Params } from '../../engine/core/call.ts';
import { ok, type Result } from '../../engine/core/refusal.ts';
import type { Shape } from '../../engine/core/tensor.ts';
import { dtypeFrom, type FileTensor } from './scenarioAround.ts';
import { defaultFormulation, type Scenario } from './scenario.ts';
import { withHeight } from './withHeight.ts';

/** Returns the shape of a small input for a weight: one image of 8 × 8, or a line of 16 for a 1-D layer. */
export function layerInput(weight: Shape): Shape {
  return [1, weight[0] ?? 1, ...(weight.length === 3 ? [1, 16] : [8, 8])];
}

/**
 * Makes the scenario of a layer whose weight, and bias if it has one, are in a file, on a smooth input. Refused if the
 * call is invalid.
 */
export function layerScenario(
  name: string,
  weight: FileTensor,
  bias: FileTensor | null,
  params: Params,
): Result<Scenario> {
  const input = layerInput(weight.shape);
  const shape = { input, weight: weight.shape, bias: bias?.shape ?? null, params };
  const call = withHeight(shape, weight.shape.length);
  if (!call.ok) return call;
  const geometry = validateCall(call.value);
  if (!geometry.ok) return geometry;
  return ok({
    version: 1,
    name,
    ...dtypeFrom(weight),
    input: { fill: 'smooth', shape: input },
    weight: weight.source,
    bias: bias?.source ?? null,
    params: call.value.params,
    seed: 0,
    formulation: defaultFormulation,
    tolerance: {},
  });
}

/** Returns the key of the bias that belongs to the key of a weight: "up.weight" → "up.bias". */
export function biasKeyOf(weight: string): string {
  return weight.replace(/weight$/, 'bias');
}

/** Returns true if a tensor can be the weight of a layer, judged by its name and its axes. */
export function isLayerWeight(key: string, shape: Shape): boolean {
  return key.endsWith('weight') && (shape.length === 4 || shape.length === 3) && shape.every((size) => size > 0);
}
