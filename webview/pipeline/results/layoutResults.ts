import { cellWithin, crisp } from '../../viewer/place.ts';

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
const smallestHistogram = 132;
const smallestSlot = 184;
const gap = 20;
const mapHeight = 208;

/** Lays out the results of a `rows` × `columns` output in `width` CSS pixels. */
export function layoutResults(rows: number, columns: number, width: number): ResultsLayout {
  if (width >= 3 * (smallestSlot + gap) + smallestHistogram + gap + statistics) {
    const largest = Math.max(smallestSlot, (width - 4 * gap - statistics - smallestHistogram) / 3);
    const cell = cellFor(rows, columns, Math.floor(Math.min(largest, 260)));
    const slot = Math.max(smallestSlot, Math.ceil(columns * cell - 1e-6));
    const histogram = width - 3 * (slot + gap) - statistics - gap;
    return {
      cell,
      slot,
      gap,
      form: 'row',
      histogram: {
        width: Math.max(smallestHistogram, histogram),
        height: Math.max(160, rows * cell),
      },
    };
  }
  if (width >= 560) {
    const slot = Math.floor((width - 2 * gap) / 3);
    const cell = cellFor(rows, columns, slot);
    return {
      cell,
      slot,
      gap,
      form: 'two-rows',
      histogram: { width: Math.min(300, Math.floor(width * 0.44)), height: 150 },
    };
  }
  const cell = cellFor(rows, columns, width);
  return { cell, slot: width, gap, form: 'column', histogram: { width, height: 150 } };
}

/** Returns the size of square cells with which the map fits into its column and the row's height. */
function cellFor(rows: number, columns: number, slot: number): number {
  return crisp(Math.min(cellWithin(slot, columns), cellWithin(mapHeight, rows)));
}
