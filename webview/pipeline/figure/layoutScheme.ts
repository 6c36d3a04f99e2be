import { endAt, type SchemePlacer, matrixPlacer } from './matrixPlacer.ts';
import { type SchemeCells, schemeCellsOf } from './schemeCells.ts';
import type { SchemeSizes } from './schemeSizes.ts';
import {
  type Arrow,
  bottomOf,
  cellOfRow,
  fitRow,
  fitRowOrColumn,
  hasNumbers,
  imageCells,
  kernelCell,
  metrics,
  type PanePlace,
  placeImage,
  placeRow,
  tallImages,
  underRow,
} from '../../viewer/place.ts';

/** The places of a Falk scheme's panes. */
export interface SchemeLayout {
  readonly topImages: readonly PanePlace[];
  readonly leftImages: readonly PanePlace[];
  readonly top: PanePlace;
  readonly left: PanePlace;
  readonly product: PanePlace;
  /** Null if the layout leaves it out: the results below the figure begin with the same image. */
  readonly folded: PanePlace | null;
  readonly overview: PanePlace | null;
  /** Number of visible columns of the top factor; null if all fit. */
  readonly window: number | null;
  readonly arrows: readonly Arrow[];
  /** Room for the note about the product. */
  readonly note: { readonly x: number; readonly y: number; readonly width: number } | null;
  /** Free room beside the first images, for the legend if there is no sidebar. */
  readonly aside: { readonly x: number; readonly y: number; readonly width: number } | null;
  readonly height: number;
}

/** The least width at which the images are left of the factors; in a narrower figure they are above them. */
export const wideFigure = 868;
/** The least width at which K is left of Y; in a narrower figure everything is in one column, K above Y. */
export const stackedFigure = 560;

/**
 * Lays out a Falk scheme in `width` CSS pixels. If the images grow enough for numbers in their cells and the scheme is
 * then not higher than `room` CSS pixels, they do.
 */
export function layoutScheme(sizes: SchemeSizes, width: number, room = 0): SchemeLayout {
  const layout = width >= wideFigure ? layoutWide : width >= stackedFigure ? layoutNarrow : layoutStacked;
  const usual = layout(sizes, width, 1);
  if (sizes.topImages.length === 0 || hasNumbers(usual.topImages)) return usual;
  const grown = layout(sizes, width, tallImages);
  // Not at the cost of the numbers of U.
  const keepsNumbers = hasNumbers([grown.top]) || !hasNumbers([usual.top]);
  return hasNumbers(grown.topImages) && keepsNumbers && grown.height <= room ? grown : usual;
}

/** How much wider than usual the images left of U may be if their cells then have numbers. */
const widerZone = 1.2;

/** Places x → x̂ → U in the first row and w → rotated → K → Y in the second: K is left of Y, U above Y. */
function layoutWide(sizes: SchemeSizes, width: number, grow: number): SchemeLayout {
  const zone = Math.round(width * 0.437);
  const images = imageCells(
    sizes.topImages,
    (zone - metrics.gutter) * Math.min(grow, widerZone),
    grow * (sizes.topImages.length > 1 ? 260 : 180),
  );
  const kernels = kernelCell(sizes.leftImages);
  const firstRow = placeRow(sizes.topImages, images, 0, 4, 0);
  const kernelRow = placeRow(sizes.leftImages, kernels, 0, 0, 0, 24);
  const before = kernelRow.right + (sizes.leftImages.length > 0 ? rowLabels(sizes.left.rows) : metrics.gutter);
  const leftWanted = before + sizes.left.columns * metrics.cell + 16;
  const start = Math.round(
    Math.max(
      firstRow.right + metrics.gutter,
      Math.min(zone, leftWanted),
      before + Math.max(120, sizes.left.header + 16),
    ),
  );
  const after = sizes.folded ?? null;
  const foldedCell = after === null ? 0 : cellOfRow([after], foldedWidth, 225);
  const foldedRoom = after === null ? 0 : foldArrow + Math.max(after.header, after.columns * foldedCell);
  const room = width - start - 6 - foldedRoom;
  const cells = schemeCellsOf(sizes, room, start - before - 16, { top: 225, product: 120 });
  const row1 = placeRow(sizes.topImages, images, 0, 4, cells.window === null ? metrics.ticks : 0);
  const place = matrixPlacer(sizes, cells);
  const top = place.top(start, 4);
  const underImages = underRow(row1.places, sizes.topImages, 0);
  const y2 = Math.max(underImages, bottomOf(top.matrix) + 16) + 8;
  const row2 = placeRow(sizes.leftImages, kernels, 0, y2, metrics.ticks, 24);
  const product = place.product(start, y2);
  const leftWidth = sizes.left.columns * cells.across;
  const foldedX = Math.max(product.x + product.width, product.header.x + product.header.width) + foldArrow;
  const folded = after === null ? null : placeImage(after, foldedCell, foldedX, y2, metrics.ticks);
  // The matrix ends at the product; a header wider than the matrix begins further left.
  const left = endAt(start - 16, place.left(start - 16 - leftWidth, y2));
  // The note is for cells with numbers; a large figure needs its room.
  const noted = cells.column >= 24;
  // Also below the folded image, where the note has the whole width.
  const noteY = Math.max(bottomOf(product), folded === null ? 0 : bottomOf(folded)) + 12;
  const underKernels = underRow(row2.places, sizes.leftImages, 0);
  const arrows: Arrow[] = [...row1.arrows, ...row2.arrows];
  if (row1.places.length > 0) arrows.push(headerArrow(start - 22, 4));
  if (row2.places.length > 0) arrows.push(headerArrow(left.header.x - 20, y2));
  if (folded !== null) arrows.push(headerArrow(folded.x - foldArrow / 2, y2));
  return {
    ...panes(row1, row2, { top, left, product }, cells),
    folded,
    arrows,
    note: noted ? { x: start, y: noteY, width: width - start } : null,
    aside: null,
    height: Math.max(
      underKernels,
      noted ? noteY + 40 : bottomOf(product) + 4,
      folded === null ? 0 : bottomOf(folded) + 4,
    ),
  };
}

