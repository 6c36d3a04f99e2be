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
  /** Calls a function with the flat index of each element of a set. */
  readonly visit: (set: number, each: (at: number) => void) => void;
}

/** The sizes of a tensor of planes. */
type Sizes = Pick<Geometry, 'n' | 'cout'> & {
  readonly h: { readonly outputSize: number };
  readonly w: { readonly outputSize: number };
};

/** Returns the sets of elements that differ only along `axes`. */
export function setsAlong(sizes: Sizes, axes: string, over: string, groups = 1): ElementSets {
  const { n, cout, h, w } = sizes;
  const lengths = [n, groups, cout / groups, h.outputSize, w.outputSize];
  const isShared = setAxes.map((axis) => axes.includes(axis) || (axis === 'G' && groups === 1 && axes.includes('C')));
  const strides = lengths.map((_, i) => lengths.slice(i + 1).reduce((product, length) => product * length, 1));
  const parts = lengths.map((length, i) => ({ length, stride: strides[i] as number, isShared: isShared[i] === true }));
  const shared = parts.filter((part) => part.isShared && part.length > 1);
  const kept = parts.filter((part) => !part.isShared && part.length > 1);
  const product = (list: typeof parts): number => list.reduce((all, { length }) => all * length, 1);
  const first = (set: number): number => {
    let [rest, at] = [set, 0];
    for (let i = kept.length - 1; i >= 0; i--) {
      const { length, stride } = kept[i] as (typeof kept)[number];
      at += (rest % length) * stride;
      rest = Math.floor(rest / length);
    }
    return at;
  };
  const walk = (axis: number, at: number, each: (at: number) => void): void => {
    const part = shared[axis];
    if (part === undefined) each(at);
    else for (let i = 0; i < part.length; i++) walk(axis + 1, at + i * part.stride, each);
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
    visit: (set, each) => {
      walk(0, first(set), each);
    },
  };
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
    ['H', 'over the rows'],
    ['W', 'over the columns'],
    ['CHW', 'over each image'],
    ['NHW', 'over each channel of the batch'],
    ['NC', 'over the batch and the channels'],
    ['NCHW', 'over all of it'],
  ] as const;
  return named.map(([axes, over]) => setsAlong(sizes, axes, over)).filter(({ size }) => size > 1);
}
