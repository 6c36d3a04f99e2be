import type { Call } from '../core/call.ts';
import type { AxisGeometry, Geometry } from '../geometry/geometry.ts';
import { interiorOf } from '../geometry/taps.ts';
import { phaseOfTap } from '../geometry/phases.ts';
import { firstInputChannel, flatIndexOf, weightPlane } from '../geometry/planeOffsets.ts';
import { progressOf } from '../core/progress.ts';
import type { Steps } from '../core/steps.ts';

/** The mean of an output channel's pattern, and its amplitude relative to this mean. */
export interface PatternLevel {
  readonly mean: number;
  /** amplitude / |mean|; null if the mean is 0. */
  readonly relative: number | null;
}

/**
 * The response of an output channel to an input of ones, away from the borders. It is a pattern that repeats with the
 * stride.
 */
export interface ChannelResponse {
  /** The smallest value of the pattern, without the bias; `max` is the largest. */
  readonly min: number;
  readonly max: number;
  /** Half of max − min; the bias does not change it. 0 means no checkerboard. */
  readonly amplitude: number;
  readonly withoutBias: PatternLevel;
  /**
   * The pattern's mean, and its amplitude relative to this mean, with the bias added. Equal to `withoutBias` if the
   * call has no bias.
   */
  readonly withBias: PatternLevel;
}

/**
 * Computes the response of each output channel, (Cout), to an input of ones, without running the call. In the interior
 * (see `interiorOf` in geometry/taps.ts), an output element of stride phases (φy, φx) is a sum of weights: those whose
 * taps reach these phases, over the input channels of the group, added in float64. If no tap reaches a phase, the
 * element is 0. A non-finite weight gives non-finite results. Returns null if an axis has no interior, because then no
 * output shows the undisturbed pattern.
 */
export function* responseOf(
  call: Pick<Call, 'weight' | 'bias'>,
  geometry: Geometry,
): Steps<readonly ChannelResponse[] | null> {
  const { cout, cinPerGroup, coutPerGroup, taps, h, w } = geometry;
  if (interiorOf(h) === null || interiorOf(w) === null) return null;
  const phases = tapPhases(h, w);
  const progress = progressOf('Response to ones', cout * cinPerGroup * taps);
  const responses: ChannelResponse[] = [];
  for (let c = 0; c < cout; c++) {
    const sums = new Float64Array(phases.count);
    const first = firstInputChannel(geometry, c);
    for (let ci = first; ci < first + cinPerGroup; ci++) {
      const kernel = weightPlane(geometry, ci, c % coutPerGroup);
      for (let tap = 0; tap < taps; tap++) {
        const at = phases.ofTap[tap] as number;
        sums[at] = (sums[at] as number) + (call.weight.data[kernel + tap] as number);
      }
      const step = progress.advance(taps);
      if (step !== null) yield step;
    }
    const bias = call.bias === null ? 0 : (call.bias.data[c] as number);
    responses.push(responseFrom(sums, h.stride * w.stride, bias));
  }
  return responses;
}

/**
 * Numbers the pairs of stride phases (down, across) that taps reach, from 0. `ofTap` has the number of the pair that
 * each tap of a kernel reaches.
 */
interface TapPhases {
  readonly count: number;
  readonly ofTap: Uint32Array;
}

function tapPhases(h: AxisGeometry, w: AxisGeometry): TapPhases {
  const numbers = new Map<string, number>();
  const ofTap = new Uint32Array(h.kernelSize * w.kernelSize);
  for (let ky = 0; ky < h.kernelSize; ky++) {
    for (let kx = 0; kx < w.kernelSize; kx++) {
      const key = `${phaseOfTap(h, ky)} ${phaseOfTap(w, kx)}`;
      const number = numbers.get(key) ?? numbers.size;
      numbers.set(key, number);
      ofTap[flatIndexOf(w.kernelSize, ky, kx)] = number;
    }
  }
  return { count: numbers.size, ofTap };
}

/** Summarizes a pattern of `period` elements, which are the given sums and, for phases that no tap reaches, zeros. */
function responseFrom(sums: Float64Array, period: number, bias: number): ChannelResponse {
  let [min, max] = period > sums.length ? [0, 0] : [Infinity, -Infinity];
  let total = 0;
  for (const sum of sums) {
    min = Math.min(min, sum);
    max = Math.max(max, sum);
    total += sum;
  }
  const amplitude = (max - min) / 2;
  const level = (mean: number): PatternLevel => ({
    mean,
    relative: mean === 0 ? null : amplitude / Math.abs(mean),
  });
  const mean = total / period;
  return { min, max, amplitude, withoutBias: level(mean), withBias: level(mean + bias) };
}
