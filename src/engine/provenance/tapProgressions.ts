import { phaseOf, phaseSize } from '../geometry/phases.ts';
import type { AxisGeometry } from '../geometry/geometry.ts';
import { clipProgression } from './progression.ts';
import type { Progression } from './progression.ts';

/** Output indices of this phase, rising. */
export function outputsOfPhase(axis: AxisGeometry, phase: number): Progression {
  return { first: phase, step: axis.stride, count: phaseSize(axis, phase) };
}

/** Place of output index `o` among the outputs of its phase. */
export function placeInPhase(axis: AxisGeometry, o: number): number {
  return Math.floor(o / axis.stride);
}

/**
 * Stored taps that carry some input index to this phase, rising: the k with
 * k·dilation ≡ phase + padding (mod stride). O(stride) at worst, to find the first.
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

/** Stored taps that carry a real input element to output index `o`, rising. */
export function tapsReaching(axis: AxisGeometry, o: number): Progression {
  const { inputSize, stride, padding, dilation } = axis;
  const ofPhase = tapsOfPhase(axis, phaseOf(axis, o));
  // 0 ≤ i ≤ inputSize − 1 with i = (o + padding − k·dilation) / stride bounds k on both sides.
  const most = Math.floor((o + padding) / dilation);
  const least = Math.ceil((o + padding - (inputSize - 1) * stride) / dilation);
  const shifted = clipProgression({ ...ofPhase, first: ofPhase.first - least }, most - least + 1);
  return { ...shifted, first: shifted.first + least };
}

/** Place of rotated order: `place` counts the taps from the last stored one back. */
export function tapAtPlace(taps: Progression, place: number): number {
  return taps.first + (taps.count - 1 - place) * taps.step;
}

/** The inverse of {@link tapAtPlace}; null if tap `k` is not among the taps. */
export function placeOfTap(taps: Progression, k: number): number | null {
  const place = taps.count - 1 - (k - taps.first) / taps.step;
  return Number.isInteger(place) && place >= 0 && place < taps.count ? place : null;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
