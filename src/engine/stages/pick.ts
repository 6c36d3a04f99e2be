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

/** Moves the cursor to an output element, keeping its tap if the element has that tap. */
export function pickElement({ terms, geometry }: StageContext, element: OutputIndex, cursor: Cursor): Cursor {
  return moveCursor(terms, geometry, cursor, element);
}

/** Moves the cursor to a tap of an element if the tap is one of its terms, otherwise to the element alone. */
export function pickTerm(context: StageContext, element: OutputIndex, tap: Tap, cursor: Cursor): Cursor {
  return cursorAt(context.terms, context.geometry, element, tap) ?? pickElement(context, element, cursor);
}

/**
 * Moves the cursor to a term that reads input element (cin, iy, ix) of the cursor's batch element. Prefers the
 * cursor's own output element, then the nearest one in its channel. Returns null if no output reads the input.
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

/** Works like {@link pickInput} for element (u, v) of the padded input, structural zeros included. */
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
 * Moves the cursor to a product of this tap. Prefers the cursor's own output element in channel `c`, then the nearest
 * element of that channel that a real input element reaches through the tap. Returns null if there is none.
 */
export function pickTap({ terms, geometry }: StageContext, c: number, tap: Tap, cursor: Cursor): Cursor | null {
  const kept = cursorAt(terms, geometry, { ...cursor, c }, tap);
  if (kept !== null) return kept;
  const y = nearestMember(outputsOfTap(geometry.h, tap.ky), cursor.y);
  const x = nearestMember(outputsOfTap(geometry.w, tap.kx), cursor.x);
  if (y === null || x === null) return null;
  return cursorAt(terms, geometry, { ...cursor, c, y, x }, tap);
}
