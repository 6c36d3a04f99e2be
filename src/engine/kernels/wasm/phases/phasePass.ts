import type { Geometry } from '../../../geometry/geometry.ts';
import type { PaddedLayout } from './paddedLayout.ts';
import type { PhaseClass } from './phaseClasses.ts';

/** The ways to store results, see assembly/phases/store.ts. */
const Store = { lanes: 0, row: 1, pairs: 2, runs: 3 } as const;

/** The largest increase in the number of vectors that is acceptable for making three of them adjacent. */
const longestDetour = 1.05;

/**
 * The phases of one class per axis as one matrix product. Rows are (output channel, phase down, phase across); columns
 * are (input channel, tap) in the order of summation. All sizes in elements.
 */
export interface PhasePass {
  readonly rows: number;
  readonly taps: number;
  /** Number of columns (input channel, tap): Cin/groups · taps. */
  readonly k: number;
  readonly store: number;
  /** True if positions are cut straight through the gaps of the padded input, not row by row. */
  readonly flat: boolean;
  readonly down: PhaseClass;
  readonly across: PhaseClass;
  /** Vectors in a tile: 4, or 3 adjacent ones times three rows (assembly/phases/micro.ts). */
  readonly tile: 3 | 4;
  readonly tiles: number;
}

/** Returns the pass of two classes for vectors of `lanes` lanes. */
export function phasePassOf(
  geometry: Geometry,
  { pitch }: PaddedLayout,
  [down, across]: readonly [PhaseClass, PhaseClass],
  lanes: number,
): PhasePass {
  const taps = down.shifts.length * across.shifts.length;
  const byRow = down.size * Math.ceil(across.size / lanes);
  const throughGaps = Math.ceil(((down.size - 1) * pitch + across.size) / lanes);
  const rows = geometry.coutPerGroup * down.phases.length * across.phases.length;
  const tile = rows === 3 && throughGaps <= longestDetour * byRow ? 3 : 4;
  const flat = tile === 3 || throughGaps < byRow;
  return {
    rows,
    taps,
    k: geometry.cinPerGroup * taps,
    store: storeOf(across, geometry.w.stride, lanes),
    flat,
    down,
    across,
    tile,
    tiles: Math.ceil((flat ? throughGaps : byRow) / tile),
  };
}

function storeOf({ phases }: PhaseClass, stride: number, lanes: number): number {
  if (stride === 1) return Store.row;
  const adjacent = phases.every(({ phase }, i) => i % lanes === 0 || phases[i - 1]?.phase === phase - 1);
  if (phases.length % lanes === 0 && adjacent) return Store.runs;
  return stride === 2 && phases.length === 2 ? Store.pairs : Store.lanes;
}
