import { axisGeometryOf } from '../engine/geometry/geometry.ts';
import { isOverlapEven } from '../engine/layer/overlap.ts';
import { axisSolutions, rangesAround } from '../engine/layer/solveOutputSize.ts';

/** The parameters of an axis, all known. The output padding and the padding are those of PyTorch. */
export interface AxisParameters {
  readonly kernelSize: number;
  readonly stride: number;
  readonly padding: number;
  readonly outputPadding: number;
  readonly dilation: number;
}

/** An input size at which every small layer has an output. With a fixed stride, sizes that agree here agree everywhere. */
const anyInput = 1024;

/** The largest kernel whose neighbours are searched. */
const largestKernel = 512;

/**
 * Returns, for each other kernel size up to a stride away, the nearest parameters of an axis that give the same output
 * size for every input, nearest kernel first and the larger of two that are equally near. Stride and dilation stay, and
 * every line of the output padding is reached by a tap. `accept` refuses further ones.
 */
export function reshapedKernels(
  axis: AxisParameters,
  accept: (candidate: AxisParameters) => boolean,
): readonly AxisParameters[] {
  const { kernelSize, stride, padding, outputPadding, dilation } = axis;
  if (kernelSize > largestKernel || stride > largestKernel) return [];
  const current = axisGeometryOf(anyInput, kernelSize, stride, padding, outputPadding, dilation);
  const reach = Math.max(stride, 2);
  const fixed = (value: number) => ({ min: value, max: value });
  const found: AxisParameters[] = [];
  for (let distance = 1; distance <= reach; distance++) {
    for (const kernel of [kernelSize + distance, kernelSize - distance]) {
      if (kernel < 1 || !accept({ ...axis, kernelSize: kernel, padding: 0, outputPadding: 0 })) continue;
      const ranges = {
        ...rangesAround(current, dilation * reach),
        kernelSize: fixed(kernel),
        stride: fixed(stride),
        dilation: fixed(dilation),
      };
      const search = { current, targetSize: current.outputSize, ranges, ownEnd: false };
      for (const solution of axisSolutions(search)) {
        if (solution.padding < solution.outputPadding) continue;
        found.push({
          kernelSize: kernel,
          stride,
          padding: solution.padding,
          outputPadding: solution.outputPadding,
          dilation,
        });
        break;
      }
    }
  }
  return found;
}

/** The kernels found so far: a network repeats the parameters of few layers. */
const foundKernels = new Map<string, readonly AxisParameters[]>();
const mostFound = 500;

/** Returns the nearest kernels of {@link reshapedKernels} whose overlap is even. */
export function evenKernels(axis: AxisParameters): readonly AxisParameters[] {
  const { kernelSize, stride, padding, outputPadding, dilation } = axis;
  const key = [kernelSize, stride, padding, outputPadding, dilation].join(' ');
  const known = foundKernels.get(key);
  if (known !== undefined) return known;
  const found = reshapedKernels(axis, isOverlapEven);
  if (foundKernels.size >= mostFound) foundKernels.clear();
  foundKernels.set(key, found);
  return found;
}

/** A convolution after an upsampling by the stride, with the output size of the transposed convolution. */
export interface ResizeConvolution {
  readonly kernelSize: number;
  readonly padding: number;
}

/**
 * Returns, for an axis, the convolution that keeps the output size if the input is first upsampled by the stride: s·H +
 * 2p′ − k′ + 1 equals the output size of the transposed convolution for every H. Its kernel is the nearest to the layer's,
 * the smaller of two. Null if the layer is dilated or no padding of at least 0 does.
 */
export function convolutionAfterResize({
  kernelSize,
  stride,
  padding,
  outputPadding,
  dilation,
}: AxisParameters): ResizeConvolution | null {
  if (dilation !== 1) return null;
  const surplus = kernelSize - stride - 2 * padding + outputPadding;
  for (let distance = 0; distance <= kernelSize + 1; distance++) {
    for (const kernel of [kernelSize - distance, kernelSize + distance]) {
      const twice = surplus + kernel - 1;
      if (kernel >= 1 && twice >= 0 && twice % 2 === 0) return { kernelSize: kernel, padding: twice / 2 };
    }
  }
  return null;
}
