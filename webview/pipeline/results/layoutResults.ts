import { cellWithin, crisp, numberedCell } from '../../viewer/place.ts';

/** The layout of the results: three maps, the histogram and the statistics. */
export interface ResultsLayout {
  readonly cell: number;
  /** Width of a map's column. */
  readonly slot: number;
  readonly gap: number;
  /** All in one row, the maps above the rest, or all in one column. */
  readonly form: 'row' | 'two-rows' | 'column';
  readonly histogram: { readonly width: number; readonly height: number };
}

const statistics = 280;
const smallestHistogram = 108;
const smallestSlot = 184;
const gap = 16;
const mapHeight = 208;
/** Height of the section without the maps: its padding, a map's header and its colour bar. */
const around = 68;
/** Height of the histogram with its title and the gap above it, and of the statistics beside it. */
const lowerRow = { histogram: 182, statistics: 250 } as const;

/**
 * Lays out the results of a `rows` × `columns` output in `width` CSS pixels. The maps grow if there are more than the
 * usual `room` CSS pixels, so that nothing has to scroll; first of all, they get room for numbers in their cells.
 */
export function layoutResults(rows: number, columns: number, width: number, room = 0): ResultsLayout {
  if (width < 560) {
    const cell = cellFor(rows, columns, width, mapHeight);
    return { cell, slot: width, gap, form: 'column', histogram: { width, height: 150 } };
  }
  const across = layoutRow(rows, columns, width, room);
  if (across !== null && across.cell >= numberedCell.width) return across;
  const above = layoutRows(rows, columns, width, room);
  if (across === null) return above;
  // All in one row is lower; two rows leave the maps more width.
  const isHigher = rows * above.cell + around + lowerRow.statistics > room;
  return isHigher || above.cell < numberedCell.width ? across : above;
}

/** Places maps, histogram and statistics in one row; null if they are too narrow. */
function layoutRow(rows: number, columns: number, width: number, room: number): ResultsLayout | null {
  if (width < 3 * (smallestSlot + gap) + smallestHistogram + gap + statistics) return null;
  const largest = Math.max(smallestSlot, (width - 4 * gap - statistics - smallestHistogram) / 3);
  const height = Math.max(mapHeight, room - around);
  const cell = cellFor(rows, columns, Math.floor(Math.min(largest, Math.max(260, height))), height);
  const slot = Math.max(smallestSlot, Math.ceil(columns * cell - 1e-6));
  const histogram = width - 3 * (slot + gap) - statistics - gap;
  return {
    cell,
    slot,
    gap,
    form: 'row',
    histogram: {
      width: Math.max(smallestHistogram, histogram),
      height: Math.max(160, Math.min(rows * cell, tallestHistogram)),
    },
  };
}

/** A histogram does not gain from more height. */
const tallestHistogram = 260;

/** Places the maps in one row, the histogram and the statistics below them. */
function layoutRows(rows: number, columns: number, width: number, room: number): ResultsLayout {
  const slot = Math.floor((width - 2 * gap) / 3);
  const height = Math.max(mapHeight, room - around - lowerRow.statistics);
  const cell = cellFor(rows, columns, slot, height);
  const histogram = { width: Math.min(300, Math.floor(width * 0.44)), height: lowerRow.histogram - 32 };
  return { cell, slot, gap, form: 'two-rows', histogram };
}

/** Returns the size of square cells with which the map fits into its column and a height. */
function cellFor(rows: number, columns: number, slot: number, height: number): number {
  return crisp(Math.min(cellWithin(slot, columns), cellWithin(height, rows)));
}
