import { elementCount, type Tensor, zeros } from '../../engine/core/tensor.ts';

/** Returns the slices of a tensor at these positions of an axis, in the given order. */
export function takeAlong(tensor: Tensor, axis: number, places: readonly number[]): Tensor {
  const { dtype, shape, data } = tensor;
  const inner = elementCount(shape.slice(axis + 1));
  const size = shape[axis] as number;
  const outer = elementCount(shape.slice(0, axis));
  const kept = zeros(
    dtype,
    shape.map((old, at) => (at === axis ? places.length : old)),
  );
  for (let o = 0; o < outer; o++) {
    for (const [i, place] of places.entries()) {
      const from = (o * size + place) * inner;
      kept.data.set(data.subarray(from, from + inner), (o * places.length + i) * inner);
    }
  }
  return kept;
}

/** Returns `from`, …, `to` − 1. */
export function indicesFrom(from: number, to: number): readonly number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);
}

/**
 * Yields subsets of `count` things to keep, in the order of delta debugging (Zeller & Hildebrandt, Simplifying and
 * Isolating Failure-Inducing Input, 2002): one of 2, 4, 8 … parts, then all parts but one.
 */
export function* subsets(count: number): Generator<readonly number[], void, void> {
  for (const parts of everFinerParts(count, 2)) {
    yield* parts;
    if (parts.length === 2) continue;
    for (const part of parts) yield indicesFrom(0, count).filter((place) => !part.includes(place));
  }
}

/** Yields `count` things divided into `first`, 2 · `first`, … parts, and finally one by one. */
export function* everFinerParts(count: number, first: number): Generator<readonly (readonly number[])[], void, void> {
  for (let parts = first; count >= first; parts = Math.min(2 * parts, count)) {
    const edge = (part: number): number => Math.floor((part * count) / parts);
    yield indicesFrom(0, parts).map((part) => indicesFrom(edge(part), edge(part + 1)));
    if (parts >= count) return;
  }
}

/** Returns how many of `count` things to drop, leaving at least one: a half, a quarter, …, one. */
export function halvingDrops(count: number): readonly number[] {
  const all: number[] = [];
  for (let drop = Math.floor(count / 2); drop >= 1; drop = Math.floor(drop / 2)) all.push(drop);
  return all;
}
