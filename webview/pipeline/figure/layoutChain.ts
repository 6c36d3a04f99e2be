import {
  type Arrow,
  bottomOf,
  fitRow,
  hasNumbers,
  imageCells,
  metrics,
  type PanePlace,
  placeRow,
  tallImages,
  underRow,
  type Size,
} from '../../viewer/place.ts';
import { cellWithin, crisp } from '../../viewer/place.ts';

/** The places of panes in a row or a column, and the arrows between them. */
export interface ChainLayout {
  readonly places: readonly PanePlace[];
  readonly arrows: readonly Arrow[];
  readonly height: number;
}

/** The usual largest height of the images of a chain, in CSS pixels. */
const chainHeight = 260;

/**
 * Places the images in one row with arrows between them. If the row does not fit, they are in one column without
 * arrows. If the images grow enough for numbers in their cells and the chain is then not higher than `room` CSS pixels,
 * they do.
 */
export function layoutChain(sizes: readonly Size[], width: number, room = 0): ChainLayout {
  const headers = sizes.reduce((sum, size) => sum + size.header + metrics.arrow, 0);
  const layout = headers > width && sizes.length > 1 ? layoutColumn : layoutRow;
  const usual = layout(sizes, width, chainHeight);
  if (hasNumbers(usual.places)) return usual;
  const grown = layout(sizes, width, chainHeight * tallImages);
  return hasNumbers(grown.places) && grown.height <= room ? grown : usual;
}

function layoutRow(sizes: readonly Size[], width: number, height: number): ChainLayout {
  const row = fitRow(sizes, imageCells(sizes, width, height), 4, width);
  return { places: row.places, arrows: row.arrows, height: underRow(row.places, sizes, 0) };
}

function layoutColumn(sizes: readonly Size[], width: number, height: number): ChainLayout {
  const places: PanePlace[] = [];
  let y = 4;
  for (const size of sizes) {
    const row = placeRow([size], imageCells([size], width, height), 0, y, 0);
    places.push(...row.places);
    y = underRow(row.places, [size], 0) + 8;
  }
  return { places, arrows: [], height: y };
}

/** Sizes of a sparse matrix times a vector: Cᵀ · vec x = vec y. The product has the rows of the matrix. */
export interface VectorSizes {
  readonly images: readonly Size[];
  readonly matrix: Size;
  readonly vector: Size;
  readonly product: Size;
}

/** The places of a product of a matrix and a vector. */
export interface VectorLayout {
  readonly images: readonly PanePlace[];
  readonly matrix: PanePlace;
  readonly vector: PanePlace;
  readonly product: PanePlace;
  /** The signs between the factors. */
  readonly signs: readonly { readonly x: number; readonly y: number; readonly text: string }[];
  readonly arrows: readonly Arrow[];
  readonly height: number;
  /** True if the titles do not fit, so that panes show their symbols only. */
  readonly brief: boolean;
}

/** Places the images above and the product below: Cᵀ as large as the room allows, both vectors beside it. */
export function layoutVector(sizes: VectorSizes, width: number): VectorLayout {
  const full = layoutVectorWith(sizes, width);
  const right = full.product.header.x + full.product.header.width;
  if (right <= width) return full;
  const brief = (size: Size): Size => ({ ...size, header: briefHeader });
  const { matrix, vector, product } = sizes;
  const short = { matrix: brief(matrix), vector: brief(vector), product: brief(product) };
  return { ...layoutVectorWith({ ...sizes, ...short }, width), brief: true };
}

/** The width of "vec x" with a margin. */
const briefHeader = 52;

function layoutVectorWith(sizes: VectorSizes, width: number): VectorLayout {
  const row = fitRow(sizes.images, imageCells(sizes.images, width, 180), 4, width, 48);
  const y = underRow(row.places, sizes.images, 0) + 8;
  // A vector's cells are as wide as a number; its header may be wider.
  const thickness = 24;
  const spacing = 40;
  const vectors = [sizes.vector, sizes.product].map((size) => Math.max(thickness, size.header));
  // Room for row labels such as "o 13965" (a letter, a space, the digits; 6.1 pixels each) and the bracket.
  const gutter = Math.max(metrics.gutter, 6.1 * (String(sizes.matrix.rows).length + 2) + 12);
  const taken = vectors.reduce((sum, each) => sum + each + spacing, gutter);
  const across = crisp(cellWithin(Math.max(80, width - taken), sizes.matrix.columns));
  const down = crisp(cellWithin(360, sizes.matrix.rows));
  const matrix = block(sizes.matrix, gutter, y, across, down);
  const vectorX = matrix.x + Math.max(matrix.width, sizes.matrix.header) + spacing;
  const vectorCell = crisp(cellWithin(matrix.height, sizes.vector.rows));
  const vector = block(sizes.vector, vectorX, y, thickness, vectorCell);
  const productX = vectorX + (vectors[0] ?? thickness) + spacing;
  const product = block(sizes.product, productX, y, thickness, down);
  const middle = matrix.y + matrix.height / 2;
  return {
    images: row.places,
    matrix,
    vector,
    product,
    signs: [
      { x: (matrix.x + matrix.width + vectorX) / 2, y: middle, text: '·' },
      { x: (vectorX + thickness + productX) / 2, y: middle, text: '=' },
    ],
    arrows: [],
    height: Math.max(...[matrix, vector, product].map(bottomOf)) + metrics.line,
    brief: false,
  };
}

function block(size: Size, x: number, y: number, cellWidth: number, cellHeight: number): PanePlace {
  return {
    x,
    y: y + metrics.header + metrics.ticks,
    width: size.columns * cellWidth,
    height: size.rows * cellHeight,
    cellWidth,
    cellHeight,
    header: { x, y, width: Math.max(size.columns * cellWidth, size.header) },
  };
}
