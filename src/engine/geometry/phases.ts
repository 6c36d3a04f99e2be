import { countCongruent } from './congruence.ts';
import { type AxisGeometry } from './geometry.ts';
import { scatterIndex, rotateTap } from './indices.ts';
import { type IndexRange, clipRange } from './taps.ts';

/**
 * A rotated tap that reaches a stride phase. The phase's output number j is o = phase + j·stride and reads input j +
 * `shift` through this tap. Only the j in `outputs` read an input that exists.
 */
export interface PhaseTap {
  readonly a: number;
  readonly shift: number;
  readonly outputs: IndexRange;
}

/** Returns the stride phase of output `o`: all outputs of one phase are reached by the same taps. */
export function phaseOf(axis: AxisGeometry, o: number): number {
  return o % axis.stride;
}

/** Returns the number of outputs in a phase; 0 if the phase is not smaller than the output. */
export function phaseSize(axis: AxisGeometry, phase: number): number {
  return Math.max(0, Math.ceil((axis.outputSize - phase) / axis.stride));
}

/** Returns the stride phase of the outputs that stored tap `k` reaches. */
export function phaseOfTap(axis: AxisGeometry, k: number): number {
  return ((scatterIndex(axis, 0, k) % axis.stride) + axis.stride) % axis.stride;
}

/** Counts the stored taps that reach a stride phase. The time does not grow with the kernel. */
export function phaseTapCount(axis: AxisGeometry, phase: number): number {
  return countCongruent(axis.dilation, phase - scatterIndex(axis, 0, 0), axis.stride, 0, axis.kernelSize - 1);
}

/** Returns the phases of an axis that some tap reaches, ascending. Each of them has outputs. */
export function reachedPhases(axis: AxisGeometry): readonly number[] {
  const phases = new Set<number>();
  for (let k = 0; k < axis.kernelSize; k++) {
    const phase = phaseOfTap(axis, k);
    if (phase < axis.outputSize) phases.add(phase);
  }
  return [...phases].sort((a, b) => a - b);
}

/** Returns the rotated taps that reach a phase, ascending; empty if dilation and stride skip the phase. */
export function phaseTaps(axis: AxisGeometry, phase: number): readonly PhaseTap[] {
  const taps: PhaseTap[] = [];
  const size = phaseSize(axis, phase);
  for (let a = 0; a < axis.kernelSize; a++) {
    const shift = (phase - scatterIndex(axis, 0, rotateTap(axis, a))) / axis.stride;
    if (!Number.isInteger(shift)) continue;
    taps.push({ a, shift, outputs: clipRange(-shift, axis.inputSize - shift, size) });
  }
  return taps;
}
