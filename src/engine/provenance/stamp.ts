import type { Geometry } from '../geometry/geometry.ts';
import { scatterIndex } from '../geometry/indices.ts';
import { type IndexRange, tapsOfInput } from '../geometry/taps.ts';
import { cinInGroup, cinOf, coutInGroup, groupOf, groupOfInput } from './channels.ts';
import { storedRowOf } from './columnMatrix.ts';
import type { Terms } from './formulation.ts';
import { cursorAt, tapUnder } from './moveCursor.ts';
import { inputOffset } from './offsets.ts';
import { type InputIndex, insideOutput, type OutputIndex, type Tap, termThrough } from './provenance.ts';
import type { Cell, CellRange, Cursor, Highlight, Stage } from './stage.ts';
import { inputAt, inputColumnOf } from './vectorIndices.ts';

/**
 * The scatter's view of a call: an input element adds itself times the kernel, its stamp, to the outputs that it reaches
 * in one output channel. Taps that land outside the output are cropped.
 */
export interface Stamp {
  readonly input: InputIndex;
  /** The output channel. */
  readonly c: number;
  /** The stored taps that land inside the output. */
  readonly ky: IndexRange;
  readonly kx: IndexRange;
}

/** Returns the stamp of an input element on an output channel of its group. */
export function stampOf({ h, w }: Geometry, input: InputIndex, c: number): Stamp {
  return { input, c, ky: tapsOfInput(h, input.y), kx: tapsOfInput(w, input.x) };
}

/** Returns the input element of the cursor's term; null if the term has none. */
export function inputUnder(terms: Terms, geometry: Geometry, cursor: Cursor): InputIndex | null {
  const tap = tapUnder(terms, geometry, cursor);
  return tap === null ? null : termThrough(geometry, cursor, tap).input;
}

/** Returns the output element on which a stamp puts the product of a stored tap; it may lie outside. */
export function landingOf({ h, w }: Geometry, { input, c }: Stamp, ky: number, kx: number): OutputIndex {
  return { n: input.n, c, y: scatterIndex(h, input.y, ky), x: scatterIndex(w, input.x, kx) };
}

/** Returns the outputs that a stamp reaches, in the order of the stored taps. */
export function landingsOf(geometry: Geometry, stamp: Stamp): readonly OutputIndex[] {
  return indicesIn(stamp.ky).flatMap((ky) => indicesIn(stamp.kx).map((kx) => landingOf(geometry, stamp, ky, kx)));
}

/**
 * Moves the cursor to an input element: to the output that the element reaches through the cursor's tap or, if that one
 * is cropped, through the nearest tap. Returns null if the element reaches no output.
 */
export function cursorOnInput(terms: Terms, geometry: Geometry, input: InputIndex, cursor: Cursor): Cursor | null {
  const c = groupOf(geometry, cursor.c) === groupOfInput(geometry, input.c) ? cursor.c : null;
  const stamp = stampOf(geometry, input, c ?? groupOfInput(geometry, input.c) * geometry.coutPerGroup);
  const before = tapUnder(terms, geometry, cursor);
  const ky = nearestIn(stamp.ky, before?.ky ?? 0);
  const kx = nearestIn(stamp.kx, before?.kx ?? 0);
  if (ky === null || kx === null) return null;
  return cursorAt(terms, geometry, landingOf(geometry, stamp, ky, kx), { cin: input.c, ky, kx });
}

/**
 * Returns the cursor on the next or previous input element, in row-major order, that reaches an output in the cursor's
 * output channel's group; null at the end of the group's input. If the cursor's term has no input element, the search
 * begins before the first, or after the last.
 */
