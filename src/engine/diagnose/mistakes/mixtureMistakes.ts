import { isSameShape } from '../../core/tensor.ts';
import type { Geometry } from '../../geometry/geometry.ts';
import type { FixCode } from '../model/fixCode.ts';
import type { Collective, Hypothesis, OtherCall } from '../model/hypothesis.ts';
import type { DiagnosisTarget, Mistake } from '../model/mistake.ts';
import { shortNumber, wholeOrShort } from '../model/shortNumber.ts';
import { LeastSquares } from '../where/leastSquares.ts';
import { afterwards } from './code.ts';
import { isRightOutput } from './looksLike.ts';

// Images or channels that are sums of several of the right ones.

type MixedAxis = 'image' | 'channel';

/** Every mixed slice as shares of the right ones. */
interface Mixture {
  readonly axis: MixedAxis;
  /** A row for every slice of the output, with the factor of each right slice. */
  readonly factors: readonly (readonly number[])[];
  /** True if the bias was added once, to the mixture of the sums; otherwise it is in what was mixed. */
  readonly isBiasLast: boolean;
}

/** The most slices that are mixed, equations for every factor, and others to test them. */
const mostSlices = 32;
const equationsPerFactor = 4;
const testEquations = 32;
/** The share of the variance of the tested elements that right factors may leave. */
const explainedShare = 1e-5;

/** Returns the number of slices along an axis, and the distance of neighbouring ones in memory. */
function slicesAlong(
  { n, cout, columns }: Geometry,
  axis: MixedAxis,
): { readonly count: number; readonly step: number } {
  return axis === 'image' ? { count: n, step: cout * columns } : { count: cout, step: columns };
}

/** Returns the slice of the element at a flat index. */
const sliceOf = (at: number, { count, step }: ReturnType<typeof slicesAlong>): number => Math.floor(at / step) % count;

/** Lists flat indices of elements of a slice, spread over it. */
function placesIn({ columns, cout, n }: Geometry, axis: MixedAxis, slice: number, wanted: number): readonly number[] {
  const total = axis === 'image' ? cout * columns : n * columns;
  const count = Math.min(wanted, total);
  return Array.from({ length: count }, (_, i) => {
    const place = Math.floor((i * total) / count);
    if (axis === 'image') return slice * total + place;
    return (Math.floor(place / columns) * cout + slice) * columns + (place % columns);
  });
}

/** How far a fitted factor may be from a whole number. */
const wholeTolerance = 1e-3;

/** Fits the factors with which right slices give those of the output; null if no short ones do. */
function mixtureOf(target: DiagnosisTarget, axis: MixedAxis, isBiasLast: boolean): Mixture | null {
  const { call, actual, reference, geometry } = target;
  const { columns, cout } = geometry;
  const slices = slicesAlong(geometry, axis);
  const { count, step } = slices;
  const biasAt = (at: number): number => (isBiasLast ? (call.bias?.data[Math.floor(at / columns) % cout] ?? 0) : 0);
  const factors: (readonly number[])[] = [];
  for (let slice = 0; slice < count; slice++) {
    const places = placesIn(geometry, axis, slice, equationsPerFactor * count + testEquations);
    const fitted = places.length - Math.min(testEquations, Math.floor(places.length / 4));
    if (fitted < 2 * count) return null;
    const equations = places.map((at) =>
      Float64Array.from({ length: count }, (_, other) => {
        const from = at + (other - slice) * step;
        return (reference.data[from] as number) - biasAt(from);
      }),
    );
    const values = places.map((at) => (actual.data[at] as number) - biasAt(at));
    const system = new LeastSquares(equations, fitted);
    const left = system.unexplained(values);
    if (left === null || left > explainedShare || !system.isDetermined) return null;
    const row = Array.from(system.solution(values), (factor) => wholeOrShort(factor, wholeTolerance));
    if (row.some((factor) => factor === null)) return null;
    factors.push(row.map((factor) => factor ?? 0));
  }
  const isMixed = factors.some((row) => row.filter((factor) => factor !== 0).length > 1);
  return isMixed ? { axis, factors, isBiasLast } : null;
}

/** The most slices, and the most terms of one, that are written out. */
const mostListed = 3;

