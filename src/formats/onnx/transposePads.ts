/** How a node says what is cropped from an axis of the full output. */
export type AutoPad = 'NOTSET' | 'SAME_UPPER' | 'SAME_LOWER' | 'VALID';

export interface TransposeAxis {
  readonly input: number;
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  readonly outputPadding: number;
  readonly autoPad: AutoPad;
  /** pads, which count where neither auto_pad nor output_shape says otherwise. */
  readonly start: number;
  readonly end: number;
  /** output_shape of this axis, if the node has one. */
  readonly outputShape: number | null;
}

export interface Cropping {
  readonly start: number;
  readonly end: number;
  readonly outputPadding: number;
}

/**
 * What is cropped from the start and the end of an axis, by the operator's specification
 * (https://onnx.ai/onnx/operators/onnx__ConvTranspose.html, opset 11 and later):
 *
 *     total = stride · (input − 1) + output_padding + dilation · (kernel − 1) + 1 − output_shape
 *
 * where output_shape is input · stride for SAME_UPPER and SAME_LOWER that have none; the odd one of a
 * total goes to the end for SAME_UPPER, else to the start. Up to opset 10 the text contradicts itself (of
 * output_shape it says the opposite of what it says of auto_pad); ONNX Runtime, which had it the other way
 * before 1.12 (microsoft/onnxruntime#9370), now reads every opset as written here, and so does this.
 *
 * A negative total, of an output_shape above the full output, cannot be pads, which are at least 0. As
 * in ONNX Runtime the output then starts where the full one does, and its last elements get no term: that
 * is more output_padding. Of SAME_* with a kernel smaller than the stride ONNX Runtime drops those
 * elements instead; here the output has the size that the specification gives, input · stride.
 */
export function croppingOf(axis: TransposeAxis): Cropping {
  const { input, kernel, stride, dilation, outputPadding, autoPad, start, end } = axis;
  const isSame = autoPad === 'SAME_UPPER' || autoPad === 'SAME_LOWER';
  const wanted = axis.outputShape ?? (isSame ? input * stride : null);
  if (wanted === null) return { start, end, outputPadding };
  const total = stride * (input - 1) + outputPadding + dilation * (kernel - 1) + 1 - wanted;
  if (total < 0) return { start: 0, end: 0, outputPadding: outputPadding - total };
  const [less, more] = [Math.floor(total / 2), Math.ceil(total / 2)];
  return autoPad === 'SAME_UPPER'
    ? { start: less, end: more, outputPadding }
    : { start: more, end: less, outputPadding };
}
