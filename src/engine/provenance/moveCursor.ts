import type { Terms } from './formulation.ts';
import type { Geometry } from '../geometry/geometry.ts';
import { cinInGroup, cinOf, groupOf } from './channels.ts';
import { rotatedTapAt, tapsPerChannel, tapsOf } from './elementTaps.ts';
import { nearestPoint } from './elementTile.ts';
import { isTap, termKeyOf, type OutputIndex, type Tap, type TermKey } from './provenance.ts';
import type { Cursor } from './stage.ts';

/** Returns the cursor on a term of an output element; null if the element has no such term. */
export function cursorAt(terms: Terms, geometry: Geometry, { n, c, y, x }: OutputIndex, key: TermKey): Cursor | null {
  const term = terms.termIndexOf(geometry, { n, c, y, x }, key);
  return term === null ? null : { n, c, y, x, term };
}

/**
 * Moves the cursor to another output element. Keeps the tap (or ξ) and the input channel, counted within the element's
 * own group, if the element has that term; otherwise takes another term of that channel. If the element has no terms
 * because only the bias reaches it, `term` is 0.
 */
export function moveCursor(terms: Terms, geometry: Geometry, cursor: Cursor, element: OutputIndex): Cursor {
  const key = keyUnder(terms, geometry, cursor);
  const place = cinInGroup(geometry, channelOf(terms, geometry, cursor));
  const cin = cinOf(geometry, groupOf(geometry, element.c), place);
  const same = key === null ? null : cursorAt(terms, geometry, element, { ...key, cin });
  return same ?? cursorOfChannel(terms, geometry, element, cin, key);
}

/**
 * Returns the cursor on a term of this input channel, for winograd at the ξ nearest to that of `near`. If the element
 * has no term in the channel, `term` is 0.
 */
export function cursorOfChannel(
  terms: Terms,
  geometry: Geometry,
  element: OutputIndex,
  cin: number,
  near: TermKey | null,
): Cursor {
  const point = near === null || isTap(near) ? { xi: 0, nu: 0 } : near;
  const candidates: readonly (TermKey | null)[] = [
    firstTap(geometry, element, cin),
    nearestPoint(geometry, element, { ...point, cin }),
  ];
  for (const key of candidates) {
    const found = key === null ? null : cursorAt(terms, geometry, element, key);
    if (found !== null) return found;
  }
  const { n, c, y, x } = element;
  return { n, c, y, x, term: 0 };
}

/** Returns the first tap through which an output element reads this input channel; null if there is none. */
function firstTap(geometry: Geometry, element: OutputIndex, cin: number): Tap | null {
  const taps = tapsOf(geometry, element);
  const count = tapsPerChannel(taps);
  if (count === 0) return null;
  const place = cinInGroup(geometry, cin) * count;
  return rotatedTapAt(geometry, taps, groupOf(geometry, element.c), place);
}

/** Returns the key of the cursor's term; null if the element has no such term. */
export function keyUnder(terms: Terms, geometry: Geometry, cursor: Cursor): TermKey | null {
  if (cursor.term >= terms.termCount(geometry, cursor)) return null;
  return termKeyOf(terms.termAt(geometry, cursor, cursor.term));
}

/** Returns the tap of the cursor's term; null if the element has no such term, or if the term has no tap. */
export function tapUnder(terms: Terms, geometry: Geometry, cursor: Cursor): Tap | null {
  const key = keyUnder(terms, geometry, cursor);
  return key !== null && isTap(key) ? key : null;
}

/** Returns the input channel of the cursor's term; the first one of its group if the element has no such term. */
export function channelOf(terms: Terms, geometry: Geometry, cursor: Cursor): number {
  const key = keyUnder(terms, geometry, cursor);
  return key?.cin ?? cinOf(geometry, groupOf(geometry, cursor.c), 0);
}
