import { metrics, type PanePlace, type Size } from '../../viewer/place.ts';
import { overviewHeight, overviewRoom, type SchemeCells } from './schemeCells.ts';

/** A matrix below its header and ticks; with an overview between them where not all of it is in sight. */
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
  const shrunk = overview && cells?.window !== null && cells !== null;
  const strip: PanePlace | null = shrunk
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
  const above = strip === null ? metrics.ticks : overviewRoom(size.rows);
  const matrix: PanePlace = {
    x,
    y: y + metrics.header + above,
    width,
    height: size.rows * cellHeight,
    cellWidth,
    cellHeight,
    header,
  };
  return { matrix, overview: strip };
}

/** The header moved left until it ends where the matrix does. */
export function endAt<T extends { readonly matrix: PanePlace }>(right: number, placed: T): T {
  const { header } = placed.matrix;
  const x = Math.min(header.x, right - header.width);
  return { ...placed, matrix: { ...placed.matrix, header: { ...header, x } } };
}
