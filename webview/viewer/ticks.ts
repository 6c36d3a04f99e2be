import type { PaneFrame } from './frame.ts';

/** A mark beside a matrix, at a place in cells (a cell's middle is at its index + ½). */
export interface Tick {
  readonly at: number;
  readonly label: string;
  readonly role: 'plain' | 'element' | 'term';
}

/** How an axis of a matrix counts: single cells, in blocks of `block` cells. */
export interface AxisNames {
  /** What one cell is called, where the cursor is: l, r, c. */
  readonly cell: string;
  /** What a block is called: an output row y, an input channel c. */
  readonly block: string;
  readonly size: number;
  /** Adds the place within the block to a block's label: "y2 x0". */
  readonly within?: string;
}

/** Where the cursor is along an axis. */
export interface Here {
  readonly index: number;
  readonly role: 'element' | 'term';
}

const steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000];

/**
 * Ticks along one axis: the cursor's, and round block numbers that keep a distance from each other
 * and from it. With cells large enough every cell has its number (`each`) in place of the blocks.
 * CSS pixels: `gap` keeps labels clear of the cursor's, `pitch` is the least between round ones.
 */
export function ticksOf(
  names: AxisNames,
  first: number,
  length: number,
  cell: number,
  here: Here | null,
  gap: number,
  pitch: number,
  each: boolean,
): readonly Tick[] {
  const end = first + length;
  const own: Tick[] = [];
  const clear = (at: number): boolean => here === null || Math.abs(at - (here.index + 0.5)) * cell >= gap;
  if (each) {
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
    // A block's label stands at its first cell's middle where that can be told from its edge.
    const place = cell >= 8 ? at + 0.5 : at;
    if (clear(place)) own.push({ at: place, label, role: 'plain' });
  }
  return own;
}

/** Columns at which a block begins, within the frame; none where blocks are narrower than 8 px. */
export function dividersOf(names: AxisNames, frame: PaneFrame): readonly number[] {
  if (names.size <= 1 || frame.cellWidth < 14) return [];
  const result: number[] = [];
  const from = Math.ceil(frame.column / names.size) * names.size;
  for (let at = from; at < frame.column + frame.width / frame.cellWidth; at += names.size) {
    if (at > 0) result.push(at);
  }
  return result;
}
