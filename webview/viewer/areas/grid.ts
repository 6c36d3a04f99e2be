import type { AxisCut } from '../../../src/engine/areas/axisCut.ts';
import { pixelsOn } from '../../colour/pixels.ts';
import type { PaneFrame } from '../frame.ts';

/**
 * One axis of a matrix, divided into the places of a picture: a place is a device pixel if several cells share one, and
 * otherwise a cell. Places are counted from the matrix's first cell, even if that is not visible: panning moves the
 * picture by whole pixels, and the cells of a place stay the same.
 */
export interface AxisGrid {
  /** Number of cells of the axis. */
  readonly size: number;
  /** Cells per place: 1 if every cell has a pixel of its own. */
  readonly cells: number;
  /** Device pixels per place: 1 if cells share pixels. */
  readonly pixels: number;
  readonly places: number;
}

export interface PixelGrid {
  readonly rows: AxisGrid;
  readonly columns: AxisGrid;
}

/** A rectangle of places. */
export interface PlaceRect {
  readonly rows: PlaceRange;
  readonly columns: PlaceRange;
}

/** The places `from` (inclusive) to `to` (exclusive) of one axis. */
export interface PlaceRange {
  readonly from: number;
  readonly to: number;
}

/** Returns the grid of a frame at `ratio` device pixels per CSS pixel. */
export function gridOf(frame: PaneFrame, ratio: number): PixelGrid {
  return {
    rows: axisGrid(frame.rows, frame.cellHeight * ratio),
    columns: axisGrid(frame.columns, frame.cellWidth * ratio),
  };
}

function axisGrid(size: number, cell: number): AxisGrid {
  if (cell >= 1 - 1e-9) return { size, cells: 1, pixels: cell, places: size };
  // The tolerance keeps a rounding error from adding a place.
  return { size, cells: 1 / cell, pixels: 1, places: Math.max(1, Math.ceil(size * cell - 1e-6)) };
}

export function sameGrid(a: PixelGrid, b: PixelGrid): boolean {
  return sameAxis(a.rows, b.rows) && sameAxis(a.columns, b.columns);
}

const sameAxis = (a: AxisGrid, b: AxisGrid): boolean =>
  a.size === b.size && a.cells === b.cells && a.pixels === b.pixels;

/** Returns true if places stand for several cells. */
export function isDense({ rows, columns }: PixelGrid): boolean {
  return rows.cells > 1 || columns.cells > 1;
}

/** Returns the cells of a range of places. The last place of an axis may have fewer cells than the others. */
export function cutOf(axis: AxisGrid, { from, to }: PlaceRange): AxisCut {
  return { first: from, places: to - from, cells: axis.cells };
}

/** Returns the cells that lie in a place, those on its borders included. */
export function cellsIn(axis: AxisGrid, place: number): { readonly first: number; readonly count: number } {
  const first = Math.floor(place * axis.cells + 1e-9);
  const end = Math.min(axis.size, Math.ceil((place + 1) * axis.cells - 1e-9));
  return { first, count: end - first };
}

/** Returns how many device pixels lie before the first visible cell `first`, which may be fractional. */
export function offsetOf(axis: AxisGrid, first: number): number {
  return Math.round((first * axis.pixels) / axis.cells);
}

/** Returns the places that lie in `length` device pixels from `offset`. */
export function visiblePlaces(axis: AxisGrid, offset: number, length: number): PlaceRange {
  const from = Math.max(0, Math.floor(offset / axis.pixels + 1e-9));
  const to = Math.min(axis.places, Math.ceil((offset + length) / axis.pixels - 1e-9));
  return { from, to: Math.max(from, to) };
}

/** Returns the edge before a place, in whole device pixels from the matrix's corner, so that neighbours touch. */
export function edgeOf(axis: AxisGrid, place: number): number {
  return Math.round(place * axis.pixels);
}

/**
 * Maps the `length` device pixels from `offset` to a range of places. Returns the first pixel that shows a place of the
 * range, and the index within the range for that pixel and each one after it.
 */
export function pixelsIn(
  axis: AxisGrid,
  { from, to }: PlaceRange,
  offset: number,
  length: number,
): { readonly first: number; readonly shows: Int32Array } {
  return pixelsOn(to - from, (place) => edgeOf(axis, from + place) - offset, length);
}

export const lengthOf = ({ from, to }: PlaceRange): number => to - from;

export const countOf = ({ rows, columns }: PlaceRect): number => lengthOf(rows) * lengthOf(columns);

/** Returns the intersection of two rectangles, which may be empty. */
export function intersectionOf(a: PlaceRect, b: PlaceRect): PlaceRect {
  const axis = (one: PlaceRange, other: PlaceRange): PlaceRange => {
    const from = Math.max(one.from, other.from);
    return { from, to: Math.max(from, Math.min(one.to, other.to)) };
  };
  return { rows: axis(a.rows, b.rows), columns: axis(a.columns, b.columns) };
}

/** Returns the smallest rectangle around all given ones, of which there is at least one. */
export function boundingRect(rects: readonly PlaceRect[]): PlaceRect {
  const axis = (ranges: readonly PlaceRange[]): PlaceRange => ({
    from: Math.min(...ranges.map(({ from }) => from)),
    to: Math.max(...ranges.map(({ to }) => to)),
  });
  return { rows: axis(rects.map(({ rows }) => rows)), columns: axis(rects.map((r) => r.columns)) };
}

/** Returns the part of `rect` outside `hole` as at most four rectangles that do not overlap. */
export function difference(rect: PlaceRect, hole: PlaceRect): readonly PlaceRect[] {
  const inner = intersectionOf(rect, hole);
  if (countOf(inner) === 0) return [rect];
  const { rows, columns } = rect;
  return [
    { rows: { from: rows.from, to: inner.rows.from }, columns },
    { rows: { from: inner.rows.to, to: rows.to }, columns },
    { rows: inner.rows, columns: { from: columns.from, to: inner.columns.from } },
    { rows: inner.rows, columns: { from: inner.columns.to, to: columns.to } },
  ].filter((part) => countOf(part) > 0);
}
