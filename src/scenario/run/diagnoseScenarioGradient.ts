import { outputWithHeight } from '../document/withHeight.ts';
import { isSameShape, castTensor, type Shape, shapeText, type Tensor } from '../../engine/core/tensor.ts';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import type { Steps } from '../../engine/core/steps.ts';
import type { Geometry } from '../../engine/geometry/geometry.ts';
import { diagnoseGradient, type GradientDiagnosis } from '../../engine/gradients/search/diagnoseGradient.ts';
import { type GradientCall, type GradientKind, gradientShape } from '../../engine/gradients/sums/gradientCall.ts';
import { elementCount } from '../../engine/core/tensor.ts';
import type { FilesByPath } from '../document/filesByPath.ts';
import type { Scenario } from '../document/scenario.ts';
import { checkMemory } from './callMemory.ts';
import { resolveCall } from './resolveCall.ts';

/** A gradient of a scenario's call that some implementation computed. */
export interface CheckedGradient {
  /** The tensor with respect to which it is the gradient. */
  readonly of: GradientKind;
  /** gy, the gradient of the output, in the output's shape. */
  readonly gradOutput: Tensor;
  /** The gradient to check; its shape may differ from that of its tensor. */
  readonly actual: Tensor;
}

/** Bytes of an element of a gradient: its sum, the sum's magnitude, the reference, and the bound. */
const bytesPerSum = 4 * Float64Array.BYTES_PER_ELEMENT;

/**
 * Diagnoses a gradient of a scenario's call, rounded to the dtype of the call. Refused for the same reasons as a run, and
 * if gy does not have the shape of the output. `memoryCap` is the memory limit in bytes.
 */
export function* diagnoseScenarioGradient(
  scenario: Scenario,
  files: FilesByPath,
  { of, gradOutput: givenGradOutput, actual: given }: CheckedGradient,
  options: { readonly memoryCap: number },
): Steps<Result<GradientDiagnosis>> {
  const resolved = yield* resolveCall({ ...scenario, bias: null, actual: undefined }, files, options);
  if (!resolved.ok) return resolved;
  const { call, geometry, profile } = resolved.value;
  // Those of a 1-D call have no height.
  const gradOutput = outputWithHeight(givenGradOutput, geometry);
  const actual = gradientWithHeight(given, gradientShape({ of, geometry }));
  if (!isSameShape(gradOutput.shape, geometry.outputShape)) {
    return refuse('grad_output', wrongGradOutputText(gradOutput.shape, geometry));
  }
  const { dtype, input, weight } = call;
  const bytes = bytesPerSum * elementCount(gradientShape({ of, geometry }));
  const tensors = elementCount(gradOutput.shape) + elementCount(actual.shape);
  const fits = checkMemory(options.memoryCap, bytes + Float64Array.BYTES_PER_ELEMENT * tensors);
  if (!fits.ok) return fits;
  const checked: GradientCall = {
    of,
    dtype,
    geometry,
    gradOutput: castTensor(gradOutput, dtype),
    factor: of === 'input' ? weight : of === 'weight' ? input : null,
    own: of === 'input' ? input : of === 'weight' ? weight : null,
  };
  return ok(yield* diagnoseGradient(checked, castTensor(actual, dtype), profile));
}

/** Returns a gradient that lacks the height of a 1-D call with that height; any other as it is. Shares the numbers. */
function gradientWithHeight(actual: Tensor, shape: Shape): Tensor {
  const flat = shape.length >= 3 && shape.at(-2) === 1 ? [...shape.slice(0, -2), ...shape.slice(-1)] : shape;
  return isSameShape(actual.shape, flat) ? { ...actual, shape } : actual;
}

/** Says that gy does not have the output's shape, and which output_padding gives that shape if one does. */
function wrongGradOutputText(given: Shape, { outputShape, h, w, params }: Geometry): string {
  const both = `grad_output of shape ${shapeText(given)} must have the shape of the output, ${shapeText(outputShape)}`;
  const missing = [h, w].map((axis, i) => {
    const wanted = (given.at(i - 2) ?? 0) - axis.outputSize + axis.outputPadding;
    return wanted >= 0 && wanted < Math.max(axis.stride, axis.dilation) ? wanted : null;
  });
  const isSpatial = given.length === outputShape.length && isSameShape(given.slice(0, -2), outputShape.slice(0, -2));
  const hint =
    isSpatial && !missing.includes(null) && String(missing) !== String(params.outputPadding)
      ? `; output_padding ${missing.join(',')} gives that size`
      : '';
  return `${both}${hint}.`;
}
