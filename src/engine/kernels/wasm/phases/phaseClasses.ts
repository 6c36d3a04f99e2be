import type { AxisGeometry } from '../../../geometry/geometry.ts';
import { phaseSize, phaseTaps } from '../../../geometry/phases.ts';

/**
 * The stride phases of one axis that read the same inputs: in each of them, output number j reads the inputs j + shift,
 * with the same shifts. Their kernels can therefore be rows of one matrix.
 */
export interface PhaseClass {
  /** Number of outputs in each of the phases. */
  readonly size: number;
  /**
   * The shifts, in ascending order, which is also that of the rotated taps. Leaves out shifts through which no output
   * reads an input.
   */
  readonly shifts: readonly number[];
  readonly phases: readonly ClassPhase[];
}

interface ClassPhase {
  readonly phase: number;
  /** The rotated tap of each shift. */
  readonly taps: readonly number[];
}

/** Groups the phases of an axis by the inputs that they read. Leaves out phases without outputs. */
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

/** Returns how many zeros the outputs of the classes read before the first and after the last input of the axis. */
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