export function besideInput(terms: Terms, geometry: Geometry, cursor: Cursor, by: 1 | -1): Cursor | null {
  const group = groupOf(geometry, cursor.c);
  const first = inputOffset(geometry, { n: cursor.n, c: group * geometry.cinPerGroup, y: 0, x: 0 });
  const count = geometry.cinPerGroup * geometry.h.inputSize * geometry.w.inputSize;
  const under = inputUnder(terms, geometry, cursor);
  const from = under === null ? (by > 0 ? -1 : count) : inputOffset(geometry, under) - first;
  for (let at = from + by; at >= 0 && at < count; at += by) {
    const input = inputOfGroup(geometry, cursor.n, group, at);
    const found = cursorOnInput(terms, geometry, input, cursor);
    if (found !== null) return found;
  }
  return null;
}

/**
 * Returns the cursor on the next or previous product of the stamp under it, in the order of the stored taps; null at the
 * stamp's end.
 */
export function besideLanding(terms: Terms, geometry: Geometry, cursor: Cursor, by: 1 | -1): Cursor | null {
  const under = inputUnder(terms, geometry, cursor);
  if (under === null) return null;
  const landings = landingsOf(geometry, stampOf(geometry, under, cursor.c));
  const here = landings.findIndex(({ y, x }) => y === cursor.y && x === cursor.x);
  const next = landings[here + by];
  return next === undefined || here + by < 0 ? null : cursorOver(terms, geometry, under, next);
}

/** Returns the cursor on the term of an output element that reads this input element; null if there is none. */
export function cursorOver(
  terms: Terms,
  geometry: Geometry,
  input: InputIndex,
  { c, y, x }: Pick<OutputIndex, 'c' | 'y' | 'x'>,
): Cursor | null {
  const stamp = stampOf(geometry, input, c);
  for (const ky of indicesIn(stamp.ky)) {
    for (const kx of indicesIn(stamp.kx)) {
      const landing = landingOf(geometry, stamp, ky, kx);
      if (landing.y === y && landing.x === x) return cursorAt(terms, geometry, landing, { cin: input.c, ky, kx });
    }
  }
  return null;
}

/** The stamp under the cursor, with the call's terms and geometry. */
interface Stamped {
  readonly terms: Terms;
  readonly geometry: Geometry;
  readonly stamp: Stamp;
  /** The tap of the cursor's term. */
  readonly tap: Tap;
  readonly cursor: Cursor;
}

/** How a stage shows a stamp: the cells that it marks, and where the cursor goes when a cell is picked. */
export interface StampView {
  /** Returns what the stamp consists of as the element, and the cursor's product in it as the term. */
  readonly mark: (stamped: Stamped) => Highlight;
  /** Returns the new cursor; null if the stage's own `pick` decides. */
  readonly pick: (stamped: Stamped, cell: Cell) => Cursor | null;
}

const toInput = ({ terms, geometry, cursor }: Stamped, input: InputIndex): Cursor | null =>
  cursorOnInput(terms, geometry, input, cursor);

