import { keyUnder } from '../provenance/moveCursor.ts';
import { cinOf, groupOf } from '../provenance/channels.ts';
import { nearestPoint } from '../provenance/elementTile.ts';
import { isTap, type Point } from '../provenance/provenance.ts';
import type { Cursor } from '../provenance/stage.ts';
import type { StageContext } from './stageContext.ts';

/**
 * Returns the ξ and the input channel of the cursor's term. If the cursor is on no term, returns those of the element's
 * first term.
 */
export function pointUnder({ terms, geometry }: StageContext, cursor: Cursor): Point {
  const key = keyUnder(terms, geometry, cursor);
  if (key !== null && !isTap(key)) return key;
  const first = { cin: cinOf(geometry, groupOf(geometry, cursor.c), 0), xi: 0, nu: 0 };
  return nearestPoint(geometry, cursor, first) ?? first;
}
