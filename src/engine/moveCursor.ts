import type { Terms } from './formulation.ts';
import type { Geometry } from './geometry.ts';
import { cinInGroup, cinOf, groupOf } from './provenance/channels.ts';
import { rotatedTapAt, tapsPerChannel, tapsOf } from './provenance/elementTaps.ts';
import type { OutputIndex, Tap } from './provenance.ts';
import type { Cursor } from './stage.ts';

/** The cursor on this tap's product of the element; null if it is none of the element's terms. */
export function cursorAt(
  terms: Terms,
  geometry: Geometry,
  { n, c, y, x }: OutputIndex,
  tap: Tap,
): Cursor | null {
  const term = terms.termIndexOf(geometry, { n, c, y, x }, tap);
  return term === null ? null : { n, c, y, x, term };
}

/**
 * The cursor on another output element, on the same tap and input channel (of the element's own
 * group) if they are a term there too, else on another term of that channel. Where the element has
 * no terms at all (nothing but the bias reaches it), term is 0.
 */
export function moveCursor(
  terms: Terms,
  geometry: Geometry,
  cursor: Cursor,
  element: OutputIndex,
): Cursor {
  const { n, c, y, x } = element;
  const taps = tapsOf(geometry, element);
  const cin = channelOf(terms, geometry, cursor);
  const group = groupOf(geometry, c);
  const place = cinInGroup(geometry, cin);
  const old = tapUnder(terms, geometry, cursor);
  const same =
    old === null
      ? null
      : cursorAt(terms, geometry, element, { ...old, cin: cinOf(geometry, group, place) });
  if (same !== null) return same;
  if (tapsPerChannel(taps) === 0) return { n, c, y, x, term: 0 };
  const first = rotatedTapAt(geometry, taps, group, place * tapsPerChannel(taps));
  return cursorAt(terms, geometry, element, first) ?? { n, c, y, x, term: 0 };
}

/** The tap of the cursor's term; null if the element has no such term. */
export function tapUnder(terms: Terms, geometry: Geometry, cursor: Cursor): Tap | null {
  if (cursor.term >= terms.termCount(geometry, cursor)) return null;
  return terms.termAt(geometry, cursor, cursor.term).weight;
}

/** The input channel of the cursor's term; the first one of its group if the element has no such term. */
export function channelOf(terms: Terms, geometry: Geometry, cursor: Cursor): number {
  const tap = tapUnder(terms, geometry, cursor);
  return tap?.cin ?? cinOf(geometry, groupOf(geometry, cursor.c), 0);
}
