import type { Geometry } from '../../../geometry/geometry.ts';
import type { PaddedLayout } from './paddedLayout.ts';
import type { PhaseClass } from './phaseClasses.ts';

/** The ways to store results; the same numbers as in assembly/phases/store.ts. */
const Store = { lanes: 0, row: 1, pairs: 2, runs: 3 } as const;

/** Tiles of three adjacent vectors are used if they increase the number of vectors at most by this factor. */
const longestDetour = 1.05;

/**
 * A matrix product that computes all stride phases in a class down and a class across. Rows of the kernel matrix are
 * (output channel, phase down, phase across); columns are (input channel, tap), in the order of summation. All sizes
 * are in elements.
 */
export interface PhasePass {
  readonly rows: number;
  readonly taps: number;
  /** Number of columns (input channel, tap): Cin/groups · taps. */
  readonly k: number;
  readonly store: number;
  /** True if vectors of positions continue through the gaps of the padded input, false if they are cut row by row. */
  readonly flat: boolean;
  readonly down: PhaseClass;
  readonly across: PhaseClass;
  /** Number of vectors in a tile: 4, or 3 adjacent ones if the matrix has three rows (see assembly/phases/micro.ts). */
  readonly tile: 3 | 4;
  readonly tiles: number;
}

/** Plans the pass of two classes, one down and one across, for vectors of `lanes` lanes. */
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
