import { largestFinite } from '../../rounding/largestFactors.ts';
import type { Shape } from '../../core/tensor.ts';
import { flatAt, indexAt } from '../../core/flatIndex.ts';

import type { Hypothesis } from '../model/hypothesis.ts';
import { afterwards } from './code.ts';
import type { Case } from '../model/mistake.ts';

/** Elements of a slice that it is recognised by. */
const signs = 12;
/** Slices whose order is written down as code. */
const mostListed = 16;
/** How near a value must be to be the same one, relative to the largest: whoever matches is confirmed in full later. */
const nearness = 1e-3;

/**
 * The slices of the output along an axis (−3 channels, −4 batch elements) in another order, if each one of the
 * actual output looks like one of the reference; null if not, or if nothing is out of order.
 */
export function permutationOf(of: Case, axis: -3 | -4): Hypothesis | null {
  const { call, actual, geometry, reference } = of;
  const shape = geometry.outputShape;
  if (actual.data.length !== reference.data.length) return null;
  const size = shape.at(axis) ?? 1;
  if (size < 2) return null;
  const scale = nearness * largestFinite(reference, 0, reference.data.length);
  const rest = reference.data.length / size;
  const places = Array.from({ length: Math.min(signs, rest) }, (_, i) =>
    Math.floor(((i + 0.5) * rest) / Math.min(signs, rest)),
  );
  const sign = (data: ArrayLike<number>, slice: number): readonly number[] =>
    places.map((place) => data[placeIn(shape, axis, slice, place)] ?? NaN);
  const known = Array.from({ length: size }, (_, slice) => sign(reference.data, slice));
  const order: number[] = [];
  for (let slice = 0; slice < size; slice++) {
    const wanted = sign(actual.data, slice);
    const like = (other: readonly number[]): boolean =>
      other.every((value, i) => Math.abs(value - (wanted[i] ?? NaN)) <= scale);
    // Itself first: only what is out of order is to move.
    const found = like(known[slice] ?? []) ? slice : known.findIndex(like);
    if (found < 0) return null;
    order.push(found);
  }
  if (order.every((from, slice) => from === slice)) return null;
  const what = axis === -3 ? 'channel' : 'element';
  const movedSlices = order.flatMap((from, slice) => (from === slice ? [] : [`${slice} is ${from}`]));
  const listed = movedSlices.slice(0, 8).join(', ') + (movedSlices.length > 8 ? ', …' : '');
  return {
    detail: `${what} ${listed}`,
    call,
    words: {
      what: axis === -3 ? 'order of the channels' : 'order of the batch',
      yours: order,
      required: order.map((_, slice) => slice),
    },
    // Of many the list would be no code to read.
    code:
      order.length > mostListed
        ? null
        : afterwards(axis === -3 ? `y = y[:, [${order.join(', ')}]]` : `y = y[[${order.join(', ')}]]`),
    arranged: {
      shape,
      source: (at) => {
        const index = indexAt(shape, at);
        const position = shape.length + axis;
        index[position] = order[index[position] ?? 0] ?? 0;
        return flatAt(shape, index);
      },
    },
  };
}

function placeIn(shape: Shape, axis: number, slice: number, place: number): number {
  const position = shape.length + axis;
  const others = shape.filter((_, i) => i !== position);
  const index = indexAt(others, place);
  index.splice(position, 0, slice);
  return flatAt(shape, index);
}
