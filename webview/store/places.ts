import { cursorAt, cursorOfChannel, keyUnder, moveCursor } from '../../src/engine/provenance/moveCursor.ts';
import { outputAt, outputOffset } from '../../src/engine/provenance/offsets.ts';
import type { Cursor } from '../../src/engine/provenance/stage.ts';
import { elementCount } from '../../src/engine/core/tensor.ts';
import type { RunModel } from './runModel.ts';

/** The parts of a run that determine which elements and terms exist. */
type Places = Pick<RunModel, 'geometry' | 'formulation'>;

const clamp = (value: number, size: number): number =>
  Math.max(0, Math.min(Number.isFinite(value) ? Math.trunc(value) : 0, size - 1));

/** Returns the nearest element and term that exist; the origin if the output has no elements (N = 0). */
export function clampCursor(place: Cursor, { geometry, formulation }: Places): Cursor {
  const element = {
    n: clamp(place.n, geometry.n),
    c: clamp(place.c, geometry.cout),
    y: clamp(place.y, geometry.h.outputSize),
    x: clamp(place.x, geometry.w.outputSize),
  };
  const terms = geometry.n === 0 ? 0 : formulation.termCount(geometry, element);
  return { ...element, term: clamp(place.term, terms) };
}

/** Returns the middle of the output and of its dot product, away from the borders. */
export function middleOf({ geometry, formulation }: Places): Cursor {
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

/**
 * Converts a cursor of the run `before` to one of `run`: the same element and, if the shape of the weight is the same,
 * the same tap, whose term index depends on the formulation. If they do not exist, the nearest.
 */
export function carryOver(place: Cursor, run: RunModel, before: RunModel | null): Cursor {
  const clamped = clampCursor(place, run);
  if (before === null || before.geometry.n === 0 || run.geometry.n === 0) return clamped;
  const shapes = [before, run].map(({ run: { call } }) => call.weight.shape.join());
  const groups = [before, run].map(({ geometry }) => geometry.params.groups);
  if (shapes[0] !== shapes[1] || groups[0] !== groups[1]) return clamped;
  const key = keyUnder(before.formulation, before.geometry, clampCursor(place, before));
  if (key === null) return clamped;
  const same = cursorAt(run.formulation, run.geometry, clamped, key);
  if (same !== null) return same;
  // Between taps and ξ no terms correspond, so only the channel is kept.
  const isSameForm = before.formulation.termForm === run.formulation.termForm;
  return isSameForm ? clamped : cursorOfChannel(run.formulation, run.geometry, clamped, key.cin, key);
}

/** Returns the number of terms of an element. */
export function termsAt({ geometry, formulation }: Places, place: Cursor): number {
  return geometry.n === 0 ? 0 : formulation.termCount(geometry, place);
}

/** Returns the number of output elements. */
export function elementsOf({ geometry }: Pick<Places, 'geometry'>): number {
  return elementCount(geometry.outputShape);
}

/** Returns the next or previous element in row-major order, at the same tap; null at the end of the output. */
export function elementBeside(run: Places, at: Cursor, by: 1 | -1): Cursor | null {
  const offset = outputOffset(run.geometry, at) + by;
  if (offset < 0 || offset >= elementsOf(run)) return null;
  return moveCursor(run.formulation, run.geometry, at, outputAt(run.geometry, offset));
}