function mixtureWords({ axis, factors, isBiasLast }: Mixture): string {
  const rows = factors.flatMap((row, slice) => {
    const others = row.flatMap((factor, other) => (factor === 0 ? [] : [{ factor, other }]));
    const isOwn = others.length === 1 && others[0]?.other === slice && others[0].factor === 1;
    const terms = others
      .slice(0, mostListed)
      .map(({ factor, other }, i) => {
        const size = Math.abs(factor) === 1 ? `${other}` : `${shortNumber(Math.abs(factor))}·${other}`;
        return i === 0 ? (factor < 0 ? `−${size}` : size) : `${factor < 0 ? '−' : '+'} ${size}`;
      })
      .join(' ');
    return isOwn ? [] : [`${axis} ${slice} is ${terms}${others.length > mostListed ? ' + …' : ''}`];
  });
  const listed = rows.slice(0, mostListed).join(', ') + (rows.length > mostListed ? ', …' : '');
  return `${listed}${isBiasLast ? ', the bias added afterwards' : ''}`;
}

function mixtureCode({ axis, factors, isBiasLast }: Mixture): FixCode {
  const matrix = `torch.tensor([${factors.map((row) => `[${row.join(', ')}]`).join(', ')}], dtype=y.dtype)`;
  const sum = axis === 'image' ? 'mn,nchw->mchw' : 'oc,nchw->nohw';
  const own = isBiasLast ? 'y - b.reshape(-1, 1, 1)' : 'y';
  return afterwards(`y = torch.einsum("${sum}", ${matrix}, ${own})${isBiasLast ? ' + b.reshape(-1, 1, 1)' : ''}`);
}

/** The most slices whose factors are written as code. */
const mostInCode = 8;

function mixed({ call, geometry }: OtherCall, mixture: Mixture): Hypothesis {
  const { axis, factors, isBiasLast } = mixture;
  const slices = slicesAlong(geometry, axis);
  const { columns, cout } = geometry;
  const biasAt = (at: number): number => (isBiasLast ? (call.bias?.data[Math.floor(at / columns) % cout] ?? 0) : 0);
  const sum: Collective['at'] = (at, read, roundoff) => {
    const slice = sliceOf(at, slices);
    let [value, bound, size] = [biasAt(at), 0, Math.abs(biasAt(at))];
    for (const [other, factor] of (factors[slice] ?? []).entries()) {
      if (factor === 0) continue;
      const from = at + (other - slice) * slices.step;
      const own = read(from);
      value += factor * (own.value - biasAt(from));
      bound += Math.abs(factor) * own.bound;
      size += Math.abs(factor) * (Math.abs(own.value) + Math.abs(biasAt(from)));
    }
    return { value, bound: bound + (factors.length + 2) * roundoff * size };
  };
  const detail = mixtureWords(mixture);
  return {
    detail,
    call,
    collective: { shape: geometry.outputShape, at: sum },
    words: { what: `${axis}s`, yours: detail, required: `each its own` },
    fitted: factors.flat().filter((factor) => factor !== 0).length,
    code: factors.length > mostInCode ? null : mixtureCode(mixture),
    again: (other) => (slicesAlong(other.geometry, axis).count === factors.length ? mixed(other, mixture) : null),
  };
}

/** Returns the mixture in which every slice has the one before it as well. */
function exampleOf(axis: MixedAxis, count: number): Mixture {
  const factors = Array.from({ length: count }, (_, slice) =>
    Array.from({ length: count }, (__, other) => Number(other === slice || other === slice - 1)),
  );
  return { axis, factors, isBiasLast: false };
}

function* mixtures(target: DiagnosisTarget): Iterable<Hypothesis> {
  const { call, actual, reference, geometry } = target;
  if (!isSameShape(actual.shape, reference.shape)) return;
  const isExample = isRightOutput(target);
  for (const axis of ['channel', 'image'] as const) {
    const { count } = slicesAlong(geometry, axis);
    if (count < 2 || count > mostSlices) continue;
    if (isExample) yield mixed(target, exampleOf(axis, count));
    if (isExample) continue;
    for (const isBiasLast of call.bias === null ? [false] : [false, true]) {
      const found = mixtureOf(target, axis, isBiasLast);
      if (found !== null) yield mixed(target, found);
    }
  }
}

export const mixtureMistakes: readonly Mistake[] = [
  {
    id: 'slices-mixed',
    title: 'Images or channels were added together',
    means: 'y[c] is a sum of several channels',
    place: 'output',
    known: [],
    fix: 'Compute each image and each output channel alone: write to a buffer of its own, and sum over no axis of the output.',
    code: null,
    fromOutput: true,
    alone: true,
    general: true,
    hypotheses: mixtures,
  },
];
