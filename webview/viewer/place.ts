import type { PaneBox } from './frame.ts';

/** Rows and columns of what is drawn, how wide its header is, and how many lines stand below it. */
export interface Size {
  readonly rows: number;
  readonly columns: number;
  readonly header: number;
  readonly footer: number;
  /** A kernel among images: it has a few cells and is not drawn at their scale. */
  readonly kernel?: boolean;
}

/** A picture's place in the figure, from the figure's corner, in CSS pixels. */
export interface PanePlace extends PaneBox {
  readonly x: number;
  readonly y: number;
  /** Where its header line begins, and how long it may be. */
  readonly header: { readonly x: number; readonly y: number; readonly width: number };
}

/** An arrow, by its middle. */
export interface Arrow {
  readonly x: number;
  readonly y: number;
  readonly direction: 'right' | 'down';
}

export const metrics = {
  /** A pane's header line. */
  header: 24,
  /** The tick row between a matrix's header and the matrix. */
  ticks: 16,
  /** A caption or a colour bar below a picture. */
  line: 16,
  arrow: 28,
  /** Room left of a matrix for its row ticks and its bracket. */
  gutter: 52,
  /** Cells with a number in them. */
  cell: 26,
} as const;

/** Whole pixels where cells are large enough to be told apart, so that they are all alike. */
export function crisp(cell: number): number {
  return cell >= 1.5 ? Math.floor(cell) : cell;
}

/** The largest cell, up to a numbered one, with which `count` of them take at most `room`. */
export function cellWithin(room: number, count: number, largest: number = metrics.cell): number {
  return Math.min(largest, Math.max(room, 1) / Math.max(1, count));
}

/** A picture of square cells at a place; its header may be wider than it is. */
export function placeImage(size: Size, cell: number, x: number, y: number, top: number): PanePlace {
  const width = size.columns * cell;
  return {
    x,
    y: y + metrics.header + top,
    width,
    height: size.rows * cell,
    cellWidth: cell,
    cellHeight: cell,
    header: { x, y, width: Math.max(width, size.header) },
  };
}

export const bottomOf = (place: PanePlace): number => place.y + place.height;

/** Where images with their captions end; `least` where there are none. */
export function underRow(places: readonly PanePlace[], sizes: readonly Size[], least: number): number {
  const ends = places.map((place, i) => bottomOf(place) + (sizes[i]?.footer ?? 0) * metrics.line);
  return Math.max(least, ...ends);
}

/** Images in a row with arrows between them, and where the row ends; all with one cell, or each with its own. */
export function placeRow(
  sizes: readonly Size[],
  cell: number | readonly number[],
  x: number,
  y: number,
  top: number,
  gap: number = metrics.arrow,
): {
  readonly places: readonly PanePlace[];
  readonly arrows: readonly Arrow[];
  readonly right: number;
} {
  const places: PanePlace[] = [];
  const arrows: Arrow[] = [];
  let at = x;
  for (const [i, size] of sizes.entries()) {
    if (i > 0) {
      arrows.push({ x: at + gap / 2, y: y + metrics.header / 2, direction: 'right' });
      at += gap;
    }
    const own = typeof cell === 'number' ? cell : (cell[i] ?? metrics.cell);
    const place = placeImage(size, own, at, y, top);
    places.push(place);
    at = place.header.x + place.header.width;
  }
  return { places, arrows, right: at };
}

/** As {@link placeRow}; headers wider than pictures can push a row beyond `width`: then the cells shrink. */
export function fitRow(
  sizes: readonly Size[],
  cells: readonly number[],
  y: number,
  width: number,
  gap: number = metrics.arrow,
): ReturnType<typeof placeRow> {
  const row = placeRow(sizes, cells, 0, y, 0, gap);
  const largest = Math.max(...cells);
  if (row.right <= width || !(largest > smallestCell)) return row;
  const smaller = cells.map((cell) => (cell === largest ? crisp(cell * 0.9) : cell));
  return fitRow(sizes, smaller, y, width, gap);
}

/** A picture of smaller cells is of no use: better a row that is too long. */
const smallestCell = 1;

/** A kernel's cell: numbers in it up to 4 × 4, and never taller than that. */
export function kernelCell(sizes: readonly Size[]): number {
  return Math.min(metrics.cell, ...sizes.map((size) => cellOfRow([size], 104, 104)));
}

/** Cells of images in a row: one for all of them, kernels aside. */
export function imageCells(sizes: readonly Size[], width: number, height: number): readonly number[] {
  const images = sizes.filter(({ kernel }) => kernel !== true);
  const kernels = sizes.length - images.length;
  const room = width - kernels * (104 + metrics.arrow);
  const common = cellOfRow(images, room, height);
  return sizes.map((size) => (size.kernel === true ? kernelCell([size]) : common));
}

/** Room that images in a row take beside their cells: arrows, and headers wider than pictures are left out. */
export function cellOfRow(sizes: readonly Size[], width: number, height: number, largest?: number): number {
  const columns = sizes.reduce((sum, size) => sum + size.columns, 0);
  const rows = Math.max(1, ...sizes.map((size) => size.rows));
  const across = width - metrics.arrow * Math.max(0, sizes.length - 1);
  return crisp(Math.min(cellWithin(across, columns, largest), cellWithin(height, rows, largest)));
}
