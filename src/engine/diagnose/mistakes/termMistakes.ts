import type { Call } from '../../core/call.ts';
import { isSameShape } from '../../core/tensor.ts';
import { Mt19937 } from '../../fills/mt19937.ts';
import type { Geometry } from '../../geometry/geometry.ts';
import { axisLandings } from '../../geometry/landings.ts';
import { firstInputChannel, flatIndexOf, inputPlane, weightPlane } from '../../geometry/planeOffsets.ts';
import { outputAt } from '../../provenance/offsets.ts';
import { mappedLater } from '../model/edits.ts';
import type { FixCode } from '../model/fixCode.ts';
import type { Hypothesis, OtherCall } from '../model/hypothesis.ts';
import type { DiagnosisTarget, Mistake } from '../model/mistake.ts';
import { shortNumber, wholeOrShort } from '../model/shortNumber.ts';
import { beforehand } from './code.ts';
import { isRightOutput } from './looksLike.ts';
import { LeastSquares } from '../where/leastSquares.ts';

// Terms of the sums that were left out, or counted several times: an index of a loop that ends early, begins late or
// meets the same place twice. Every term has a coefficient that depends on one index of the loops; the coefficients are
// fitted to the output, and are whole numbers if a loop is at fault.

/** Returns a number for the term x[n, ci, i, j] · w[ci, co, ky, kx]. */
type OfTerm = (ci: number, i: number, j: number, ky: number, kx: number) => number;

/** An index of the loops over the terms. */
interface LoopIndex {
  /** What its values are called, in the singular and in the plural. */
  readonly names: readonly [string, string];
  readonly count: number;
  readonly of: OfTerm;
  /** True if its values are rows and columns in one number. */
  readonly isFlat?: true;
  /** Names one value. */
  readonly name: (value: number) => string;
  /** The tensor that can carry the coefficients, and the shape in which they are multiplied by it. */
  readonly on: readonly ['x' | 'w', string];
  /** Returns the call whose terms are multiplied by the coefficient of their index. */
  readonly weighted: (call: Call, coefficients: readonly number[]) => Call;
}

/** The most values of an index. */
const mostValues = 256;

function loopIndices({ cin, h, w, taps }: Geometry): readonly LoopIndex[] {
  const [kH, kW, height, width] = [h.kernelSize, w.kernelSize, h.inputSize, w.inputSize];
  const onWeight =
    (of: (at: number) => number) =>
    (call: Call, coefficients: readonly number[]): Call => ({
      ...call,
      weight: mappedLater(call.weight, (value, at) => value * (coefficients[of(at)] as number)),
    });
  const onInput =
    (of: (at: number) => number) =>
    (call: Call, coefficients: readonly number[]): Call => ({
      ...call,
      input: mappedLater(call.input, (value, at) => value * (coefficients[of(at)] as number)),
    });
  const area = height * width;
  const all: readonly LoopIndex[] = [
    {
      names: ['kernel row', 'kernel rows'],
      on: ['w', 'kH, 1'],
      count: kH,
      of: (_ci, _i, _j, ky) => ky,
      name: String,
      weighted: onWeight((at) => Math.floor(at / kW) % kH),
    },
    {
      names: ['kernel column', 'kernel columns'],
      on: ['w', 'kW'],
      count: kW,
      of: (_ci, _i, _j, _ky, kx) => kx,
      name: String,
      weighted: onWeight((at) => at % kW),
    },
    {
      names: ['input channel', 'input channels'],
      on: ['x', '-1, 1, 1'],
      count: cin,
      of: (ci) => ci,
      name: String,
      weighted: onInput((at) => Math.floor(at / area) % cin),
    },
    {
      names: ['input row', 'input rows'],
      on: ['x', '-1, 1'],
      count: height,
      of: (_ci, i) => i,
      name: String,
      weighted: onInput((at) => Math.floor(at / width) % height),
    },
    {
      names: ['input column', 'input columns'],
      on: ['x', '-1'],
      count: width,
      of: (_ci, _i, j) => j,
      name: String,
      weighted: onInput((at) => at % width),
    },
    {
      names: ['tap', 'taps'],
      isFlat: true,
      on: ['w', 'kH, kW'],
      count: taps,
      of: (_ci, _i, _j, ky, kx) => flatIndexOf(kW, ky, kx),
      name: (tap) => `(${Math.floor(tap / kW)}, ${tap % kW})`,
      weighted: onWeight((at) => at % taps),
    },
    {
      names: ['input element', 'input elements'],
      isFlat: true,
      on: ['x', 'x.shape[2:]'],
      count: area,
      of: (_ci, i, j) => flatIndexOf(width, i, j),
      name: (place) => `(${Math.floor(place / width)}, ${place % width})`,
      weighted: onInput((at) => at % area),
    },
  ];
  return all.filter(({ count }) => count > 1 && count <= mostValues);
}

