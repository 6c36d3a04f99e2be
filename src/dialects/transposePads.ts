import type { PortableAxis } from './writing.ts';

/** The values of auto_pad, which say how the padding of an axis is determined. */
export type AutoPad = 'NOTSET' | 'SAME_UPPER' | 'SAME_LOWER' | 'VALID';

/** The parameters of one spatial axis of a ConvTranspose node. */
export interface TransposeAxis {
  readonly input: number;
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  readonly outputPadding: number;
  readonly autoPad: AutoPad;
  /** The padding of this axis. Used only if neither auto_pad nor output_shape determines it. */
  readonly start: number;
  readonly end: number;
  /** output_shape along this axis; null if the node has none. */
  readonly outputShape: number | null;
}

/** How many elements are cropped from each end of the full output along an axis, and the output_padding. */
export interface Cropping {
  readonly start: number;
  readonly end: number;
  readonly outputPadding: number;
}

/**
 * Returns what is cropped from the start and the end of an axis, by the specification of the operator
 * (https://onnx.ai/onnx/operators/onnx__ConvTranspose.html, opset 11 and later):
 *
 *     total = stride · (input − 1) + output_padding + dilation · (kernel − 1) + 1 − output_shape
 *
 * If the node has no output_shape, SAME_UPPER and SAME_LOWER use input · stride. An odd total crops one more at the end
 * for SAME_UPPER, and one more at the start otherwise. Up to opset 10 the specification contradicts itself: it
 * describes output_shape and auto_pad in opposite ways. ONNX Runtime cropped the other way before 1.12
 * (microsoft/onnxruntime#9370) and now reads every opset as written here; this function does the same.
 *
 * If output_shape is larger than the full output, total is negative, but pads must be at least 0. As in ONNX Runtime
 * the output then starts where the full output does, and its last elements get no term: more output_padding. For SAME_*
 * with a kernel smaller than the stride, ONNX Runtime drops those elements instead; here the output has the size that
 * the specification gives, input · stride.
 */
export function croppingOf(axis: TransposeAxis): Cropping {
  const { input, kernel, stride, dilation, outputPadding, autoPad, start, end } = axis;
  const isSame = autoPad === 'SAME_UPPER' || autoPad === 'SAME_LOWER';
  const wanted = axis.outputShape ?? (isSame ? input * stride : null);
  if (wanted === null) return { start, end, outputPadding };
  const total = stride * (input - 1) + outputPadding + dilation * (kernel - 1) + 1 - wanted;
  if (total < 0) return { start: 0, end: 0, outputPadding: outputPadding - total };
  const [smaller, larger] = [Math.floor(total / 2), Math.ceil(total / 2)];
  return autoPad === 'SAME_UPPER'
    ? { start: smaller, end: larger, outputPadding }
    : { start: larger, end: smaller, outputPadding };
}

/**
 * Returns the padding that crops these lines, of which a negative `end` adds some; `start` is at least 0. It is PyTorch's
 * way, as its exporter writes it, where there is one: the same padding at both ends, and less of it at the end by
 * output_padding. Otherwise the two ends differ.
 */
export function paddingThatCrops({ start, end, stride, dilation }: Omit<PortableAxis, 'kernel' | 'input'>): Cropping {
  const less = start - end;
  if (less >= 0 && less < Math.max(stride, dilation)) return { start, end: start, outputPadding: less };
  return { start, end: Math.max(0, end), outputPadding: Math.max(0, -end) };
}
