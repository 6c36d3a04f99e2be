import { assertNever } from '../../core/assertNever.ts';
import type { Call } from '../../core/call.ts';
import { isSameShape } from '../../core/tensor.ts';
import type { Geometry } from '../../geometry/geometry.ts';
import { largestFinite } from '../../rounding/largestFactors.ts';
import type { Following, Hypothesis, OtherCall } from '../model/hypothesis.ts';
import type { DiagnosisTarget, Mistake } from '../model/mistake.ts';
import { nearby, shortNumber } from '../model/shortNumber.ts';
import { biasCode } from './code.ts';
import { matchTolerance } from './looksLike.ts';

// Mistakes about which elements get which bias: a bias that depends on more than the channel.

/** Returns a function that gives an element, at a flat index, another bias than that of its channel. */
function withBiasAt(call: Call, biasAt: (at: number, channel: number) => number): Following {
  return ({ value, bound }, channel, roundoff, at) => {
    const own = call.bias?.data[channel] ?? 0;
    const other = biasAt(at, channel);
    const size = Math.abs(value) + Math.abs(own) + Math.abs(other);
    return { value: value - own + other, bound: bound + 2 * roundoff * size };
  };
}

/** A number of an output element by which the bias may be indexed. */
interface BiasIndex {
  readonly what: string;
  /** Returns the number for the element at a flat index. */
  readonly of: (at: number) => number;
  /** The same numbers as an expression of PyTorch, in a shape that y is added to. */
  readonly code: string;
}

function biasIndices({ cout, columns, h, w, n }: Geometry): readonly BiasIndex[] {
  const [height, width] = [h.outputSize, w.outputSize];
  const all: readonly (BiasIndex & { readonly size: number })[] = [
    { what: 'the column', of: (at) => at % width, code: 'torch.arange(Wo)', size: width },
    {
      what: 'the row',
      of: (at) => Math.floor(at / width) % height,
      code: 'torch.arange(Ho).reshape(-1, 1)',
      size: height,
    },
    {
      what: 'the image',
      of: (at) => Math.floor(at / (columns * cout)),
      code: 'torch.arange(N).reshape(-1, 1, 1, 1)',
      size: n,
    },
    {
      what: 'the element of the plane',
      of: (at) => at % columns,
      code: 'torch.arange(Ho * Wo).reshape(Ho, Wo)',
      size: columns,
    },
    {
      what: 'the row in memory',
      of: (at) => Math.floor(at / width),
      code: 'torch.arange(N * Cout * Ho).reshape(N, Cout, Ho, 1)',
      size: n * cout * height,
    },
    {
      what: 'the element in memory',
      of: (at) => at,
      code: 'torch.arange(N * Cout * Ho * Wo).reshape(N, Cout, Ho, Wo)',
      size: n * cout * columns,
    },
  ];
  return all.filter(({ size }) => size > 1);
}

function* otherAxis({ call, geometry }: OtherCall): Iterable<Hypothesis> {
  const { bias } = call;
  const { cout } = geometry;
  if (bias === null || cout < 2) return;
  for (const { what, of, code } of biasIndices(geometry)) {
    yield {
      detail: `by ${what}`,
      call,
      following: withBiasAt(call, (at) => bias.data[of(at) % cout] as number),
      words: { what: 'index of the bias', yours: `${what.replace('the ', '')} mod Cout`, required: 'channel' },
      code: biasCode(`y = y + b[${code} % Cout]`),
    };
  }
}

/** What the number of times depends on that the bias was added. */
type CountAxis = 'image' | 'row' | 'column' | 'place';
const countAxes: readonly CountAxis[] = ['image', 'row', 'column', 'place'];

/** How many times the bias was added, for every image, row, column or place of a plane. */
interface BiasCounts {
  readonly by: CountAxis;
  readonly counts: readonly number[];
}

/** Returns the number of images, rows, columns or places. */
function sizeAlong({ n, h, w, columns }: Geometry, by: CountAxis): number {
  return { image: n, row: h.outputSize, column: w.outputSize, place: columns }[by];
}

/** Returns a function that gives the image, row, column or place of the element at a flat index. */
function entryOf({ columns, cout, w: { outputSize: width } }: Geometry, by: CountAxis): (at: number) => number {
  switch (by) {
    case 'image':
      return (at) => Math.floor(at / (columns * cout));
    case 'row':
      return (at) => Math.floor((at % columns) / width);
    case 'column':
      return (at) => at % width;
    case 'place':
      return (at) => at % columns;
    default:
      return assertNever(by, 'axis');
  }
}

/** The fewest planes whose biases tell how many times they were added to a place. */
const fewestPlanes = 3;

/** The most times that a loop may add a bias: any larger number is near a whole one. */
const mostTimes = 2 ** 14;

