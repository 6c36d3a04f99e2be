import { type AxisGeometry } from './geometry.ts';
import { type IndexRange, clipRange } from './taps.ts';

/**
 * One axis of a window that slides over an image, as in `torch.nn.functional.unfold` and `fold`:
 * tap k of block b stands on image index b·stride − padding + k·dilation.
 */
export interface WindowAxis {
  readonly imageSize: number;
  readonly blocks: number;
  readonly kernelSize: number;
  readonly stride: number;
  readonly padding: number;
  readonly dilation: number;
}

/** A window on an image; `blocks` is the number of places at which all of it fits the padded image, and may be < 1. */
export function windowAxisOf(
  imageSize: number,
  kernelSize: number,
  stride: number,
  padding: number,
  dilation: number,
): WindowAxis {
  const room = imageSize + 2 * padding - dilation * (kernelSize - 1) - 1;
  const blocks = Math.floor(room / stride) + 1;
  return { imageSize, blocks, kernelSize, stride, padding, dilation };
}

/** The window that unfolds x̂: stride 1, one block per output element. */
export function unfoldAxis(axis: AxisGeometry): WindowAxis {
  const { paddedSize, outputSize, kernelSize, dilation } = axis;
  return { imageSize: paddedSize, blocks: outputSize, kernelSize, stride: 1, padding: 0, dilation };
}

/**
 * The window that folds the columns into the output: one block per input element. An output
 * padding of a stride or more makes room for further blocks; there is no input for them.
 */
export function foldAxis(axis: AxisGeometry): WindowAxis {
  const { outputSize, inputSize, kernelSize, stride, padding, dilation } = axis;
  return { imageSize: outputSize, blocks: inputSize, kernelSize, stride, padding, dilation };
}

/** Image index under tap `k` of block `b`; outside the image where it stands on padding. */
export function windowIndex(axis: WindowAxis, b: number, k: number): number {
  return b * axis.stride - axis.padding + k * axis.dilation;
}

/** Blocks whose tap `k` stands inside the image. */
export function windowBlocks(axis: WindowAxis, k: number): IndexRange {
  const first = -windowIndex(axis, 0, k);
  return clipRange(
    Math.ceil(first / axis.stride),
    Math.floor((first + axis.imageSize - 1) / axis.stride) + 1,
    axis.blocks,
  );
}

/** Number of (input, tap) pairs along this axis that land inside the output. */
export function landingCount(axis: AxisGeometry): number {
  let count = 0;
  for (let k = 0; k < axis.kernelSize; k++) {
    const { from, to } = windowBlocks(foldAxis(axis), k);
    count += to - from;
  }
  return count;
}
