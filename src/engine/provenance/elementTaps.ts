import type { Geometry } from '../geometry/geometry.ts';
import type { OutputIndex, Tap, TermKey } from './provenance.ts';
import { cinInGroup, cinOf, groupOf, groupOfInput } from './channels.ts';
import { flatten, unflatten } from './flat.ts';
import type { Progression } from './progression.ts';
import { placeOfTap, tapAtPlace, tapsReaching } from './tapProgressions.ts';

/** The stored taps of one channel that matter along each axis; the same for every channel of a group. */
export interface ChannelTaps {
  readonly y: Progression;
  readonly x: Progression;
}

/** The taps through which an output element sees a real input element. */
export function tapsOf({ h, w }: Geometry, { y, x }: Pick<OutputIndex, 'y' | 'x'>): ChannelTaps {
  return { y: tapsReaching(h, y), x: tapsReaching(w, x) };
}

/** Taps of one channel. */
export function tapsPerChannel({ y, x }: ChannelTaps): number {
  return y.count * x.count;
}

/** The tap at this place of (channel within the group, rotated tap), row-major. */
export function rotatedTapAt(geometry: Geometry, taps: ChannelTaps, group: number, place: number): Tap {
  const at = unflatten({ rows: taps.y.count, columns: taps.x.count }, place);
  return {
    cin: cinOf(geometry, group, at.plane),
    ky: tapAtPlace(taps.y, at.row),
    kx: tapAtPlace(taps.x, at.column),
  };
}

/** The inverse of {@link rotatedTapAt}; null if the tap is not among them. */
export function rotatedPlaceOf(geometry: Geometry, taps: ChannelTaps, tap: Tap): number | null {
  const row = placeOfTap(taps.y, tap.ky);
  const column = placeOfTap(taps.x, tap.kx);
  if (row === null || column === null) return null;
  const plane = cinInGroup(geometry, tap.cin);
  return flatten({ rows: taps.y.count, columns: taps.x.count }, { plane, row, column });
}

/** The tap at this place of (stored tap, channel within the group), row-major: fold's order. */
export function storedTapAt(geometry: Geometry, taps: ChannelTaps, group: number, place: number): Tap {
  const at = unflatten({ rows: taps.x.count, columns: geometry.cinPerGroup }, place);
  return {
    cin: cinOf(geometry, group, at.column),
    ky: taps.y.first + at.plane * taps.y.step,
    kx: taps.x.first + at.row * taps.x.step,
  };
}

/** The inverse of {@link storedTapAt}; null if the tap is not among them. */
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

/** Whether an output element and a term's channel belong together. */
export function sameGroup(geometry: Geometry, element: OutputIndex, { cin }: TermKey): boolean {
  return groupOfInput(geometry, cin) === groupOf(geometry, element.c);
}
