import { type AxisGeometry, axisGeometryOf } from '../engine/geometry/geometry.ts';

/** The numbers of an axis, all known, whose full result is cropped. */
export interface CroppedAxis {
  readonly kernelSize: number;
  readonly stride: number;
  readonly dilation: number;
  /** Lines cropped at the start and the end; negative for lines of zeros that are added. */
  readonly start: number;
  readonly end: number;
}

/** Returns the geometry of an axis for an input of this size. Added lines are the output padding. */
export function croppedGeometry(
  inputSize: number,
  { kernelSize, stride, dilation, start, end }: CroppedAxis,
): AxisGeometry {
  return axisGeometryOf(inputSize, kernelSize, stride, start, Math.max(0, -end), dilation, Math.max(0, end));
}
