import type { AxisGeometry } from '../../../geometry/geometry.ts';
import { phaseSize, phaseTaps } from '../../../geometry/phases.ts';

/**
 * Stride phases of one axis that read the same inputs: output number j of each of them reads input j + shift for the
 * same shifts. Their kernels are rows of one matrix.
 */
export interface PhaseClass {
  /** Number of outputs in each of the phases. */
  readonly size: number;
  /** Ascending, as the rotated taps. Shifts that reach no input from any output are omitted. */
  readonly shifts: readonly number[];
  readonly phases: readonly ClassPhase[];
}

interface ClassPhase {
  readonly phase: number;
  /** The rotated tap of each shift. */
  readonly taps: readonly number[];
}

/** Groups the phases of an axis by the inputs they read; phases without outputs are omitted. */
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

/** Returns the number of zeros that the classes read before and after the axis. */
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
