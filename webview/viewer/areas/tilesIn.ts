import { type PixelGrid, intersectionOf, type PlaceRect, type PlaceRange } from './grid.ts';

/**
 * Places along a side of a tile, at one device pixel per CSS pixel. Reading a tile whose places have a thousand cells
 * each takes some hundredths of a second.
 */
const side = 64;

/** A tile of a grid: the unit in which a picture is refined and cached. */
export interface Tile {
  readonly key: string;
  /** All places of the tile. */
  readonly rect: PlaceRect;
  /** The visible places of the tile. */
  readonly visible: PlaceRect;
}

/** Returns the tiles that overlap the visible places `sight`, those nearest to its middle first. */
export function tilesIn(grid: PixelGrid, sight: PlaceRect, ratio: number): readonly Tile[] {
  const length = Math.round(side * ratio);
  const rows = rangesIn(sight.rows, length, grid.rows.places);
  const columns = rangesIn(sight.columns, length, grid.columns.places);
  const tiles = rows.flatMap((row) =>
    columns.map((column) => {
      const rect = { rows: row, columns: column };
      return { key: `${row.from} ${column.from}`, rect, visible: intersectionOf(rect, sight) };
    }),
  );
  const middle = (range: PlaceRange): number => (range.from + range.to) / 2;
  const distance = ({ rect }: Tile): number =>
    Math.hypot(
      (middle(rect.rows) - middle(sight.rows)) * grid.rows.pixels,
      (middle(rect.columns) - middle(sight.columns)) * grid.columns.pixels,
    );
  return tiles.sort((a, b) => distance(a) - distance(b));
}

function rangesIn({ from, to }: PlaceRange, length: number, places: number): readonly PlaceRange[] {
  const ranges: PlaceRange[] = [];
  for (let start = Math.floor(from / length) * length; start < to; start += length) {
    ranges.push({ from: start, to: Math.min(places, start + length) });
  }
  return ranges;
}

/** Returns the number of cells in a rectangle of places. */
export function cellsOf(grid: PixelGrid, { rows, columns }: PlaceRect): number {
  return (rows.to - rows.from) * grid.rows.cells * (columns.to - columns.from) * grid.columns.cells;
}
