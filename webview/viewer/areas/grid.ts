import type { AxisCut } from '../../../src/engine/areas/axisCut.ts';
import { pixelsOn } from '../../colour/pixels.ts';
import type { PaneFrame } from '../frame.ts';

/**
 * One axis of a matrix as places of a picture: device pixels where several cells share one, else
 * cells. Places are counted from the matrix's first cell, whatever is in sight of it: panning moves
 * a picture by whole pixels, and what a place shows does not change with where it stands.
 */
export interface AxisGrid {
  /** Cells of the axis. */
  readonly size: number;
  /** Cells a place: 1 where a cell has a pixel of its own. */
  readonly cells: number;
  /** Device pixels a place: 1 where cells share pixels. */
  readonly pixels: number;
  readonly places: number;
}

export interface PixelGrid {
  readonly rows: AxisGrid;
  readonly columns: AxisGrid;
}

/** Places `from` to before `to` of both axes. */
export interface PlaceRect {
  readonly rows: PlaceRange;
  readonly columns: PlaceRange;
}

export interface PlaceRange {
  readonly from: number;
  readonly to: number;
}

/** The grid of a frame at `ratio` device pixels a CSS pixel. */
export function gridOf(frame: PaneFrame, ratio: number): PixelGrid {
  return {
    rows: axisGrid(frame.rows, frame.cellHeight * ratio),
    columns: axisGrid(frame.columns, frame.cellWidth * ratio),
  };
}

function axisGrid(size: number, cell: number): AxisGrid {
  if (cell >= 1 - 1e-9) return { size, cells: 1, pixels: cell, places: size };
  // What rounding left beyond the last pixel is none.
  return { size, cells: 1 / cell, pixels: 1, places: Math.max(1, Math.ceil(size * cell - 1e-6)) };
}

export function sameGrid(a: PixelGrid, b: PixelGrid): boolean {
  return sameAxis(a.rows, b.rows) && sameAxis(a.columns, b.columns);
}

const sameAxis = (a: AxisGrid, b: AxisGrid): boolean =>
  a.size === b.size && a.cells === b.cells && a.pixels === b.pixels;

/** Whether any place stands for several cells. */
export function isDense({ rows, columns }: PixelGrid): boolean {
  return rows.cells > 1 || columns.cells > 1;
}

/** The cells of places `from` to before `to`. The last place of an axis may hold less than the others. */
export function cutOf(axis: AxisGrid, { from, to }: PlaceRange): AxisCut {
  return { first: from, places: to - from, cells: axis.cells };
}

/** Device pixels that have left the picture at its left or its top. */
export function offsetOf(axis: AxisGrid, first: number): number {
  return Math.round((first * axis.pixels) / axis.cells);
}

/** The places that lie in `length` device pixels from `offset` on. */
export function inSight(axis: AxisGrid, offset: number, length: number): PlaceRange {
  const from = Math.max(0, Math.floor(offset / axis.pixels + 1e-9));
  const to = Math.min(axis.places, Math.ceil((offset + length) / axis.pixels - 1e-9));
  return { from, to: Math.max(from, to) };
}

/** Where places stand, in device pixels from the matrix's corner: whole ones, so that neighbours meet. */
export function edgeOf(axis: AxisGrid, place: number): number {
  return Math.round(place * axis.pixels);
}

/**
 * The pixels of a picture that places stand on: those of `length` from `offset` on, the first of them, and which of the
 * places, counted from the first, each shows.
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

/** What lies in both; may be empty. */
export function meet(a: PlaceRect, b: PlaceRect): PlaceRect {
  const axis = (one: PlaceRange, other: PlaceRange): PlaceRange => {
    const from = Math.max(one.from, other.from);
    return { from, to: Math.max(from, Math.min(one.to, other.to)) };
  };
  return { rows: axis(a.rows, b.rows), columns: axis(a.columns, b.columns) };
}

/** The smallest rectangle around all of them; there is at least one. */
export function around(rects: readonly PlaceRect[]): PlaceRect {
  const axis = (ranges: readonly PlaceRange[]): PlaceRange => ({
    from: Math.min(...ranges.map(({ from }) => from)),
    to: Math.max(...ranges.map(({ to }) => to)),
  });
  return { rows: axis(rects.map(({ rows }) => rows)), columns: axis(rects.map((r) => r.columns)) };
}

/** What of `rect` lies outside of `hole`, in at most four rectangles that do not overlap. */
export function without(rect: PlaceRect, hole: PlaceRect): readonly PlaceRect[] {
  const inner = meet(rect, hole);
  if (countOf(inner) === 0) return [rect];
  const { rows, columns } = rect;
  return [
    { rows: { from: rows.from, to: inner.rows.from }, columns },
    { rows: { from: inner.rows.to, to: rows.to }, columns },
    { rows: inner.rows, columns: { from: columns.from, to: inner.columns.from } },
    { rows: inner.rows, columns: { from: inner.columns.to, to: columns.to } },
  ].filter((part) => countOf(part) > 0);
}
