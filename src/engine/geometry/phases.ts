import { countCongruent } from './congruence.ts';
import { type AxisGeometry } from './geometry.ts';
import { scatterIndex, rotateTap } from './indices.ts';
import { type IndexRange, clipRange } from './taps.ts';

/**
 * A rotated tap `a` that reaches a stride phase. Output number j of the phase is o = phase + j·stride; through this tap
 * it reads input j + `shift`. Only the numbers j in `outputs` read an input that exists.
 */
export interface PhaseTap {
  readonly a: number;
  readonly shift: number;
  readonly outputs: IndexRange;
}

/** Returns the stride phase of output `o`, which is o mod stride. The same taps reach all outputs of a phase. */
export function phaseOf(axis: AxisGeometry, o: number): number {
  return o % axis.stride;
}

/** Returns the number of outputs in a phase. 0 if the output is too small to have any. */
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

/** Returns the phases of an axis that at least one tap reaches, ascending. Phases without outputs are left out. */
export function reachedPhases(axis: AxisGeometry): readonly number[] {
  const phases = new Set<number>();
  for (let k = 0; k < axis.kernelSize; k++) {
    const phase = phaseOfTap(axis, k);
    if (phase < axis.outputSize) phases.add(phase);
  }
  return [...phases].sort((a, b) => a - b);
}

/**
 * Returns the rotated taps that reach a phase, ascending. Empty if no tap does, for example because the kernel is
 * smaller than the stride, or because stride and dilation have a common factor.
 */
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
