import type { AxisGeometry, Geometry } from '../geometry/geometry.ts';
import type { OutputIndex, Tap, TermKey } from './provenance.ts';
import { cinInGroup, cinOf, groupOf, groupOfInput } from './channels.ts';
import { flatten, unflatten } from './blockIndex.ts';
import type { Progression } from './progression.ts';
import { placeOfTap, tapAtPlace, tapsReaching } from './tapProgressions.ts';

/**
 * The stored taps, along each axis, through which an output element reads its input. They are the same for every
 * channel.
 */
export interface ChannelTaps {
  readonly y: Progression;
  readonly x: Progression;
}

/** Returns the taps through which an output element reads an input element, not an inserted or padding zero. */
export function tapsOf({ h, w }: Geometry, { y, x }: Pick<OutputIndex, 'y' | 'x'>): ChannelTaps {
  return { y: tapsReaching(h, y), x: tapsReaching(w, x) };
}

/** Returns the number of tap pairs (y, x), which is the number of terms per channel. */
export function tapsPerChannel({ y, x }: ChannelTaps): number {
  return y.count * x.count;
}

/**
 * Returns the largest number of summands that an output element has. The bias counts, products with inserted and
 * padding zeros do not.
 */
export function mostSummands({ h, w, cinPerGroup, hasBias }: Geometry): number {
  return mostTaps(h) * mostTaps(w) * cinPerGroup + (hasBias ? 1 : 0);
}

/** Returns the largest number of taps that reach any output index along an axis. */
function mostTaps(axis: AxisGeometry): number {
  let most = 0;
  for (let o = 0; o < axis.outputSize; o++) most = Math.max(most, tapsReaching(axis, o).count);
  return most;
}

/** Returns the tap at position `place` in the order (channel within the group, rotated tap), row-major. */
export function rotatedTapAt(geometry: Geometry, taps: ChannelTaps, group: number, place: number): Tap {
  const at = unflatten({ rows: taps.y.count, columns: taps.x.count }, place);
  return {
    cin: cinOf(geometry, group, at.plane),
    ky: tapAtPlace(taps.y, at.row),
    kx: tapAtPlace(taps.x, at.column),
  };
}

/** Returns the position of a tap in the order of {@link rotatedTapAt}; null if the tap is not among `taps`. */
export function rotatedPlaceOf(geometry: Geometry, taps: ChannelTaps, tap: Tap): number | null {
  const row = placeOfTap(taps.y, tap.ky);
  const column = placeOfTap(taps.x, tap.kx);
  if (row === null || column === null) return null;
  const plane = cinInGroup(geometry, tap.cin);
  return flatten({ rows: taps.y.count, columns: taps.x.count }, { plane, row, column });
}

/**
 * Returns the tap at position `place` in the order (stored tap, channel within the group), row-major. Fold adds in this
 * order.
 */
export function storedTapAt(geometry: Geometry, taps: ChannelTaps, group: number, place: number): Tap {
  const at = unflatten({ rows: taps.x.count, columns: geometry.cinPerGroup }, place);
  return {
    cin: cinOf(geometry, group, at.column),
    ky: taps.y.first + at.plane * taps.y.step,
    kx: taps.x.first + at.row * taps.x.step,
  };
}

/** Returns the position of a tap in the order of {@link storedTapAt}; null if the tap is not among `taps`. */
export function storedPlaceOf(geometry: Geometry, taps: ChannelTaps, tap: Tap): number | null {
  const fromLastRow = placeOfTap(taps.y, tap.ky);
  const fromLastColumn = placeOfTap(taps.x, tap.kx);
  if (fromLastRow === null || fromLastColumn === null) return null;
  return flatten(
    { rows: taps.x.count, columns: geometry.cinPerGroup },
    {
      plane: taps.y.count - 1 - fromLastRow,
      row: taps.x.count - 1 - fromLastColumn,
      column: cinInGroup(geometry, tap.cin),
    },
  );
}

/** Returns true if an output element and a term's input channel are in the same group. */
export function sameGroup(geometry: Geometry, element: OutputIndex, { cin }: TermKey): boolean {
  return groupOfInput(geometry, cin) === groupOf(geometry, element.c);
}
