import { type AxisGeometry } from './geometry.ts';
import { scatterIndex } from './indices.ts';
import { clipRange, type IndexRange } from './taps.ts';

/**
 * The outputs of an axis that no border of the input touches: each is reached by every tap of its stride
 * phase. Null where they do not hold one whole period of the phases.
 *
 * The outermost places at which a missing input element, −1 or `inputSize`, would land are those through
 * the last tap and through the first.
 */
export function interiorOf(axis: AxisGeometry): IndexRange | null {
  const { inputSize, kernelSize, outputSize, stride } = axis;
  const from = scatterIndex(axis, -1, kernelSize - 1) + 1;
  const range = clipRange(from, scatterIndex(axis, inputSize, 0), outputSize);
  return range.to - range.from < stride ? null : range;
}
