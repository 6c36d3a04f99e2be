import type { Cell } from '../../src/engine/provenance/stage.ts';
import { type PaneFrame, rectOf } from './frame.ts';

/** A rectangle in CSS pixels from the heatmap's corner. */
export interface PaneRect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The largest size of a mini-map: in CSS pixels, and as a share of the heatmap. */
const largest = { width: 120, height: 84, across: 0.3, down: 0.36 } as const;
/** The least side of a mini-map in CSS pixels, so that a matrix of few rows can be pointed at. */
const leastSide = 8;
/** Distance from the heatmap's edges in CSS pixels. */
const inset = 4;
/** Below a heatmap lower than this a map is a strip under it, because it would cover the cells. In CSS pixels. */
const lowHeatmap = 72;
const strip = { gap: 3, height: 6 } as const;

/**
 * Returns the place of the mini-map of a heatmap: a corner in which `marked`, the cell at the cursor, is not, or a strip
 * below a low heatmap.
 */
export function miniMapPlace(frame: PaneFrame, marked: Cell | null): PaneRect {
  if (frame.height < lowHeatmap) {
    return { x: 0, y: frame.height + strip.gap, width: frame.width, height: strip.height };
  }
  const whole = { width: frame.columns * frame.cellWidth, height: frame.rows * frame.cellHeight };
  const room = {
    width: Math.min(largest.width, frame.width * largest.across),
    height: Math.min(largest.height, frame.height * largest.down),
  };
  const scale = Math.min(room.width / whole.width, room.height / whole.height);
  const width = Math.round(Math.max(leastSide, whole.width * scale));
  const height = Math.round(Math.max(leastSide, whole.height * scale));
  const right = frame.width - width - inset;
  const bottom = frame.height - height - inset;
  const corners = [
    { x: right, y: bottom },
    { x: inset, y: bottom },
    { x: right, y: inset },
  ];
  const cell = marked === null ? null : rectOf(frame, { ...marked, rows: 1, columns: 1 });
  const isFree = ({ x, y }: { readonly x: number; readonly y: number }): boolean =>
    cell === null ||
    cell.x > x + width + inset ||
    cell.x + cell.width < x - inset ||
    cell.y > y + height + inset ||
    cell.y + cell.height < y - inset;
  const corner = corners.find(isFree) ?? { x: right, y: bottom };
  return { ...corner, width, height };
}

/** Returns the part of a mini-map of this size that is visible in the pane. */
export function miniWindow(frame: PaneFrame, { width, height }: Pick<PaneRect, 'width' | 'height'>): PaneRect {
  const across = width / frame.columns;
  const down = height / frame.rows;
  return {
    x: frame.column * across,
    y: frame.row * down,
    width: (frame.width / frame.cellWidth) * across,
    height: (frame.height / frame.cellHeight) * down,
  };
}

/** Returns the first row and column with which the place (x, y) of a mini-map is in the middle of the pane. */
export function centredAt(
  frame: PaneFrame,
  { width, height }: Pick<PaneRect, 'width' | 'height'>,
  x: number,
  y: number,
): Cell {
  const start = (at: number, side: number, size: number, visible: number): number =>
    Math.max(0, Math.min((at / side) * size - visible / 2, size - visible));
  return {
    row: start(y, height, frame.rows, frame.height / frame.cellHeight),
    column: start(x, width, frame.columns, frame.width / frame.cellWidth),
  };
}
