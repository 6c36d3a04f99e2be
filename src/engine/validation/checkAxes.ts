import type { CallShape } from '../core/call.ts';
import { type AxisGeometry, axisOf } from '../geometry/geometry.ts';
import { hasSeparateEndPadding, legalRangeOnAxis } from './legal.ts';
import { type Axis, type Refusal, refusalOf } from '../core/refusal.ts';

/** Checks the rules that relate the parameters of each axis to one another. */
export function checkAxes(shape: CallShape): Refusal | null {
  const ownEnd = hasSeparateEndPadding(shape);
  return checkAxis(axisOf(shape, 0), 0, ownEnd) ?? checkAxis(axisOf(shape, 1), 1, ownEnd);
}

/** Checks the parameters of one axis. `ownEnd` is true if `padding_end` is a parameter of its own. */
export function checkAxis(geometry: AxisGeometry, axis: Axis, ownEnd: boolean): Refusal | null {
  return checkOutputPadding(geometry, axis) ?? checkOutputSize(geometry, axis, ownEnd) ?? checkSafe(geometry, axis);
}

function checkOutputPadding(geometry: AxisGeometry, axis: Axis): Refusal | null {
  const { outputPadding, stride, dilation } = geometry;
  const max = Math.max(stride, dilation) - 1;
  if (outputPadding <= max) return null;
  const rule = `stride[${axis}] = ${stride} or dilation[${axis}] = ${dilation}`;
  const value = `output_padding[${axis}] = ${outputPadding}`;
  const message = `${value} must be smaller than ${rule}, so it ${max === 0 ? 'must be 0' : `can be 0 to ${max}`}.`;
  return refusalOf('output_padding', message, { axis, legal: { min: 0, max } });
}

/**
 * Refuses an output without elements. The refusal names `padding`, because a padding of 0 would leave an output. Only
 * if `padding_end` alone is too large does it name `padding_end`.
 */
function checkOutputSize(geometry: AxisGeometry, axis: Axis, ownEnd: boolean): Refusal | null {
  const { inputSize, kernelSize, stride, outputPadding, dilation, outputSize } = geometry;
  const { padding, paddingEnd } = geometry;
  if (outputSize >= 1) return null;
  const argument = ownEnd && outputSize + padding < 1 ? 'padding_end' : 'padding';
  const value = argument === 'padding' ? padding : paddingEnd;
  const legal = legalRangeOnAxis(geometry, argument, ownEnd);
  const cropped = ownEnd ? `${padding} − ${paddingEnd}` : `2·${padding}`;
  const message =
    `${argument}[${axis}] = ${value} leaves no output: (${inputSize} − 1)·${stride} − ${cropped} + ` +
    `${dilation}·(${kernelSize} − 1) + ${outputPadding} + 1 = ${outputSize} must be at least 1; ` +
    `${argument}[${axis}] ${legal.max === 0 ? 'must be 0' : `can be 0 to ${legal.max}`}.`;
  return refusalOf(argument, message, { axis, legal });
}

/** Refuses sizes that are not safe integers, because index arithmetic would not be exact. */
function checkSafe({ outputSize, paddedSize }: AxisGeometry, axis: Axis): Refusal | null {
  if (Number.isSafeInteger(outputSize) && Number.isSafeInteger(paddedSize)) return null;
  const side = axis === 0 ? 'height' : 'width';
  const message = `output ${side} = ${outputSize} must be at most ${Number.MAX_SAFE_INTEGER}.`;
  return refusalOf('output_size', message, { axis, legal: { min: 1, max: Number.MAX_SAFE_INTEGER } });
}