/** The least width of the left column of a narrow figure. */
const leftColumn = 244;

/** Places the images in a row; below them the kernels, the note and K in a left column, U and Y in a right one. */
function layoutNarrow(sizes: SchemeSizes, width: number, grow: number): SchemeLayout {
  const images = imageCells(sizes.topImages, width * 0.6, 300 * grow);
  const row1 = fitRow(sizes.topImages, images, 4, width);
  const y2 = underRow(row1.places, sizes.topImages, 4) + 8;
  const kernels = kernelCell(sizes.leftImages);
  const row2 = placeRow(sizes.leftImages, kernels, 0, y2, 0);
  // Two small kernels fit the left column; more or larger ones make it wider. It includes the row numbers of U.
  const column = Math.max(leftColumn, Math.round(row2.right + rowLabels(sizes.top.rows)));
  const cells = schemeCellsOf(sizes, width - column - 8, column - 28, { top: 225, product: 120 });
  const place = matrixPlacer(sizes, cells);
  const top = place.top(column, y2);
  const underKernels = underRow(row2.places, sizes.leftImages, y2);
  const noteHeight = 84;
  const y3 = Math.max(bottomOf(top.matrix) + 8, underKernels + 28 + noteHeight);
  const product = place.product(column, y3);
  const left = place.left(4, y3);
  const last = row2.places.at(-1);
  const arrows: Arrow[] = [...row1.arrows, ...row2.arrows];
  if (last !== undefined) {
    arrows.push({ x: last.x + last.width / 2, y: underKernels + 4, direction: 'down' });
  }
  const asideX = row1.right + 24;
  return {
    ...panes(row1, row2, { top, left, product }, cells),
    folded: null,
    arrows,
    note: { x: 0, y: underKernels + 18, width: column - 28 },
    aside: width - asideX >= 180 ? { x: asideX, y: 4, width: width - asideX } : null,
    height: bottomOf(product) + 16,
  };
}

/** Places images, U, kernels, K and Y in one column. Y has the columns of U; K is above Y. */
function layoutStacked(sizes: SchemeSizes, width: number, grow: number): SchemeLayout {
  const images = imageCells(sizes.topImages, width, 240 * grow);
  const row1 = fitRowOrColumn(sizes.topImages, images, 4, width);
  const start = 36;
  const cells = schemeCellsOf(sizes, width - start - 8, width - start - 8, {
    top: 225,
    product: 120,
  });
  const y2 = underRow(row1.places, sizes.topImages, 4) + 8;
  const place = matrixPlacer(sizes, cells);
  const top = place.top(start, y2);
  const y3 = bottomOf(top.matrix) + 12;
  const kernels = sizes.leftImages.map(() => kernelCell(sizes.leftImages));
  const row2 = fitRowOrColumn(sizes.leftImages, kernels, y3, width);
  const y4 = underRow(row2.places, sizes.leftImages, y3) + 4;
  const left = place.left(start, y4);
  const y5 = bottomOf(left) + 12;
  const product = place.product(start, y5);
  const noteY = bottomOf(product) + 12;
  return {
    ...panes(row1, row2, { top, left, product }, cells),
    folded: null,
    arrows: [...row1.arrows, ...row2.arrows],
    note: { x: 0, y: noteY, width },
    aside: null,
    height: noteY + 56,
  };
}

/** Returns what every layout has: the places of its images and matrices. */
function panes(
  { places: topImages }: ReturnType<typeof placeRow>,
  { places: leftImages }: ReturnType<typeof placeRow>,
  { top, ...matrices }: { readonly [M in keyof SchemePlacer]: ReturnType<SchemePlacer[M]> },
  { window }: SchemeCells,
): Pick<SchemeLayout, 'topImages' | 'leftImages' | keyof SchemePlacer | 'overview' | 'window'> {
  return { topImages, leftImages, ...matrices, top: top.matrix, overview: top.overview, window };
}

/** Returns the room for the row numbers and the bracket left of a matrix, which an arrow may share. */
const rowLabels = (rows: number): number => (rows > 100 ? 46 : 34);

/** The largest width of the folded image, and the room for the arrow to it. */
const foldedWidth = 160;
const foldArrow = 44;

const headerArrow = (x: number, y: number): Arrow => ({
  x,
  y: y + metrics.header / 2,
  direction: 'right',
});
