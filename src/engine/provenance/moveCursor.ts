import type { Terms } from './formulation.ts';
import type { Geometry } from '../geometry/geometry.ts';
import { cinInGroup, cinOf, groupOf } from './channels.ts';
import { rotatedTapAt, tapsPerChannel, tapsOf } from './elementTaps.ts';
import { nearestPoint } from './tile.ts';
import { isTap, keyOf, type OutputIndex, type Tap, type TermKey } from './provenance.ts';
import type { Cursor } from './stage.ts';

/** The cursor on this term of the element; null if it is none of the element's. */
export function cursorAt(terms: Terms, geometry: Geometry, { n, c, y, x }: OutputIndex, key: TermKey): Cursor | null {
  const term = terms.termIndexOf(geometry, { n, c, y, x }, key);
  return term === null ? null : { n, c, y, x, term };
}

/**
 * The cursor on another output element, on the same tap or ξ and input channel (of the element's own
 * group) if they are a term there too, else on another term of that channel. Where the element has
 * no terms at all (nothing but the bias reaches it), term is 0.
 */
export function moveCursor(terms: Terms, geometry: Geometry, cursor: Cursor, element: OutputIndex): Cursor {
  const key = keyUnder(terms, geometry, cursor);
  const place = cinInGroup(geometry, channelOf(terms, geometry, cursor));
  const cin = cinOf(geometry, groupOf(geometry, element.c), place);
  const same = key === null ? null : cursorAt(terms, geometry, element, { ...key, cin });
  return same ?? cursorOfChannel(terms, geometry, element, cin, key);
}

/** The cursor on a term of this input channel, on the ξ nearest to that of `near`; on no term where the element has none. */
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

/** The first tap of a channel that brings a real input element; null if none does. */
function firstTap(geometry: Geometry, element: OutputIndex, cin: number): Tap | null {
  const taps = tapsOf(geometry, element);
  const count = tapsPerChannel(taps);
  if (count === 0) return null;
  const place = cinInGroup(geometry, cin) * count;
  return rotatedTapAt(geometry, taps, groupOf(geometry, element.c), place);
}

/** What tells the cursor's term from the element's others; null if the element has no such term. */
export function keyUnder(terms: Terms, geometry: Geometry, cursor: Cursor): TermKey | null {
  if (cursor.term >= terms.termCount(geometry, cursor)) return null;
  return keyOf(terms.termAt(geometry, cursor, cursor.term));
}

/** The tap of the cursor's term; null if the element has no such term, or if it is no tap's. */
export function tapUnder(terms: Terms, geometry: Geometry, cursor: Cursor): Tap | null {
  const key = keyUnder(terms, geometry, cursor);
  return key !== null && isTap(key) ? key : null;
}

/** The input channel of the cursor's term; the first one of its group if the element has no such term. */
export function channelOf(terms: Terms, geometry: Geometry, cursor: Cursor): number {
  const key = keyUnder(terms, geometry, cursor);
  return key?.cin ?? cinOf(geometry, groupOf(geometry, cursor.c), 0);
}
