import { keyUnder } from '../provenance/moveCursor.ts';
import { cinOf, groupOf } from '../provenance/channels.ts';
import { nearestPoint } from '../provenance/tile.ts';
import { isTap, type Point } from '../provenance/provenance.ts';
import type { Cursor } from '../provenance/stage.ts';
import type { StageContext } from './stageContext.ts';

/** The ξ and the input channel of the cursor's term; the element's first where it has no such term. */
export function pointUnder({ terms, geometry }: StageContext, cursor: Cursor): Point {
  const key = keyUnder(terms, geometry, cursor);
  if (key !== null && !isTap(key)) return key;
  const first = { cin: cinOf(geometry, groupOf(geometry, cursor.c), 0), xi: 0, nu: 0 };
  return nearestPoint(geometry, cursor, first) ?? first;
}