/** Equations for every coefficient and for all together, as a phase of the stride has few of them, and others to test. */
const equationsPerCoefficient = 3;
const moreEquations = 128;
const testEquations = 48;
/** The share of the variance of the tested elements that right coefficients may leave. */
const explainedShare = 1e-4;

/** Draws different flat indices of an output. */
function drawn(count: number, total: number): readonly number[] {
  if (count >= total) return Array.from({ length: total }, (_, at) => at);
  const random = new Mt19937(total);
  const found = new Set<number>();
  while (found.size < count) found.add(random.uint32() % total);
  return [...found];
}

/** Reads the sums of an output element's products, one for each value of a loop's index. */
class PartialSums {
  readonly #call: Call;
  readonly #geometry: Geometry;
  readonly #down: ReturnType<typeof axisLandings>;
  readonly #across: ReturnType<typeof axisLandings>;

  constructor({ call, geometry }: OtherCall) {
    this.#call = call;
    this.#geometry = geometry;
    [this.#down, this.#across] = [axisLandings(geometry.h), axisLandings(geometry.w)];
  }

  /** Returns the sums for the element at a flat index. */
  of(at: number, { count, of }: LoopIndex): Float64Array {
    const geometry = this.#geometry;
    const { w, cinPerGroup, coutPerGroup } = geometry;
    const [input, weight] = [this.#call.input.data, this.#call.weight.data];
    const { n, c, y, x } = outputAt(geometry, at);
    const [rows, columns] = [this.#down[y] ?? [], this.#across[x] ?? []];
    const first = firstInputChannel(geometry, c);
    const sums = new Float64Array(count);
    for (let ci = first; ci < first + cinPerGroup; ci++) {
      const [plane, kernel] = [inputPlane(geometry, n, ci), weightPlane(geometry, ci, c % coutPerGroup)];
      for (let down = 0; down < rows.length; down += 2) {
        const [i, ky] = [rows[down] as number, rows[down + 1] as number];
        for (let across = 0; across < columns.length; across += 2) {
          const [j, kx] = [columns[across] as number, columns[across + 1] as number];
          const value = of(ci, i, j, ky, kx);
          const product =
            (input[plane + flatIndexOf(w.inputSize, i, j)] as number) *
            (weight[kernel + flatIndexOf(w.kernelSize, ky, kx)] as number);
          sums[value] = (sums[value] as number) + product;
        }
      }
    }
    return sums;
  }
}

/** How far a fitted coefficient may be from a whole number. */
const wholeTolerance = 0.01;

/** Fits the coefficients of an index; null if no short ones give the output. */
function coefficientsOf(target: DiagnosisTarget, sums: PartialSums, index: LoopIndex): readonly number[] | null {
  const { call, geometry, actual } = target;
  const total = actual.data.length;
  const wanted = equationsPerCoefficient * index.count + moreEquations;
  const places = drawn(wanted + testEquations, total);
  const fitted = Math.min(wanted, places.length - Math.min(testEquations, Math.floor(places.length / 4)));
  if (fitted < 1.5 * index.count) return null;
  const biasAt = (at: number): number => call.bias?.data[Math.floor(at / geometry.columns) % geometry.cout] ?? 0;
  const equations = places.map((at) => sums.of(at, index));
  const values = places.map((at) => (actual.data[at] as number) - biasAt(at));
  if (!values.every(Number.isFinite)) return null;
  // Terms that reach none of these elements: nothing is known of their coefficients.
  const known = Array.from({ length: index.count }, (_, value) => value).filter((value) =>
    equations.slice(0, fitted).some((equation) => equation[value] !== 0),
  );
  const reduced = equations.map((equation) => Float64Array.from(known, (value) => equation[value] as number));
  const system = new LeastSquares(reduced, fitted);
  const left = system.unexplained(values);
  if (left === null || left > explainedShare || !system.isDetermined) return null;
  const coefficients = new Array<number>(index.count).fill(1);
  for (const [k, coefficient] of system.solution(values).entries()) {
    const near = wholeOrShort(coefficient, wholeTolerance);
    if (near === null) return null;
    coefficients[known[k] as number] = near;
  }
  return coefficients.every((coefficient) => coefficient === coefficients[0]) ? null : coefficients;
}

/** The most values of an index that are named. */
const mostNamed = 8;

const coefficientWords = (coefficient: number): string => {
  switch (coefficient) {
    case 0:
      return 'left out';
    case 2:
      return 'counted twice';
    case -1:
      return 'subtracted';
    default:
      return Number.isInteger(coefficient) && coefficient > 0
        ? `counted ${coefficient} times`
        : `times ${shortNumber(coefficient).replace('-', '−')}`;
  }
};

/** Says which terms have which coefficient: "taps (0, 0), (0, 1) left out". */
function termWords({ names: [one, many], name }: LoopIndex, coefficients: readonly number[]): string {
  const listed = (own: readonly number[]): string =>
    `${own.length === 1 ? one : many} ${own.slice(0, mostNamed).map(name).join(', ')}${own.length > mostNamed ? ', …' : ''}`;
  const having = (coefficient: number): readonly number[] =>
    coefficients.flatMap((each, value) => (each === coefficient ? [value] : []));
  const different = [...new Set(coefficients)].filter((coefficient) => coefficient !== 1);
  const kept = having(1);
  if (different.length === 1 && different[0] === 0 && 2 * kept.length < coefficients.length)
    return `only ${listed(kept)} used`;
  const texts = different.map((coefficient) => `${listed(having(coefficient))} ${coefficientWords(coefficient)}`);
  return texts.slice(0, mostNamed).join('; ');
}

/** The most coefficients that are written as code. */
const mostInCode = 64;

function coefficientCode({ on: [tensor, shape] }: LoopIndex, coefficients: readonly number[]): FixCode {
  const own = shape.replace('kH', 'w.shape[2]').replace('kW', 'w.shape[3]');
  return beforehand(`${tensor} = ${tensor} * torch.tensor([${coefficients.join(', ')}]).reshape(${own})`);
}

/** Returns the hypothesis that the terms have these coefficients, by the index of a name. */
function withCoefficients(
  { call, geometry }: OtherCall,
  of: string,
  coefficients: readonly number[],
): Hypothesis | null {
  const index = loopIndices(geometry).find(({ names }) => names[0] === of);
  if (index?.count !== coefficients.length) return null;
  const detail = termWords(index, coefficients);
  return {
    detail,
    call: index.weighted(call, coefficients),
    fitted: coefficients.filter((coefficient) => coefficient !== 1).length,
    words: { what: 'terms of the sums', yours: detail, required: 'each once' },
    code: coefficients.length > mostInCode ? null : coefficientCode(index, coefficients),
    again: (other) => {
      const count = loopIndices(other.geometry).find(({ names }) => names[0] === of)?.count;
      // The taps and the elements of a plane of another size have other numbers.
      if (count === undefined || (count !== coefficients.length && index.isFlat === true)) return null;
      const own = Array.from({ length: count }, (_, value) => coefficients[value] ?? 1);
      return new Set(own).size < 2 ? null : withCoefficients(other, of, own);
    },
  };
}

function* unevenTerms(target: DiagnosisTarget): Iterable<Hypothesis> {
  const { actual, reference, geometry } = target;
  if (!isSameShape(actual.shape, reference.shape) || actual.data.length === 0) return;
  if (isRightOutput(target)) {
    // Examples: the first value of an index counted twice, and left out.
    for (const { names, count } of loopIndices(geometry)) {
      for (const coefficient of [2, 0]) {
        const coefficients = Array.from({ length: count }, (_, value) => (value === 0 ? coefficient : 1));
        const example = withCoefficients(target, names[0], coefficients);
        if (example !== null) yield example;
      }
    }
    return;
  }
  const sums = new PartialSums(target);
  for (const index of loopIndices(geometry)) {
    const coefficients = coefficientsOf(target, sums, index);
    const found = coefficients && withCoefficients(target, index.names[0], coefficients);
    if (found !== null) yield found;
  }
}

export const termMistakes: readonly Mistake[] = [
  {
    id: 'terms-uneven',
    title: 'Some terms of the sums were left out, or counted more than once',
    means: 'a loop that ends early, begins late or overlaps',
    place: 'kernel-matrix',
    known: [],
    fix: 'Let the loops over input channels, kernel rows and kernel columns meet every index once, from 0 to its size − 1, and every input element once.',
    code: null,
    fromOutput: true,
    measures: true,
    alone: true,
    general: true,
    hypotheses: unevenTerms,
  },
];
