import { metrics, type PanePlace, type Size } from '../../viewer/place.ts';
import { overviewHeight, overviewRoom, type SchemeCells } from './schemeCells.ts';

/**
 * Places a matrix below its header and ticks. If only a part of it is visible and `overview` is set, an overview is
 * placed above it.
 */
export function placeMatrix(
  size: Size,
  x: number,
  y: number,
  cellWidth: number,
  cellHeight: number,
  cells: SchemeCells | null,
  overview: boolean,
): { readonly matrix: PanePlace; readonly overview: PanePlace | null } {
  const columns = cells?.window ?? size.columns;
  const width = columns * cellWidth;
  const header = { x, y, width: Math.max(width, size.header) };
  const isPartial = overview && cells?.window !== null && cells !== null;
  const overviewPlace: PanePlace | null = isPartial
    ? {
        x,
        y: y + metrics.header,
        width,
        height: overviewHeight(size.rows),
        cellWidth: width / size.columns,
        cellHeight: overviewHeight(size.rows) / size.rows,
        header,
      }
    : null;
  const above = overviewPlace === null ? metrics.ticks : overviewRoom(size.rows);
  const matrix: PanePlace = {
    x,
    y: y + metrics.header + above,
    width,
    height: size.rows * cellHeight,
    cellWidth,
    cellHeight,
    header,
  };
  return { matrix, overview: overviewPlace };
}

/** Moves the header left until it ends at `right`, the right edge of the matrix. */
export function endAt<T extends { readonly matrix: PanePlace }>(right: number, placed: T): T {
  const { header } = placed.matrix;
  const x = Math.min(header.x, right - header.width);
  return { ...placed, matrix: { ...placed.matrix, header: { ...header, x } } };
}
