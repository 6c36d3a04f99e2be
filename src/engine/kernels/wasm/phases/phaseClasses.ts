import type { AxisGeometry } from '../../../geometry/geometry.ts';
import { phaseSize, phaseTaps } from '../../../geometry/phases.ts';

/**
 * Stride phases of one axis that read the same inputs: for output number j of each of them, input
 * j + shift for the same shifts. Their kernels are rows of one matrix.
 */
export interface PhaseClass {
  /** Outputs in each of the phases. */
  readonly size: number;
  /** Ascending, as the rotated taps are. Those that reach no input of any output are left out. */
  readonly shifts: readonly number[];
  readonly phases: readonly ClassPhase[];
}

interface ClassPhase {
  readonly phase: number;
  /** For each shift the rotated tap. */
  readonly taps: readonly number[];
}

/** The phases of an axis by what they read; none without output. */
export function phaseClasses(axis: AxisGeometry): readonly PhaseClass[] {
  const classes = new Map<string, Omit<PhaseClass, 'phases'> & { phases: ClassPhase[] }>();
  for (let phase = 0; phase < Math.min(axis.stride, axis.outputSize); phase++) {
    const size = phaseSize(axis, phase);
    const reaching = phaseTaps(axis, phase).filter(({ outputs }) => outputs.from < outputs.to);
    const shifts = reaching.map(({ shift }) => shift);
    const key = [size, ...shifts].join(' ');
    const found = classes.get(key) ?? { size, shifts, phases: [] };
    found.phases.push({ phase, taps: reaching.map(({ a }) => a) });
    classes.set(key, found);
  }
  return [...classes.values()];
}

/** Zeros that the classes read in front of an axis and behind it. */
export function reachBeyond(
  axis: AxisGeometry,
  classes: readonly PhaseClass[],
): { readonly before: number; readonly after: number } {
  let [before, after] = [0, 0];
  for (const { size, shifts } of classes) {
    for (const shift of shifts) {
      before = Math.max(before, -shift);
      after = Math.max(after, size + shift - axis.inputSize);
    }
  }
  return { before, after };
}
