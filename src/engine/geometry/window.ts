import { type AxisGeometry } from './geometry.ts';
import { latticeCount } from './latticeCount.ts';
import { type IndexRange, clipRange } from './taps.ts';

/**
 * One axis of a window that slides over an image, as in `torch.nn.functional.unfold` and `fold`. Tap k of block b (the
 * window's b-th position) covers image index b·stride − padding + k·dilation.
 */
export interface WindowAxis {
  readonly imageSize: number;
  readonly blocks: number;
  readonly kernelSize: number;
  readonly stride: number;
  readonly padding: number;
  readonly dilation: number;
}

/**
 * Describes a window on an image. `blocks` is the number of positions at which the window fits into the padded image;
 * it is < 1 if the window does not fit at all.
 */
export function windowAxisOf(
  imageSize: number,
  kernelSize: number,
  stride: number,
  padding: number,
  dilation: number,
): WindowAxis {
  const freeSize = imageSize + 2 * padding - dilation * (kernelSize - 1) - 1;
  const blocks = Math.floor(freeSize / stride) + 1;
  return { imageSize, blocks, kernelSize, stride, padding, dilation };
}

/** Returns the window that unfolds x̂: stride 1, one block per output element. */
export function unfoldAxis(axis: AxisGeometry): WindowAxis {
  const { paddedSize, outputSize, kernelSize, dilation } = axis;
  return { imageSize: paddedSize, blocks: outputSize, kernelSize, stride: 1, padding: 0, dilation };
}

/**
 * Returns the window that folds the columns into the output: one block per input element. An output padding of at least
 * the stride leaves room for more blocks; they are not counted, because they have no input element.
 */
export function foldAxis(axis: AxisGeometry): WindowAxis {
  const { outputSize, inputSize, kernelSize, stride, padding, dilation } = axis;
  return { imageSize: outputSize, blocks: inputSize, kernelSize, stride, padding, dilation };
}

/** Returns the image index that tap `k` of block `b` covers. Outside the image, the tap covers padding. */
export function windowIndex(axis: WindowAxis, b: number, k: number): number {
  return b * axis.stride - axis.padding + k * axis.dilation;
}

/** Returns the blocks whose tap `k` lies inside the image. */
export function windowBlocks(axis: WindowAxis, k: number): IndexRange {
  const first = -windowIndex(axis, 0, k);
  return clipRange(
    Math.ceil(first / axis.stride),
    Math.floor((first + axis.imageSize - 1) / axis.stride) + 1,
    axis.blocks,
  );
}

/**
 * Counts the (input, tap) pairs along this axis that land inside the output, in a time that does not grow with the
 * kernel.
 */
export function landingCount({ inputSize, kernelSize, stride, dilation, padding, outputSize }: AxisGeometry): number {
  // A pair lands on i·stride + k·dilation − padding.
  const upTo = (output: number): number => latticeCount(inputSize, stride, kernelSize, dilation, output + padding);
  return upTo(outputSize - 1) - upTo(-1);
}
