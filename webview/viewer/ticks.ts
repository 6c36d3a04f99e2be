import type { PaneFrame } from './frame.ts';

/** A mark beside a matrix; `at` counts in cells, and the middle of a cell is at its index + ½. */
export interface Tick {
  readonly at: number;
  readonly label: string;
  readonly role: 'plain' | 'element' | 'term';
}

/** Names for an axis of a matrix: its cells, and blocks of `size` cells. */
export interface AxisNames {
  /** Name of one cell, used at the cursor: l, r, c. */
  readonly cell: string;
  /** Name of a block: an output row y, an input channel c. */
  readonly block: string;
  readonly size: number;
  /** Name of the position within a block. If given, the label of a block includes it: "y2 x0". */
  readonly within?: string;
}

/** Names of a matrix's axes; null for an axis without names, as in an image. */
export interface StageAxes {
  readonly rows: AxisNames | null;
  readonly columns: AxisNames | null;
}

/** Position of the cursor along an axis. */
export interface Here {
  readonly index: number;
  readonly role: 'element' | 'term';
}

/** The visible part of an axis, counted in cells. */
interface VisibleCells {
  readonly first: number;
  readonly length: number;
  /** The size of a cell in CSS pixels. */
  readonly size: number;
}

/** The room that labels need along an axis, in CSS pixels. */
interface LabelRoom {
  /** The least distance of a block's label from the cursor's. */
  readonly gap: number;
  /** The least distance between the labels of blocks. */
  readonly pitch: number;
  /** The size from which every cell of an axis of terms has its number. */
  readonly numbered: number;
}

/** The axis whose cells are terms of a dot product. */
const termAxis = 'r';

const steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000];

/**
 * Returns the ticks along one axis: the cursor's, and round block numbers. If there is room on an axis of terms, every cell
 * has its number instead.
 */
export function ticksOf(
  names: AxisNames,
  { first, length, size: cell }: VisibleCells,
  here: Here | null,
  { gap, pitch, numbered }: LabelRoom,
): readonly Tick[] {
  const end = first + length;
  const own: Tick[] = [];
  const clear = (at: number): boolean => here === null || Math.abs(at - (here.index + 0.5)) * cell >= gap;
  if (names.cell === termAxis && cell >= numbered) {
    for (let i = Math.ceil(first - 0.5); i < end - 0.4; i++) {
      const role = here?.index === i ? here.role : 'plain';
      own.push({ at: i + 0.5, label: String(i), role });
    }
    return own;
  }
  if (here !== null && here.index + 0.5 >= first && here.index + 0.5 <= end) {
    own.push({ at: here.index + 0.5, label: `${names.cell} ${here.index}`, role: here.role });
  }
  const step = steps.find((s) => s * names.size * cell >= pitch) ?? 100_000;
  const stride = step * names.size;
  for (let at = Math.ceil(first / stride) * stride; at < end; at += stride) {
    const block = at / names.size;
    const label =
      names.within === undefined || cell < 8 ? `${names.block} ${block}` : `${names.block}${block} ${names.within}0`;
    // In cells of 8 px or more a block's label is at the middle of its first cell, else at the edge.
    const place = cell >= 8 ? at + 0.5 : at;
    if (clear(place)) own.push({ at: place, label, role: 'plain' });
  }
  return own;
}

/**
 * Returns the visible columns at which a block begins; none if blocks are single cells or cells narrower than 14 px.
 */
export function dividersOf(names: AxisNames, frame: PaneFrame): readonly number[] {
  if (names.size <= 1 || frame.cellWidth < 14) return [];
  const result: number[] = [];
  const from = Math.ceil(frame.column / names.size) * names.size;
  for (let at = from; at < frame.column + frame.width / frame.cellWidth; at += names.size) {
    if (at > 0) result.push(at);
  }
  return result;
}
