import { metrics, type PanePlace, type Size } from '../../viewer/place.ts';
import { overviewHeight, overviewRoom, type SchemeCells } from './schemeCells.ts';
import type { SchemeSizes } from './schemeSizes.ts';

/** Places the matrices of a scheme below their headers and ticks, each at its left edge and the top of its header. */
export interface SchemePlacer {
  /** If only a part of the top factor is visible, places an overview above it. */
  readonly top: (x: number, y: number) => { readonly matrix: PanePlace; readonly overview: PanePlace | null };
  readonly left: (x: number, y: number) => PanePlace;
  readonly product: (x: number, y: number) => PanePlace;
}

/** Returns the functions that place the matrices of a scheme whose cells have these sizes. */
export function matrixPlacer(sizes: SchemeSizes, { column, row, inner, across, window }: SchemeCells): SchemePlacer {
  return {
    top: (x, y) => {
      const size = sizes.top;
      const cell = { width: column, height: inner };
      if (window === null) return { matrix: placed(size, x, y, cell), overview: null };
      const width = window * column;
      const height = overviewHeight(size.rows);
      const matrix = placed({ ...size, columns: window }, x, y, cell, overviewRoom(size.rows));
      const cells = { cellWidth: width / size.columns, cellHeight: height / size.rows };
      return { matrix, overview: { x, y: y + metrics.header, width, height, ...cells, header: matrix.header } };
    },
    left: (x, y) => placed(sizes.left, x, y, { width: across, height: row }),
    product: (x, y) => {
      const columns = window ?? sizes.product.columns;
      return placed({ ...sizes.product, columns }, x, y, { width: column, height: row });
    },
  };
}

/** Places a matrix; `above` is the room between its header and its cells. */
function placed(
  { rows, columns, header }: Size,
  x: number,
  y: number,
  cell: { readonly width: number; readonly height: number },
  above: number = metrics.ticks,
): PanePlace {
  const width = columns * cell.width;
  return {
    x,
    y: y + metrics.header + above,
    width,
    height: rows * cell.height,
    cellWidth: cell.width,
    cellHeight: cell.height,
    header: { x, y, width: Math.max(width, header) },
  };
}

/** Moves the header left until it ends at `right`, the right edge of the matrix. */
export function endAt(right: number, matrix: PanePlace): PanePlace {
  const { header } = matrix;
  return { ...matrix, header: { ...header, x: Math.min(header.x, right - header.width) } };
}
