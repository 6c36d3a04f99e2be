import { cursorAt, cursorOfChannel, keyUnder, moveCursor } from '../../src/engine/provenance/moveCursor.ts';
import { outputAt, outputOffset } from '../../src/engine/provenance/offsets.ts';
import type { Cursor } from '../../src/engine/provenance/stage.ts';
import { elementCount } from '../../src/engine/core/tensor.ts';
import type { RunModel } from './runModel.ts';

/** What a place in a run depends on. */
type Places = Pick<RunModel, 'geometry' | 'formulation'>;

const clamp = (value: number, size: number): number =>
  Math.max(0, Math.min(Number.isFinite(value) ? Math.trunc(value) : 0, size - 1));

/** The nearest place that exists. An output without elements (N = 0) leaves the origin. */
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

/** The middle of the output and of its dot product: away from the borders, where everything shows. */
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

/** A place of the run before in this one: the same element and, while the weight keeps its shape, the same tap. Formulations count their terms differently. */
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
  // From taps to ξ and back there is no same term; the channel is kept.
  const isSameForm = before.formulation.termForm === run.formulation.termForm;
  return isSameForm ? clamped : cursorOfChannel(run.formulation, run.geometry, clamped, key.cin, key);
}

/** Number of terms at a place. */
export function termsAt({ geometry, formulation }: Places, place: Cursor): number {
  return geometry.n === 0 ? 0 : formulation.termCount(geometry, place);
}

/** Elements of the output. */
export function elementsOf({ geometry }: Pick<Places, 'geometry'>): number {
  return elementCount(geometry.outputShape);
}

/** The next or previous element in row-major order, on the same tap; null at the output's end. */
export function elementBeside(run: Places, at: Cursor, by: 1 | -1): Cursor | null {
  const offset = outputOffset(run.geometry, at) + by;
  if (offset < 0 || offset >= elementsOf(run)) return null;
  return moveCursor(run.formulation, run.geometry, at, outputAt(run.geometry, offset));
}
