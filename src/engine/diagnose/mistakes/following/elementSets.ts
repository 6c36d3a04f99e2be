import type { Geometry } from '../../../geometry/geometry.ts';

/** The axes of an output as sets of elements see them: its channels are divided into groups. */
const setAxes = ['N', 'G', 'C', 'H', 'W'] as const;

/** A division of an output into sets: elements that differ only along some axes are in the same set. */
export interface ElementSets {
  /** The axes of (N, C, H, W) along which a set extends. */
  readonly axes: string;
  /** The same in words: "over the channels of each pixel". */
  readonly over: string;
  /** Number of groups of channels. */
  readonly groups: number;
  /** The axes of (N, C, H, W) in code: "(2, 3)"; those of (N, G, C/G, H, W) if there are several groups. */
  readonly dims: readonly number[];
  /** Number of elements of a set. */
  readonly size: number;
  readonly count: number;
  /** Returns the number of an element's set; the sets are numbered in the order of the other axes. */
  readonly setOf: (at: number) => number;
  /** Returns the flat index of an element of a set, by its number in the order of {@link visit}. */
  readonly elementOf: (set: number, number: number) => number;
  /** Calls a function with the flat index of each element of a set. */
  readonly visit: (set: number, each: (at: number) => void) => void;
  /** Calls a function with the runs of a set, in the order of {@link visit}: `length` elements from `from`, `stride` apart. */
  readonly runs: (set: number, each: (from: number, length: number, stride: number) => void) => void;
}

/** The sizes of a tensor of planes. */
type Sizes = Pick<Geometry, 'n' | 'cout'> & {
  readonly h: { readonly outputSize: number };
  readonly w: { readonly outputSize: number };
};

/** An axis, or several that are one in memory: its length, and how far apart its elements are. */
interface Part {
  readonly length: number;
  readonly stride: number;
}

const product = (parts: readonly Part[]): number => parts.reduce((all, { length }) => all * length, 1);

/** Returns the flat index of an element along some axes, by its number. */
function placeOf(parts: readonly Part[], number: number): number {
  let [rest, at] = [number, 0];
  for (let i = parts.length - 1; i >= 0; i--) {
    const { length, stride } = parts[i] as Part;
    at += (rest % length) * stride;
    rest = Math.floor(rest / length);
  }
  return at;
}

/** Joins axes that follow each other in memory. */
function joined(parts: readonly Part[]): readonly Part[] {
  const made: Part[] = [];
  for (const part of parts) {
    const before = made.at(-1);
    if (before?.stride === part.length * part.stride)
      made[made.length - 1] = { length: before.length * part.length, stride: part.stride };
    else made.push(part);
  }
  return made;
}

/** Returns the sets of elements that differ only along `axes`. */
export function setsAlong(sizes: Sizes, axes: string, over: string, groups = 1): ElementSets {
  const { n, cout, h, w } = sizes;
  const lengths = [n, groups, cout / groups, h.outputSize, w.outputSize];
  const isShared = setAxes.map((axis) => axes.includes(axis) || (axis === 'G' && groups === 1 && axes.includes('C')));
  const strides = lengths.map((_, i) => lengths.slice(i + 1).reduce((product, length) => product * length, 1));
  const parts = lengths.map((length, i) => ({ length, stride: strides[i] as number, isShared: isShared[i] === true }));
  const shared = parts.filter((part) => part.isShared && part.length > 1);
  const kept = parts.filter((part) => !part.isShared && part.length > 1);
  const first = (set: number): number => placeOf(kept, set);
  // Neighbours of one set follow each other in the innermost runs; the others are counted like digits.
  const runsOf = joined(shared);
  const inner = runsOf.at(-1) ?? { length: 1, stride: 1 };
  const outer = runsOf.slice(0, -1);
  const runs: ElementSets['runs'] = (set, each) => {
    const start = first(set);
    const count = product(outer);
    for (let run = 0; run < count; run++) each(start + placeOf(outer, run), inner.length, inner.stride);
  };
  const inCode = groups === 1 ? [0, null, 1, 2, 3] : [0, 1, 2, 3, 4];
  return {
    axes,
    over,
    groups,
    dims: inCode.filter((dim, i): dim is number => dim !== null && isShared[i] === true),
    size: product(shared),
    count: product(kept),
    setOf: (at) => {
      let set = 0;
      for (const { length, stride } of kept) set = set * length + (Math.floor(at / stride) % length);
      return set;
    },
    elementOf: (set, number) => first(set) + placeOf(shared, number),
    runs,
    visit: (set, each) => {
      runs(set, (from, length, stride) => {
        for (let i = 0; i < length; i++) each(from + i * stride);
      });
    },
  };
}

/** Returns the axes of sets as a tuple in code: "(1,)", "(2, 3)". */
export function tupleOf({ dims }: ElementSets): string {
  return `(${dims.join(', ')}${dims.length === 1 ? ',' : ''})`;
}

/** Returns the numbers of groups, other than 1 and `channels`, into which channels can be divided. */
const groupCounts = (channels: number): readonly number[] =>
  Array.from({ length: channels }, (_, i) => i + 1).filter((g) => g > 1 && g < channels && channels % g === 0);

/** The sets over which networks normalize, by the layer that does; sets of one element, and equal ones, are left out. */
export function normalizedSets(sizes: Sizes): readonly ElementSets[] {
  const { cout } = sizes;
  const named: readonly (readonly [axes: string, over: string, groups?: number])[] = [
    ['C', 'over the channels of each pixel'],
    ['HW', 'over each channel of each image'],
    ['CHW', 'over each image'],
    ['NHW', 'over each channel of the batch'],
    ['W', 'over each row'],
    ['H', 'over each column'],
    ['N', 'over the batch'],
    ['NCHW', 'over the whole output'],
    ...groupCounts(cout).flatMap((g) => [
      ['CHW', `over ${g} groups of channels`, g] as const,
      ['C', `over ${g} groups of channels of each pixel`, g] as const,
    ]),
  ];
  const seen = new Set<string>();
  return named
    .map(([axes, over, groups]) => ({ axes, sets: setsAlong(sizes, axes, over, groups) }))
    .filter(({ axes, sets }) => {
      const { n, h, w } = { n: sizes.n, h: sizes.h.outputSize, w: sizes.w.outputSize };
      const lengths = { N: n, C: cout, H: h, W: w };
      const own = axes.replace(/./g, (axis) => (lengths[axis as keyof typeof lengths] > 1 ? axis : ''));
      const key = `${own} ${own.includes('C') ? sets.groups : 1}`;
      if (sets.size < 2 || seen.has(key)) return false;
      seen.add(key);
      return true;
    })
    .map(({ sets }) => sets);
}

/** The sets that scripts reduce to one number each; sets of one element are left out. */
export function reducedSets(sizes: Sizes): readonly ElementSets[] {
  const named = [
    ['N', 'over the batch'],
    ['C', 'over the channels'],
    ['HW', 'over each plane'],
    ['H', 'over the height'],
    ['W', 'over the width'],
    ['CHW', 'over each image'],
    ['NHW', 'over each channel of the batch'],
    ['NC', 'over the batch and the channels'],
    ['NCHW', 'over all of it'],
  ] as const;
  return named.map(([axes, over]) => setsAlong(sizes, axes, over)).filter(({ size }) => size > 1);
}
