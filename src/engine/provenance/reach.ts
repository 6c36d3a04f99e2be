import type { Geometry } from '../geometry/geometry.ts';
import type { InputIndex, OutputIndex, WeightIndex } from './provenance.ts';
import { outputsOfInputIndex, outputsOfTap } from './axisProvenance.ts';
import { coutOf, groupOfInput } from './channels.ts';
import { membersOf } from './progression.ts';
import type { Progression } from './progression.ts';

/** A set of output elements: all combinations of an image, a channel, a row and a column, each from a progression. */
export interface Reach {
  readonly n: Progression;
  readonly c: Progression;
  readonly y: Progression;
  readonly x: Progression;
}

/** Returns the output elements that an input element contributes to. Empty if all of them are cropped. */
export function reachOfInput(geometry: Geometry, { n, c, y, x }: InputIndex): Reach {
  const { coutPerGroup } = geometry;
  return {
    n: { first: n, step: 1, count: 1 },
    c: {
      first: coutOf(geometry, groupOfInput(geometry, c), 0),
      step: 1,
      count: coutPerGroup,
    },
    y: outputsOfInputIndex(geometry.h, y),
    x: outputsOfInputIndex(geometry.w, x),
  };
}

/** Returns the output elements that a weight element contributes to. Empty if all of them are cropped. */
export function reachOfWeight(geometry: Geometry, weight: WeightIndex): Reach {
  const { cin, cout, ky, kx } = weight;
  return {
    n: { first: 0, step: 1, count: geometry.n },
    c: {
      first: coutOf(geometry, groupOfInput(geometry, cin), cout),
      step: 1,
      count: 1,
    },
    y: outputsOfTap(geometry.h, ky),
    x: outputsOfTap(geometry.w, kx),
  };
}

/** Returns the output elements that the bias of channel `c` is added to. */
export function reachOfBias({ n, h, w }: Geometry, c: number): Reach {
  const all = (count: number): Progression => ({ first: 0, step: 1, count });
  return {
    n: all(n),
    c: { first: c, step: 1, count: 1 },
    y: all(h.outputSize),
    x: all(w.outputSize),
  };
}

/** Returns the number of output elements in a set. */
export function reachCount({ n, c, y, x }: Reach): number {
  return n.count * c.count * y.count * x.count;
}

/** Yields the output elements of a set in row-major order. */
export function* reachedElements(reach: Reach): Generator<OutputIndex, void, void> {
  for (const n of membersOf(reach.n))
    for (const c of membersOf(reach.c))
      for (const y of membersOf(reach.y)) for (const x of membersOf(reach.x)) yield { n, c, y, x };
}
