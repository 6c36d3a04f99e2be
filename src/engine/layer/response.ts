import type { Call } from '../core/call.ts';
import type { AxisGeometry, Geometry } from '../geometry/geometry.ts';
import { interiorOf } from '../geometry/interior.ts';
import { phaseOfTap } from '../geometry/phases.ts';
import { firstInputChannel, flatIndexOf, weightPlane } from '../geometry/planeOffsets.ts';
import { progressOf } from '../core/progress.ts';
import type { Steps } from '../core/steps.ts';

/** How strongly an output channel's pattern stands out: its mean, and its amplitude relative to that. */
export interface PatternLevel {
  readonly mean: number;
  /** amplitude / |mean|; null where the mean is 0. */
  readonly relative: number | null;
}

/** What an output channel makes of an input of ones, away from the borders: a pattern with the period of the stride. */
export interface ChannelResponse {
  /** The smallest and largest value of the pattern, the bias left out. */
  readonly min: number;
  readonly max: number;
  /** Half of max − min, with and without the bias: 0 is no checkerboard. */
  readonly amplitude: number;
  readonly withoutBias: PatternLevel;
  /** The same as without where the call has no bias. */
  readonly withBias: PatternLevel;
}

/**
 * The response of each output channel, (Cout), to an input of ones; null where an axis has no interior
 * (see interior.ts): then no output shows the pattern undisturbed. Nothing is run: in the interior an
 * element of phases (φy, φx) is the sum, in float64, of the weights of its channel whose taps reach these
 * phases, over the input channels of its group; a phase that no tap reaches is 0. A weight that is not
 * finite makes numbers that are not finite.
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

/** Pairs of phases that taps reach, numbered from 0, and which of them each tap of a kernel reaches. */
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

/** The pattern of the sums that are reached and of zeros up to `period` elements. */
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
