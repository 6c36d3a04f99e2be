import type { Geometry } from '../geometry/geometry.ts';
import type { InputIndex, OutputIndex, WeightIndex } from './provenance.ts';
import { outputsOfInputIndex, outputsOfTap } from './axis.ts';
import { coutOf, groupOfInput } from './channels.ts';
import { membersOf } from './progression.ts';
import type { Progression } from './progression.ts';

/** A lattice of output elements: every combination of a member of each axis. */
export interface Reach {
  readonly n: Progression;
  readonly c: Progression;
  readonly y: Progression;
  readonly x: Progression;
}

/** The output elements that an input element contributes to; empty where all of them are cropped. */
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

/** The output elements that a weight element contributes to; empty where all of them are cropped. */
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

/** Number of output elements in a reach. */
export function reachCount({ n, c, y, x }: Reach): number {
  return n.count * c.count * y.count * x.count;
}

/** The output elements of a reach, in row-major order. */
export function* reachedElements(reach: Reach): Generator<OutputIndex, void, void> {
  for (const n of membersOf(reach.n))
    for (const c of membersOf(reach.c))
      for (const y of membersOf(reach.y)) for (const x of membersOf(reach.x)) yield { n, c, y, x };
}
