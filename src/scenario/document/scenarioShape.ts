import type { CallShape } from '../../engine/core/call.ts';
import { ok, type Result } from '../../engine/core/refusal.ts';
import type { Shape } from '../../engine/core/tensor.ts';
import { fileIn, type FileShapes, shapeOfFile } from './filesByPath.ts';
import type { Scenario, TensorSource } from './scenario.ts';

/**
 * Returns the shapes and parameters of a scenario's call without making a tensor; of files only the headers are read.
 * Refuses a file that is not in `files` or has an invalid header. Whether the call is valid is decided by
 * `validateCall`.
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
