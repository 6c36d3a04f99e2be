import { cursorAt, moveCursor } from '../provenance/moveCursor.ts';
import {
  outputsOfInputIndex,
  outputsOfPaddedIndex,
  outputsOfTap,
  tapBetween,
  tapOverPadded,
} from '../provenance/axisProvenance.ts';
import { nearestMember } from '../provenance/progression.ts';
import type { OutputIndex, Tap } from '../provenance/provenance.ts';
import type { Cursor } from '../provenance/stage.ts';
import type { StageContext } from './stageContext.ts';

/** Returns a cursor on an output element. Keeps the tap of the current cursor if the element has that tap. */
export function pickElement({ terms, geometry }: StageContext, element: OutputIndex, cursor: Cursor): Cursor {
  return moveCursor(terms, geometry, cursor, element);
}

/** Returns a cursor on an output element and, if it is one of the element's terms, on this tap. */
export function pickTerm(context: StageContext, element: OutputIndex, tap: Tap, cursor: Cursor): Cursor {
  return cursorAt(context.terms, context.geometry, element, tap) ?? pickElement(context, element, cursor);
}

/**
 * Returns a cursor on a term that reads input element (cin, iy, ix) of the current batch element. Prefers the current
 * output element, then the nearest one in its channel. Returns null if no output element reads the input element.
 */
export function pickInput(
  { terms, geometry }: StageContext,
  cin: number,
  iy: number,
  ix: number,
  cursor: Cursor,
): Cursor | null {
  const { h, w } = geometry;
  const y = nearestMember(outputsOfInputIndex(h, iy), cursor.y);
  const x = nearestMember(outputsOfInputIndex(w, ix), cursor.x);
  if (y === null || x === null) return null;
  const ky = tapBetween(h, iy, y);
  const kx = tapBetween(w, ix, x);
  if (ky === null || kx === null) return null;
  return cursorAt(terms, geometry, { ...cursor, y, x }, { cin, ky, kx });
}

/** Does the same as {@link pickInput} for position (u, v) of the padded input, where there may be a zero. */
export function pickPadded(
  { terms, geometry }: StageContext,
  cin: number,
  u: number,
  v: number,
  cursor: Cursor,
): Cursor | null {
  const { h, w } = geometry;
  const y = nearestMember(outputsOfPaddedIndex(h, u), cursor.y);
  const x = nearestMember(outputsOfPaddedIndex(w, v), cursor.x);
  if (y === null || x === null) return null;
  const ky = tapOverPadded(h, u, y);
  const kx = tapOverPadded(w, v, x);
  if (ky === null || kx === null) return null;
  return cursorAt(terms, geometry, { ...cursor, y, x }, { cin, ky, kx });
}

/**
 * Returns a cursor on a term with this tap, in output channel `c`. Prefers the current output element, then the nearest
 * one in the channel that reads an input element through the tap. Returns null if there is none.
 */
export function pickTap({ terms, geometry }: StageContext, c: number, tap: Tap, cursor: Cursor): Cursor | null {
  const kept = cursorAt(terms, geometry, { ...cursor, c }, tap);
  if (kept !== null) return kept;
  const y = nearestMember(outputsOfTap(geometry.h, tap.ky), cursor.y);
  const x = nearestMember(outputsOfTap(geometry.w, tap.kx), cursor.x);
  if (y === null || x === null) return null;
  return cursorAt(terms, geometry, { ...cursor, c, y, x }, tap);
}
