import { validateCall as acceptCall } from '../../engine/validation/validateCall.ts';
import type { Params } from '../../engine/core/call.ts';
import { ok, type Result } from '../../engine/core/refusal.ts';
import type { Shape } from '../../engine/core/tensor.ts';
import type { FileTensor } from './scenarioAround.ts';
import type { Scenario } from './scenario.ts';

/** A small plausible input of a layer: one image, 8 × 8. */
export function layerInput(weight: Shape): Shape {
  return [1, weight[0] ?? 1, 8, 8];
}

/** A layer whose weight, and bias if it has one, are in a file, called on a smooth input; refused where PyTorch refuses the call. */
export function layerScenario(
  name: string,
  weight: FileTensor,
  bias: FileTensor | null,
  params: Params,
): Result<Scenario> {
  const input = layerInput(weight.shape);
  const shape = { input, weight: weight.shape, bias: bias?.shape ?? null, params };
  const legal = acceptCall(shape);
  if (!legal.ok) return legal;
  return ok({
    version: 1,
    name,
    dtype: weight.dtype,
    input: { fill: 'smooth', shape: input },
    weight: weight.source,
    bias: bias?.source ?? null,
    params,
    seed: 0,
    formulation: 'unfold-matmul',
    tolerance: {},
  });
}

/** The key of the bias that belongs to a weight's key: "up.weight" → "up.bias". */
export function biasKeyOf(weight: string): string {
  return weight.replace(/weight$/, 'bias');
}

/** Whether a tensor may be the weight of a layer: by its name and by its axes. */
export function isLayerWeight(key: string, shape: Shape): boolean {
  return key.endsWith('weight') && shape.length === 4 && shape.every((size) => size > 0);
}
