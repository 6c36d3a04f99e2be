import type { Formulation } from '../../provenance/formulation.ts';
import type { Geometry } from '../../geometry/geometry.ts';
import { cursorAt, cursorOfChannel } from '../../provenance/moveCursor.ts';
import { tapBetween } from '../../provenance/axis.ts';
import { nearestMember } from '../../provenance/progression.ts';
import type { OutputIndex, Tap } from '../../provenance/provenance.ts';
import type { Cursor } from '../../provenance/stage.ts';
import { formulatedReach } from './sourceReach.ts';
import type { NonFiniteElement } from './sources.ts';

/**
 * Where the cursor sees a source: on the output element nearest to `near` of those that the source makes non-finite in
 * the formulation, on the term that has it for a factor. Of a source that reaches no output, and of a bias, any term.
 */
export function sourceCursor(
  formulation: Formulation,
  geometry: Geometry,
  source: NonFiniteElement,
  near: Cursor,
): Cursor {
  const reach = formulatedReach(geometry, formulation.id, source);
  const element: OutputIndex = {
    n: nearestMember(reach.n, near.n) ?? near.n,
    c: nearestMember(reach.c, near.c) ?? near.c,
    y: nearestMember(reach.y, near.y) ?? near.y,
    x: nearestMember(reach.x, near.x) ?? near.x,
  };
  const tap = tapOf(geometry, source, element);
  if (tap === null) return { ...element, term: 0 };
  return (
    cursorAt(formulation, geometry, element, tap) ?? cursorOfChannel(formulation, geometry, element, tap.cin, null)
  );
}

/** The tap that brings the source to the element; null of a bias. An input that none brings there has its channel's first. */
function tapOf({ h, w }: Geometry, source: NonFiniteElement, { y, x }: OutputIndex): Tap | null {
  const { of, index } = source;
  switch (of) {
    case 'input': {
      const [cin = 0, row = 0, column = 0] = index.slice(-3);
      return { cin, ky: tapBetween(h, row, y) ?? 0, kx: tapBetween(w, column, x) ?? 0 };
    }
    case 'weight': {
      const [cin = 0, , ky = 0, kx = 0] = index;
      return { cin, ky, kx };
    }
    case 'bias':
      return null;
    default: {
      const never: never = of;
      return never;
    }
  }
}
