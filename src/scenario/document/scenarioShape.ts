import type { CallShape } from '../../engine/core/call.ts';
import { checkStoredGroups, engineWeightShape } from '../../dialects/engineWeight.ts';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { type Shape, shapeText } from '../../engine/core/tensor.ts';
import { fileIn, type FileShapes, shapeOfFile } from './filesByPath.ts';
import type { Scenario, TensorSource } from './scenario.ts';
import { withHeight } from './withHeight.ts';

/**
 * Returns the shapes and parameters of a scenario's call without making a tensor; of files only the headers are read. A
 * 1-D call has a height of 1 (see {@link withHeight}).
 * Refuses a file that is not in `files` or has an invalid header. Whether the call is valid is decided by
 * `validateCall`.
 */
export function scenarioShape(scenario: Scenario, files: FileShapes): Result<CallShape> {
  const input = sourceShape(scenario.input, files);
  if (!input.ok) return input;
  const stored = sourceShape(scenario.weight, files);
  if (!stored.ok) return stored;
  const weight = weightShape(scenario, stored.value);
  if (!weight.ok) return weight;
  const bias = scenario.bias === null ? null : sourceShape(scenario.bias, files);
  if (bias?.ok === false) return bias;
  const call = {
    input: input.value,
    weight: weight.value,
    bias: bias === null ? null : bias.value,
    params: scenario.params,
  };
  return withHeight(call, stored.value.length);
}

/**
 * Returns the shape (Cin, Cout/groups, kH, kW) of a scenario's weight, of which the source has the shape `stored`: in the
 * order of the framework whose words the call uses if the source is a file. Refused if the scenario's call gives another
 * kernel.
 */
export function weightShape({ weight, params }: Scenario, stored: Shape): Result<Shape> {
  if (!('file' in weight) || weight.stored === undefined) return ok(stored);
  const { layout, kernel } = weight.stored;
  const shape = engineWeightShape(stored, { weight: layout, groups: params.groups });
  const divided = checkStoredGroups(stored, { weight: layout, groups: params.groups });
  if (!divided.ok) return divided;
  const [h, w] = shape.slice(2);
  if (kernel === null || stored.length !== 4 || (kernel[0] === h && kernel[1] === w)) return ok(shape);
  const message = `weight of shape ${shapeText(stored)} has a kernel of ${h ?? 0} × ${w ?? 0}, but the call says ${kernel.join(' × ')}.`;
  return refuse('weight', message);
}

function sourceShape(source: TensorSource, files: FileShapes): Result<Shape> {
  if ('shape' in source) return ok(source.shape);
  const content = fileIn(source.file, files);
  return content.ok ? shapeOfFile(content.value, source.file) : content;
}