/** Returns how many times the bias is in the elements of an output; null if no number of times gives them. */
function countsOf({ call, actual, reference, geometry }: DiagnosisTarget, by: CountAxis): BiasCounts | null {
  const { bias } = call;
  const { columns, cout, n } = geometry;
  // Of a place in a single plane any number of times gives the value.
  if (bias === null || (by === 'place' && n * cout < fewestPlanes)) return null;
  const entry = entryOf(geometry, by);
  const biasAt = (at: number): number => bias.data[Math.floor(at / columns) % cout] as number;
  const apartAt = (at: number): number => (actual.data[at] as number) - (reference.data[at] as number);
  // The numbers are taken from the channel with the largest bias, and tested with the others.
  let first = 0;
  for (let c = 1; c < cout; c++) if (Math.abs(bias.data[c] ?? 0) > Math.abs(bias.data[first] ?? 0)) first = c;
  const width = geometry.w.outputSize;
  const stepOf = { image: cout * columns, row: width, column: 1, place: 1 }[by];
  const counts: number[] = [];
  for (let i = 0; i < sizeAlong(geometry, by); i++) {
    const at = first * columns + i * stepOf;
    const count = 1 + apartAt(at) / biasAt(at);
    const isWhole = Math.abs(count) <= mostTimes && Math.abs(count - Math.round(count)) < 1e-2;
    // The bias is added a number of times, or a whole image is scaled.
    if (!isWhole && by !== 'image') return null;
    counts.push(isWhole ? Math.round(count) : nearby(count, 1e-4));
  }
  // With the same number everywhere, the bias is missing, twice or scaled.
  if (!counts.every(Number.isFinite) || new Set(counts).size < 2) return null;
  const largest = largestFinite(reference, 0, reference.data.length);
  for (let at = 0; at < actual.data.length; at++) {
    const apart = apartAt(at) - ((counts[entry(at)] as number) - 1) * biasAt(at);
    if (!(Math.abs(apart) <= matchTolerance * (largest + Math.abs(biasAt(at))))) return null;
  }
  return { by, counts };
}

/** Says in how many places, or in which images, rows or columns, the bias is there a number of times. */
function countWords({ by, counts }: BiasCounts): string {
  const numbers = [...new Set(counts)].filter((count) => count !== 1).sort((a, b) => a - b);
  const texts = numbers.map((count) => {
    const times = count === 0 ? 'not' : count === 2 ? 'twice' : `${shortNumber(count)} times`;
    const own = counts.flatMap((each, i) => (each === count ? [i] : []));
    if (by === 'place') return `${times} in ${own.length} of ${counts.length} places of a plane`;
    const listed = own.slice(0, mostListed).join(', ') + (own.length > mostListed ? ', …' : '');
    return `${times} in ${by}${own.length === 1 ? '' : 's'} ${listed}`;
  });
  return texts.slice(0, mostListed).join(', ') + (texts.length > mostListed ? ', …' : '');
}

/** The most numbers that are written out, and as code. */
const mostListed = 6;
const mostInCode = 64;

const codeShapes: Readonly<Record<CountAxis, string>> = {
  image: '-1, 1, 1, 1',
  row: '-1, 1',
  column: '-1',
  place: 'Ho, Wo',
};

function addedUnevenly({ call, geometry }: OtherCall, found: BiasCounts): Hypothesis {
  const { counts, by } = found;
  const entry = entryOf(geometry, by);
  const numbers = `torch.tensor([${counts.join(', ')}]).reshape(${codeShapes[by]})`;
  return {
    detail: countWords(found),
    call,
    following: withBiasAt(call, (at, channel) => (counts[entry(at)] as number) * (call.bias?.data[channel] as number)),
    fitted: counts.filter((count) => count !== 1).length,
    words: { what: 'times that the bias was added', yours: countWords(found), required: 'once everywhere' },
    code: counts.length > mostInCode ? null : biasCode(`y = y + ${numbers} * b.reshape(-1, 1, 1)`),
    again: (other) => {
      const size = sizeAlong(other.geometry, by);
      if (other.call.bias === null || (by === 'place' && size !== counts.length)) return null;
      const own = Array.from({ length: size }, (_, i) => counts[i] ?? 1);
      return new Set(own).size < 2 ? null : addedUnevenly(other, { by, counts: own });
    },
  };
}

function* unevenly(target: DiagnosisTarget): Iterable<Hypothesis> {
  if (!isSameShape(target.actual.shape, target.reference.shape)) return;
  for (const by of countAxes) {
    const found = countsOf(target, by);
    if (found !== null) yield addedUnevenly(target, found);
  }
}

export const biasPlaceMistakes: readonly Mistake[] = [
  {
    id: 'bias-other-axis',
    title: 'The bias was not indexed by the channel',
    means: 'b[x], b[y] or b[n] in place of b[c]',
    place: 'output',
    known: [],
    fix: 'Add bias[c] to every element of output channel c. Broadcast as b.reshape(-1, 1, 1): an axis that is added as it is becomes the last one.',
    code: null,
    alone: true,
    hypotheses: otherAxis,
  },
  {
    id: 'bias-uneven',
    title: 'The bias was added more often in some places than in others',
    means: 'y + count[y, x]·b',
    place: 'output',
    known: [],
    fix: 'Add bias[c] once to each output element: after all tiles and all input channels are added up, in every row and column.',
    code: null,
    fromOutput: true,
    measures: true,
    alone: true,
    general: true,
    hypotheses: unevenly,
  },
];
