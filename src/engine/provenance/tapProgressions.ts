import { phaseOf, phaseSize } from '../geometry/phases.ts';
import type { AxisGeometry } from '../geometry/geometry.ts';
import { clipProgression } from './progression.ts';
import type { Progression } from './progression.ts';

/** Returns the output indices of this phase, ascending. */
export function outputsOfPhase(axis: AxisGeometry, phase: number): Progression {
  return { first: phase, step: axis.stride, count: phaseSize(axis, phase) };
}

/** Returns the number of output index `o`, from 0, among the outputs of its phase. */
export function placeInPhase(axis: AxisGeometry, o: number): number {
  return Math.floor(o / axis.stride);
}

/**
 * Returns the stored taps that reach a stride phase, ascending: the k with k·dilation ≡ phase + padding (mod stride).
 * Takes O(stride) at worst, to find the first.
 */
export function tapsOfPhase(axis: AxisGeometry, phase: number): Progression {
  const { stride, padding, dilation, kernelSize } = axis;
  const step = stride / greatestCommonDivisor(stride, dilation);
  for (let k = 0; k < Math.min(step, kernelSize); k += 1) {
    if ((phase + padding - k * dilation) % stride === 0) {
      return { first: k, step, count: Math.floor((kernelSize - 1 - k) / step) + 1 };
    }
  }
  return { first: 0, step, count: 0 };
}

/** Returns the stored taps through which output index `o` reads an input element, ascending. */
export function tapsReaching(axis: AxisGeometry, o: number): Progression {
  const { inputSize, stride, padding, dilation } = axis;
  const phaseTaps = tapsOfPhase(axis, phaseOf(axis, o));
  // The input index i = (o + padding − k·dilation) / stride must be 0 … inputSize − 1, which limits k on both sides.
  const highest = Math.floor((o + padding) / dilation);
  const lowest = Math.ceil((o + padding - (inputSize - 1) * stride) / dilation);
  const shifted = clipProgression({ ...phaseTaps, first: phaseTaps.first - lowest }, highest - lowest + 1);
  return { ...shifted, first: shifted.first + lowest };
}

/** Returns the tap at position `place` in the order of rotated taps, which begins with the last stored tap. */
export function tapAtPlace(taps: Progression, place: number): number {
  return taps.first + (taps.count - 1 - place) * taps.step;
}

/** Returns the position of stored tap `k` in the order of {@link tapAtPlace}; null if `k` is not among the taps. */
export function placeOfTap(taps: Progression, k: number): number | null {
  const place = taps.count - 1 - (k - taps.first) / taps.step;
  return Number.isInteger(place) && place >= 0 && place < taps.count ? place : null;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
