import type { PaneBox } from './frame.ts';

/** Size of a pane: rows and columns in cells, the header's width in CSS pixels, and the number of lines below. */
export interface Size {
  readonly rows: number;
  readonly columns: number;
  readonly header: number;
  readonly footer: number;
  /** A kernel in a row of images: its few cells have a size of their own. */
  readonly kernel?: boolean;
}

/** Position and size of a pane's heatmap, in CSS pixels from the figure's corner. */
export interface PanePlace extends PaneBox {
  readonly x: number;
  readonly y: number;
  /** Position and width of the header line. */
  readonly header: { readonly x: number; readonly y: number; readonly width: number };
}

/** An arrow; x and y are its middle. */
export interface Arrow {
  readonly x: number;
  readonly y: number;
  readonly direction: 'right' | 'down';
}

/** Sizes of the parts of a figure, in CSS pixels. */
export const metrics = {
  /** Height of a pane's header line. */
  header: 24,
  /** Height of the tick row between a header and its matrix. */
  ticks: 16,
  /** Height of a caption or a colour bar. */
  line: 16,
  /** Width of an arrow between images. */
  arrow: 28,
  /** Width left of a matrix for its row ticks and bracket. */
  gutter: 52,
  /** Side of a cell with a number. */
  cell: 26,
} as const;

/** Least size of a cell that shows its number, in CSS pixels. */
export const numberedCell = { width: 24, height: 15 } as const;

/** Rounds a cell of 1.5 CSS pixels or more down to whole pixels, so that all cells look alike. */
export function crisp(cell: number): number {
  return cell >= 1.5 ? Math.floor(cell) : cell;
}

/** Returns the largest cell, at most `largest`, of which `count` fit into `room`. */
export function cellWithin(room: number, count: number, largest: number = metrics.cell): number {
  return Math.min(largest, Math.max(room, 1) / Math.max(1, count));
}

/** Places a heatmap of square cells with its header at (x, y) and `top` between them. The header may be wider. */
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

/** Returns the y coordinate below a row of images with their captions, at least `least`. */
export function underRow(places: readonly PanePlace[], sizes: readonly Size[], least: number): number {
  const ends = places.map((place, i) => bottomOf(place) + (sizes[i]?.footer ?? 0) * metrics.line);
  return Math.max(least, ...ends);
}

/**
 * Places images in a row with arrows between them, and returns where the row ends. `cell` is one size, or one per
 * image.
 */
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

/** Does the same as {@link placeRow}. If wide headers make the row longer than `width`, the largest cells shrink. */
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

/**
 * Does the same as {@link fitRow}. If the headers alone are longer than `width`, each image has a line of its own, with an
 * arrow to the next.
 */
export function fitRowOrColumn(
  sizes: readonly Size[],
  cells: readonly number[],
  y: number,
  width: number,
): ReturnType<typeof placeRow> {
  const row = fitRow(sizes, cells, y, width);
  if (row.right <= width) return row;
  const places: PanePlace[] = [];
  const arrows: Arrow[] = [];
  let at = y;
  for (const [i, size] of sizes.entries()) {
    if (i > 0) {
      arrows.push({ x: metrics.arrow / 2, y: at + metrics.arrow / 2, direction: 'down' });
      at += metrics.arrow;
    }
    const place = placeImage(size, cells[i] ?? metrics.cell, 0, at, 0);
    places.push(place);
    at = underRow([place], [size], 0);
  }
  return { places, arrows, right: Math.max(0, ...places.map(({ header }) => header.width)) };
}

/** Least cell to which `fitRow` shrinks; below it the row is longer than its room. */
const smallestCell = 1;

/** Largest side of a kernel: a 4 × 4 kernel has cells with numbers. */
const kernelSide = 4 * metrics.cell;

/** Returns the cell with which every kernel fits its largest side. */
export function kernelCell(sizes: readonly Size[]): number {
  return Math.min(metrics.cell, ...sizes.map((size) => cellOfRow([size], kernelSide, kernelSide)));
}

/** How much higher than usual the images of a figure may be if their cells then have numbers. */
export const tallImages = 1.8;

/** Returns true if the cells of every image have room for their numbers. */
export function hasNumbers(places: readonly PanePlace[]): boolean {
  return places.every(({ cellWidth }) => cellWidth >= numberedCell.width);
}

/** Returns the cell of each image in a row: one size for all images, and one for each kernel. */
export function imageCells(sizes: readonly Size[], width: number, height: number): readonly number[] {
  const images = sizes.filter(({ kernel }) => kernel !== true);
  const kernels = sizes.length - images.length;
  const room = width - kernels * (kernelSide + metrics.arrow);
  const common = cellOfRow(images, room, height);
  return sizes.map((size) => (size.kernel === true ? kernelCell([size]) : common));
}

/**
 * Returns the largest cell with which images and the arrows between them fit into a row; headers are not considered.
 */
export function cellOfRow(sizes: readonly Size[], width: number, height: number, largest?: number): number {
  const columns = sizes.reduce((sum, size) => sum + size.columns, 0);
  const rows = Math.max(1, ...sizes.map((size) => size.rows));
  const across = width - metrics.arrow * Math.max(0, sizes.length - 1);
  return crisp(Math.min(cellWithin(across, columns, largest), cellWithin(height, rows, largest)));
}
