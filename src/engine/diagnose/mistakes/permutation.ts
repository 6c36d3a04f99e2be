import { largestFinite } from '../../rounding/largestFactors.ts';
import type { Shape } from '../../core/tensor.ts';
import { flatAt, indexAt } from '../../core/flatIndex.ts';
import { slicesFrom } from '../model/arrangements.ts';
import type { Hypothesis, OtherCall } from '../model/hypothesis.ts';
import { afterwards } from './code.ts';
import { precisionTolerance } from './looksLike.ts';
import type { DiagnosisTarget } from '../model/mistake.ts';

/** Number of elements by which a slice is recognised. */
const samplesPerSlice = 12;
/** Places of a slice among which those are chosen at which slices differ, and the most slices that are compared there. */
const placesTried = 96;
const slicesCompared = 16;
/** The most slices whose order is written as code. */
const mostListed = 16;

/**
 * Finds the order of the output's slices along an axis (−3 channels, −4 batch elements) if each slice of the actual
 * output looks like one of the reference. Returns null if one does not, or if the order is correct.
 */
export function permutationOf(target: DiagnosisTarget, axis: -3 | -4): Hypothesis | null {
  const { actual, geometry, reference } = target;
  const shape = geometry.outputShape;
  if (actual.data.length !== reference.data.length) return null;
  const size = shape.at(axis) ?? 1;
  if (size < 2) return null;
  const scale = precisionTolerance(target) * largestFinite(reference, 0, reference.data.length);
  const places = tellingPlaces(reference, shape, axis);
  const samplesOf = (data: ArrayLike<number>, slice: number): readonly number[] =>
    places.map((place) => data[placeIn(shape, axis, slice, place)] ?? NaN);
  const known = Array.from({ length: size }, (_, slice) => samplesOf(reference.data, slice));
  const order: number[] = [];
  for (let slice = 0; slice < size; slice++) {
    const wanted = samplesOf(actual.data, slice);
    const like = (other: readonly number[]): boolean =>
      other.every((value, i) => Math.abs(value - (wanted[i] ?? NaN)) <= scale);
    // Prefer the slice's own position, so that only misplaced slices move.
    const found = like(known[slice] ?? []) ? slice : known.findIndex(like);
    if (found < 0) return null;
    order.push(found);
  }
  if (order.every((from, slice) => from === slice)) return null;
  return permuted(target, axis, order);
}

/** Returns the places in a slice, of some that are spread over it, at which the slices differ most. */
function tellingPlaces({ data }: DiagnosisTarget['reference'], shape: Shape, axis: -3 | -4): readonly number[] {
  const size = shape.at(axis) ?? 1;
  const rest = data.length / size;
  const count = Math.min(placesTried, rest);
  const spreadAt = (place: number): number => {
    let [low, high] = [Infinity, -Infinity];
    for (let slice = 0; slice < Math.min(size, slicesCompared); slice++) {
      const value = data[placeIn(shape, axis, slice, place)] as number;
      [low, high] = [Math.min(low, value), Math.max(high, value)];
    }
    return Number.isFinite(high - low) ? high - low : 0;
  };
  return Array.from({ length: count }, (_, i) => Math.floor(((i + 0.5) * rest) / count))
    .map((place) => ({ place, spread: spreadAt(place) }))
    .sort((a, b) => b.spread - a.spread)
    .slice(0, samplesPerSlice)
    .map(({ place }) => place);
}

/** Returns the hypothesis of an output whose slices along an axis are in another order. */
function permuted({ call, geometry }: OtherCall, axis: -3 | -4, order: readonly number[]): Hypothesis {
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
    // A long list would be unreadable as code.
    code:
      order.length > mostListed
        ? null
        : afterwards(axis === -3 ? `y = y[:, [${order.join(', ')}]]` : `y = y[[${order.join(', ')}]]`),
    // The order says nothing about another number of slices.
    again: (other) => (other.geometry.outputShape.at(axis) === order.length ? permuted(other, axis, order) : null),
    arranged: slicesFrom(geometry.outputShape, axis, (slice) => order[slice] ?? 0),
    fitted: order.length,
  };
}

function placeIn(shape: Shape, axis: number, slice: number, place: number): number {
  const position = shape.length + axis;
  const others = shape.filter((_, i) => i !== position);
  const index = indexAt(others, place);
  index.splice(position, 0, slice);
  return flatAt(shape, index);
}
