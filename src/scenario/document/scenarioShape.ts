import type { CallShape } from '../../engine/core/call.ts';
import { ok, type Result } from '../../engine/core/refusal.ts';
import type { Shape } from '../../engine/core/tensor.ts';
import { fileIn, type FileShapes, shapeOfFile } from './files.ts';
import type { Scenario, TensorSource } from './scenario.ts';

/**
 * The shapes and parameters of a scenario's call, without making a tensor: of a file only the
 * header is read. Refuses a file that is not in `files` or has no sound header; whether the call
 * is legal is for the engine's `validateCall`.
 */
export function scenarioShape(scenario: Scenario, files: FileShapes): Result<CallShape> {
  const input = sourceShape(scenario.input, files);
  if (!input.ok) return input;
  const weight = sourceShape(scenario.weight, files);
  if (!weight.ok) return weight;
  const bias = scenario.bias === null ? null : sourceShape(scenario.bias, files);
  if (bias?.ok === false) return bias;
  return ok({
    input: input.value,
    weight: weight.value,
    bias: bias === null ? null : bias.value,
    params: scenario.params,
  });
}

function sourceShape(source: TensorSource, files: FileShapes): Result<Shape> {
  if ('shape' in source) return ok(source.shape);
  const content = fileIn(source.file, files);
  return content.ok ? shapeOfFile(content.value, source.file) : content;
}
