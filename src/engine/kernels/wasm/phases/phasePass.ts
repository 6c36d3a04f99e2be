import type { Geometry } from '../../../geometry/geometry.ts';
import type { PaddedLayout } from './paddedLayout.ts';
import type { PhaseClass } from './phaseClasses.ts';

/** How results are stored: assembly/store.ts. */
const Store = { lanes: 0, row: 1, pairs: 2, runs: 3 } as const;

/** The most vectors that may be cut instead of one so that three of them are adjacent. */
const longestDetour = 1.05;

/**
 * The phases of one class per axis as one matrix product: rows are (output channel, phase down,
 * phase across), columns (input channel, tap) in the order of summation. All in elements.
 */
export interface PhasePass {
  readonly rows: number;
  readonly taps: number;
  /** (input channel, tap): Cin/groups · taps. */
  readonly k: number;
  readonly store: number;
  /** Positions are cut straight through the gaps of the padded input, not row by row. */
  readonly flat: boolean;
  readonly down: PhaseClass;
  readonly across: PhaseClass;
  /** Vectors in a tile: 4, or 3 adjacent ones times three rows (assembly/micro.ts). */
  readonly tile: 3 | 4;
  readonly tiles: number;
}

/** The pass of two classes where a vector has `lanes` lanes. */
export function phasePassOf(
  geometry: Geometry,
  { pitch }: PaddedLayout,
  [down, across]: readonly [PhaseClass, PhaseClass],
  lanes: number,
): PhasePass {
  const taps = down.shifts.length * across.shifts.length;
  const byRow = down.size * Math.ceil(across.size / lanes);
  const through = Math.ceil(((down.size - 1) * pitch + across.size) / lanes);
  const rows = geometry.coutPerGroup * down.phases.length * across.phases.length;
  const tile = rows === 3 && through <= longestDetour * byRow ? 3 : 4;
  const flat = tile === 3 || through < byRow;
  return {
    rows,
    taps,
    k: geometry.cinPerGroup * taps,
    store: storeOf(across, geometry.w.stride, lanes),
    flat,
    down,
    across,
    tile,
    tiles: Math.ceil((flat ? through : byRow) / tile),
  };
}

function storeOf({ phases }: PhaseClass, stride: number, lanes: number): number {
  if (stride === 1) return Store.row;
  const adjacent = phases.every(({ phase }, i) => i % lanes === 0 || phases[i - 1]?.phase === phase - 1);
  if (phases.length % lanes === 0 && adjacent) return Store.runs;
  return stride === 2 && phases.length === 2 ? Store.pairs : Store.lanes;
}