/** The views of the stamp in each kind of stage. */
export const stampViews = {
  /** The stamping element. */
  input: {
    mark: ({ stamp: { input } }) => ({ element: cellAt(input.y, input.x), term: null }),
    pick: (stamped, { row, column }) => toInput(stamped, { ...stamped.stamp.input, y: row, x: column }),
  },
  /** The taps that land inside the output. */
  weight: {
    mark: ({ stamp: { ky, kx }, tap }) => ({
      element: { row: ky.from, column: kx.from, rows: ky.to - ky.from, columns: kx.to - kx.from },
      term: { row: tap.ky, column: tap.kx },
    }),
    pick: ({ terms, geometry, stamp }, { row, column }) => {
      const landing = landingOf(geometry, stamp, row, column);
      if (!insideOutput(geometry, landing)) return null;
      return cursorAt(terms, geometry, landing, { cin: stamp.input.c, ky: row, kx: column });
    },
  },
  /** The outputs that the stamp is added to. */
  output: {
    mark: ({ geometry, stamp, cursor }) => {
      const cells = landingsOf(geometry, stamp).map(({ y, x }) => ({ row: y, column: x }));
      return { element: boxAround(cells), cells, term: { row: cursor.y, column: cursor.x } };
    },
    pick: ({ terms, geometry, stamp }, { row, column }) =>
      cursorOver(terms, geometry, stamp.input, { c: stamp.c, y: row, x: column }),
  },
  /** The element's column of X. */
  inputMatrix: {
    mark: ({ geometry, stamp: { input } }) => ({
      element: cellAt(cinInGroup(geometry, input.c), inputColumnOf(geometry, input)),
      term: null,
    }),
    pick: (stamped, { row, column }) => {
      const { geometry, cursor } = stamped;
      const c = cinOf(geometry, groupOf(geometry, cursor.c), row);
      return toInput(stamped, { n: cursor.n, c, ...inputAt(geometry, column) });
    },
  },
  /** The rows of Wᵀ of the output channel. */
  weightMatrix: {
    mark: ({ geometry, stamp, tap }) => marksIn(geometry, stamp, tap, cinInGroup(geometry, stamp.input.c)),
    pick: () => null,
  },
  /** The part of the element's column of the column matrix that belongs to the output channel. */
  columns: {
    mark: ({ geometry, stamp, tap }) => marksIn(geometry, stamp, tap, inputColumnOf(geometry, stamp.input)),
    pick: () => null,
  },
} as const satisfies Readonly<Record<string, StampView>>;

/** Returns a stage that shows the stamp of the cursor's input element in place of the cursor's output element. */
export function stampedStage(stage: Stage, terms: Terms, geometry: Geometry, { mark, pick }: StampView): Stage {
  const under = (cursor: Cursor): Stamped | null => {
    const input = inputUnder(terms, geometry, cursor);
    const tap = tapUnder(terms, geometry, cursor);
    if (input === null || tap === null) return null;
    return { terms, geometry, stamp: stampOf(geometry, input, cursor.c), tap, cursor };
  };
  return {
    ...stage,
    highlight: (cursor) => {
      const stamped = under(cursor);
      return stamped === null ? { element: null, term: null } : mark(stamped);
    },
    pick: (cell, cursor) => {
      const stamped = under(cursor);
      return (stamped === null ? null : pick(stamped, cell)) ?? stage.pick(cell, cursor);
    },
  };
}

const cellAt = (row: number, column: number): CellRange => ({ row, column, rows: 1, columns: 1 });

/** Marks the stored taps of a stamp in one column of Wᵀ or of the column matrix. */
function marksIn(geometry: Geometry, stamp: Stamp, tap: Tap, column: number): Highlight {
  const cout = coutInGroup(geometry, stamp.c);
  const cells = indicesIn(stamp.ky).flatMap((ky) =>
    indicesIn(stamp.kx).map((kx) => ({ row: storedRowOf(geometry, { cout, ky, kx }), column })),
  );
  const row = storedRowOf(geometry, { cout, ky: tap.ky, kx: tap.kx });
  return { element: boxAround(cells), cells, term: { row, column } };
}

/** Returns the smallest range around cells in row-major order; null if there are none. */
function boxAround(cells: readonly Cell[]): CellRange | null {
  const [first, last] = [cells.at(0), cells.at(-1)];
  if (first === undefined || last === undefined) return null;
  return { ...first, rows: last.row - first.row + 1, columns: last.column - first.column + 1 };
}

function inputOfGroup({ h, w, cinPerGroup }: Geometry, n: number, group: number, at: number): InputIndex {
  const row = Math.floor(at / w.inputSize);
  const place = Math.floor(row / h.inputSize);
  return { n, c: group * cinPerGroup + place, y: row % h.inputSize, x: at % w.inputSize };
}

/** Returns the integers of a range. */
export function indicesIn({ from, to }: IndexRange): readonly number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}

function nearestIn({ from, to }: IndexRange, wanted: number): number | null {
  return to <= from ? null : Math.max(from, Math.min(wanted, to - 1));
}
