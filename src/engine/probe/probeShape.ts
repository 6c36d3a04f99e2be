import type { CallShape, Pair, Params } from '../core/call.ts';
import { axisGeometryOf } from '../geometry/geometry.ts';
import type { Shape } from '../core/tensor.ts';

/** What of a probe's shapes is given; the rest is chosen. */
export interface GivenShapes {
  readonly input: Shape | null;
  readonly weight: Shape | null;
  readonly bias: Shape | null;
  /** True if the call has a bias, given or not. */
  readonly hasBias: boolean;
  readonly params: Params;
}

/** Height and width of the kernel if no weight is given: different, so that exchanged axes show. */
const defaultKernel: Pair = [3, 2];
/** The least height and width of the input: different, for the same reason. */
const leastInput: Pair = [3, 4];

/**
 * Chooses the shapes that are not given: as small as shows every parameter. Two images; sizes that differ along the
 * axes and between input and output channels, no channel count a multiple of 2, 4 or 8, so that a dropped remainder of
 * channels shows; an input large enough for every stride phase to lie inside the output.
 */
export function probeShapeOf({ input, weight, bias, hasBias, params }: GivenShapes): CallShape {
  const { groups } = params;
  const [inPerGroup, outPerGroup] = channelsPerGroup(groups);
  const cin = weight?.[0] ?? input?.at(-3) ?? inPerGroup * groups;
  const cout = bias?.[0] ?? (weight?.[1] ?? outPerGroup) * groups;
  const kernel: Pair = [weight?.[2] ?? defaultKernel[0], weight?.[3] ?? defaultKernel[1]];
  return {
    input: input ?? [2, cin, inputSize(0, kernel, params), inputSize(1, kernel, params)],
    weight: weight ?? [cin, Math.max(1, Math.floor(cout / groups)), ...kernel],
    bias: bias ?? (hasBias ? [cout] : null),
    params,
  };
}

/** Returns the numbers of channels per group. They become smaller with many groups, so that the tensors stay small. */
function channelsPerGroup(groups: number): Pair {
  if (groups <= 3) return [5, 3];
  return groups <= 16 ? [2, 3] : [1, 2];
}

/** Returns the smallest size whose output has two of every stride phase, and an element that all taps reach. */
function inputSize(
  axis: 0 | 1,
  kernel: Pair,
  { stride, padding, outputPadding, dilation, paddingEnd }: Params,
): number {
  const [s, k, d] = [stride[axis], kernel[axis], dilation[axis]];
  const least = leastInput[axis];
  if (s < 1 || k < 1 || d < 1) return least;
  const wanted = Math.max(2 * s, d * (k - 1) + 1) + 1;
  const end = paddingEnd?.[axis] ?? padding[axis];
  const size = (count: number): number =>
    axisGeometryOf(count, k, s, padding[axis], outputPadding[axis], d, end).outputSize;
  return Math.max(least, Math.ceil((wanted - size(1)) / s) + 1);
}
