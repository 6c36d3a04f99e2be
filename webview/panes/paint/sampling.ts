import type { Frame } from '../frame.ts';

/** Cells read for one picture at most, so that a paint's work has a bound whatever the matrix. */
export const readBudget = 1_000_000;

/** From this many CSS pixels on, cells are drawn one by one, with grid lines, hatches and glyphs. */
export const cellMode = 5;

/** Along one axis: which cells are read, and how many places of the picture they are drawn to. */
export interface AxisPlan {
  /** First and number of cells in sight (whole cells, including cut ones at the ends). */
  readonly from: number;
  readonly count: number;
  /** How many of them are read, evenly spread. */
  readonly reads: number;
  /** Places: device pixels where several cells share one (then area means), else one a read. */
  readonly places: number;
}

export interface SamplePlan {
  readonly rows: AxisPlan;
  readonly columns: AxisPlan;
  readonly sampled: boolean;
}

/**
 * What to read of the frame's cells so that at most `budget` are read. Cells are first thinned out
 * along the axis where more of them share a pixel, down to one a pixel, then on both.
 */
export function samplePlan(frame: Frame, ratio: number, budget = readBudget): SamplePlan {
  const rows = inSight(frame.row, frame.height / frame.cellHeight, frame.rows);
  const columns = inSight(frame.column, frame.width / frame.cellWidth, frame.columns);
  const pixelRows = Math.max(1, Math.round(frame.height * ratio));
  const pixelColumns = Math.max(1, Math.round(frame.width * ratio));
  let rowReads = rows.count;
  let columnReads = columns.count;
  while (rowReads * columnReads > budget && (rowReads > 1 || columnReads > 1)) {
    // One read cannot be thinned out any further.
    const denser = rowReads / pixelRows >= columnReads / pixelColumns;
    if (columnReads === 1 || (denser && rowReads > 1)) {
      rowReads = thinner(rowReads, pixelRows);
    } else {
      columnReads = thinner(columnReads, pixelColumns);
    }
  }
  return {
    rows: { ...rows, reads: rowReads, places: Math.min(rowReads, pixelRows) },
    columns: { ...columns, reads: columnReads, places: Math.min(columnReads, pixelColumns) },
    sampled: rowReads < rows.count || columnReads < columns.count,
  };
}

/** Half as many, but through one a pixel rather than past it. */
function thinner(reads: number, pixels: number): number {
  const half = Math.ceil(reads / 2);
  return reads > pixels ? Math.max(pixels, half) : half;
}

function inSight(
  first: number,
  length: number,
  size: number,
): { readonly from: number; readonly count: number } {
  const from = Math.max(0, Math.floor(first + 1e-9));
  const to = Math.min(size, Math.ceil(first + length - 1e-9));
  return { from, count: Math.max(0, to - from) };
}

/** The cell of the i-th read. */
export function cellOfRead(plan: AxisPlan, i: number): number {
  return plan.from + Math.floor(((i + 0.5) * plan.count) / plan.reads);
}

/**
 * How the picture stands for the cells, where it is not one for one: "1 px ≈ 1.4 × 2 cells,
 * area mean" (columns × rows a CSS pixel), or "…, sampled". Empty where every cell has a pixel.
 */
export function densityText(frame: Frame, budget = readBudget): string {
  const across = 1 / frame.cellWidth;
  const down = 1 / frame.cellHeight;
  if (across <= 1 && down <= 1) return '';
  const { sampled } = samplePlan(frame, 1, budget);
  const size = `${short(Math.max(1, across))} × ${short(Math.max(1, down))}`;
  return `1 px ≈ ${size} cells, ${sampled ? 'sampled' : 'area mean'}`;
}

const short = (n: number): string => String(n < 10 ? Math.round(n * 10) / 10 : Math.round(n));
