import { cursorAt, moveCursor } from '../provenance/moveCursor.ts';
import {
  outputsOfInputIndex,
  outputsOfPaddedIndex,
  outputsOfTap,
  tapBetween,
  tapOverPadded,
} from '../provenance/axis.ts';
import { nearestMember } from '../provenance/progression.ts';
import type { OutputIndex, Tap } from '../provenance/provenance.ts';
import type { Cursor } from '../provenance/stage.ts';
import type { StageContext } from './stageContext.ts';

/** The cursor on an output element, on the same tap where it has it. */
export function pickElement({ terms, geometry }: StageContext, element: OutputIndex, cursor: Cursor): Cursor {
  return moveCursor(terms, geometry, cursor, element);
}

/** The cursor on a tap of an element if it is a term there, else on the element alone. */
export function pickTerm(context: StageContext, element: OutputIndex, tap: Tap, cursor: Cursor): Cursor {
  return cursorAt(context.terms, context.geometry, element, tap) ?? pickElement(context, element, cursor);
}

/**
 * The cursor on the term that reads input element (cin, iy, ix) of the cursor's batch element: of the
 * cursor's own output element if it does, else of the nearest one in its channel. Null if none does.
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

/** As {@link pickInput}, for the element (u, v) of the padded input, structural zeros included. */
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
 * The cursor on this tap's product: of the cursor's own output element if it is a term there, else
 * of the nearest one of output channel `c` that a real input element reaches through it. Null if
 * none does.
 */
export function pickTap({ terms, geometry }: StageContext, c: number, tap: Tap, cursor: Cursor): Cursor | null {
  const kept = cursorAt(terms, geometry, { ...cursor, c }, tap);
  if (kept !== null) return kept;
  const y = nearestMember(outputsOfTap(geometry.h, tap.ky), cursor.y);
  const x = nearestMember(outputsOfTap(geometry.w, tap.kx), cursor.x);
  if (y === null || x === null) return null;
  return cursorAt(terms, geometry, { ...cursor, c, y, x }, tap);
}
