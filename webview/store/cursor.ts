import { cursorAt, cursorOfChannel, keyUnder } from '../../src/engine/provenance/moveCursor.ts';
import type { Cursor } from '../../src/engine/provenance/stage.ts';
import { cursor, hover, loaded } from './session.ts';
import type { Loaded } from './session.ts';

const clamp = (value: number, size: number): number =>
  Math.max(0, Math.min(Number.isFinite(value) ? Math.trunc(value) : 0, size - 1));

/** The nearest place that exists. An output without elements (N = 0) leaves the origin. */
export function clampCursor(place: Cursor, { geometry, formulation }: Loaded): Cursor {
  const element = {
    n: clamp(place.n, geometry.n),
    c: clamp(place.c, geometry.cout),
    y: clamp(place.y, geometry.h.outputSize),
    x: clamp(place.x, geometry.w.outputSize),
  };
  const terms = geometry.n === 0 ? 0 : formulation.termCount(geometry, element);
  return { ...element, term: clamp(place.term, terms) };
}

/** The middle of the output and of its dot product: away from the borders, where everything shows. */
export function middleOf({ geometry, formulation }: Loaded): Cursor {
  const half = (size: number): number => Math.floor(size / 2);
  const element = {
    n: 0,
    c: half(geometry.cout),
    y: half(geometry.h.outputSize),
    x: half(geometry.w.outputSize),
  };
  const terms = geometry.n === 0 ? 0 : formulation.termCount(geometry, element);
  return { ...element, term: half(terms) };
}

let placed = false;

/** The next run to be shown puts the cursor in its middle. */
export function resetCursor(): void {
  placed = false;
}

/** Where the cursor was when the page was last here. */
export function restoreCursor(place: Cursor): void {
  cursor.value = place;
  placed = true;
}

/** For a run that is about to be shown: the cursor stays where it was as far as that still exists. */
export function placeCursor(run: Loaded, before: Loaded | null): void {
  cursor.value = placed ? carryOver(cursor.value, run, before) : middleOf(run);
  hover.value = null;
  placed = true;
}

/** The same element and, while the weight keeps its shape, the same tap: formulations count their terms differently. */
function carryOver(place: Cursor, run: Loaded, before: Loaded | null): Cursor {
  const clamped = clampCursor(place, run);
  if (before === null || before.geometry.n === 0 || run.geometry.n === 0) return clamped;
  const shapes = [before, run].map(({ run: { call } }) => call.weight.shape.join());
  const groups = [before, run].map(({ geometry }) => geometry.params.groups);
  if (shapes[0] !== shapes[1] || groups[0] !== groups[1]) return clamped;
  const key = keyUnder(before.formulation, before.geometry, clampCursor(place, before));
  if (key === null) return clamped;
  const same = cursorAt(run.formulation, run.geometry, clamped, key);
  if (same !== null) return same;
  // From taps to ξ and back there is no same term; the channel is kept.
  const points = [before, run].map(({ formulation }) => formulation.id === 'winograd');
  return points[0] === points[1] ? clamped : cursorOfChannel(run.formulation, run.geometry, clamped, key.cin, key);
}

/** Moves the cursor, clamped to what exists; says where it now is. */
export function moveTo(to: Partial<Cursor>): Cursor {
  const run = loaded.value;
  if (run !== null) cursor.value = clampCursor({ ...cursor.value, ...to }, run);
  return cursor.value;
}
