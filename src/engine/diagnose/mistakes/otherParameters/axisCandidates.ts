import { type AxisGeometry, axisGeometryOf } from '../../../geometry/geometry.ts';
import { scatterIndex } from '../../../geometry/indices.ts';

/** Numbers of one axis that may have been used in place of the call's. */
export interface AxisCandidate {
  readonly stride: number;
  readonly dilation: number;
  /** The parameters of a call that gives this axis; if there is none, the output was cut or filled to its size. */
  readonly legal: { readonly padding: number; readonly paddingEnd: number; readonly outputPadding: number } | null;
  /** Rows cut off in front of the uncropped output; filled if negative. */
  readonly start: number;
  /** Number of parameters that differ from the call's, a cut or filling counted as 1.5; fewer come first. */
  readonly changes: number;
  /** How far these parameters are from the call's, summed; decides between equally many changes. */
  readonly distance: number;
}

/** How far a stride or dilation may exceed the call's numbers, and the largest ones that are tried beyond its own. */
const beyond = 2;
const mostStride = 8;
const mostDilation = 6;
/** The most rows that are cut off or filled beyond the reach of the kernel. */
const mostOutside = 2;

/**
 * Lists the numbers of an axis that may have made an output of `size`: those of legal calls, and others whose output was
 * cut or filled to that size. `given` is the call's axis, `other` its other axis.
 */
export function axisCandidates(given: AxisGeometry, other: AxisGeometry, size: number): readonly AxisCandidate[] {
  const found: AxisCandidate[] = [];
  const { inputSize, kernelSize } = given;
  const strides = Math.max(given.stride, Math.min(mostStride, Math.max(given.stride, other.stride, 2) + beyond));
  const dilations = Math.max(
    given.dilation,
    Math.min(mostDilation, Math.max(given.dilation, other.dilation, given.stride) + beyond),
  );
  for (let stride = 1; stride <= strides; stride++) {
    for (let dilation = 1; dilation <= dilations; dilation++) {
      // One tap has no distance, and one element no stride.
      if (kernelSize === 1 && dilation !== given.dilation) continue;
      if (inputSize === 1 && stride !== given.stride) continue;
      const { outputSize: full } = axisGeometryOf(inputSize, kernelSize, stride, 0, 0, dilation);
      const changedSteps = Number(stride !== given.stride) + Number(dilation !== given.dilation);
      const steps = Math.abs(stride - given.stride) + Math.abs(dilation - given.dilation);
      const reach = Math.max(dilation * (kernelSize - 1), given.padding) + mostOutside;
      for (let start = -mostOutside; start <= Math.min(reach, full - 1); start++) {
        const legal = legalCrop(given, { stride, dilation, start, end: full - start - size });
        const moved = Math.abs(start - given.padding);
        // A cut or filling takes the place of a crop's changes, and counts more than one of them.
        const crop =
          legal === null ? { changes: 1.5 + Number(moved > 0), distance: moved } : changesOfCrop(given, legal);
        const [changes, distance] = [changedSteps + crop.changes, steps + crop.distance];
        found.push({ stride, dilation, legal, start, changes, distance });
      }
    }
  }
  return found;
}

/** Returns the padding and output_padding of a legal call that cuts so much off, near the given ones; null for none. */
function legalCrop(
  given: AxisGeometry,
  {
    stride,
    dilation,
    start,
    end,
  }: { readonly stride: number; readonly dilation: number; readonly start: number; readonly end: number },
): AxisCandidate['legal'] {
  if (start < 0) return null;
  const isEven = given.padding === given.paddingEnd;
  // PyTorch cuts the same off both ends, and output_padding adds at the end.
  const outputPadding = start - end;
  const most = Math.max(stride, dilation);
  if (isEven && outputPadding >= 0 && outputPadding < most) return { padding: start, paddingEnd: start, outputPadding };
  if (isEven) return null;
  if (end + given.outputPadding >= 0)
    return { padding: start, paddingEnd: end + given.outputPadding, outputPadding: given.outputPadding };
  return -end < most ? { padding: start, paddingEnd: 0, outputPadding: -end } : null;
}

function changesOfCrop(
  given: AxisGeometry,
  legal: NonNullable<AxisCandidate['legal']>,
): { changes: number; distance: number } {
  const isEven = legal.padding === legal.paddingEnd;
  const padding = Math.abs(legal.padding - given.padding);
  const paddingEnd = isEven ? 0 : Math.abs(legal.paddingEnd - given.paddingEnd);
  const outputPadding = Math.abs(legal.outputPadding - given.outputPadding);
  return {
    changes: [padding, paddingEnd, outputPadding].filter((by) => by > 0).length,
    distance: padding + paddingEnd + outputPadding,
  };
}

/** The pairs of input indices and taps that meet in an element, alternating; empty if none do. */
export type Landings = readonly number[];

/** Returns the {@link Landings} on output index `o` of an axis with the numbers of a candidate. */
export function landingsAt(
  { inputSize, kernelSize }: AxisGeometry,
  { stride, dilation, start }: AxisCandidate,
  o: number,
): Landings {
  const axis = axisGeometryOf(inputSize, kernelSize, stride, 0, 0, dilation);
  const found: number[] = [];
  for (let k = 0; k < kernelSize; k++) {
    // The input index whose product with this tap lands on o + start, if there is one.
    const i = (o + start - k * dilation) / stride;
    if (Number.isInteger(i) && i >= 0 && i < inputSize && scatterIndex(axis, i, k) === o + start) found.push(i, k);
  }
  return found;
}
