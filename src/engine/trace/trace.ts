import { assertNever } from '../core/assertNever.ts';
import type { Call } from '../core/call.ts';
import { factorsOf } from './factors.ts';
import type { Accumulation, Terms } from '../provenance/formulation.ts';
import type { Geometry } from '../geometry/geometry.ts';
import type { OutputIndex } from '../provenance/provenance.ts';
import { roundTo } from '../rounding/roundTo.ts';
import { arithmeticOf, roundingOf } from '../rounding/arithmetic.ts';

/** One value per term, in the formulation's order of summation. */
export type PerTerm = Float64Array<ArrayBuffer>;

/** The computation of one output element, replayed term by term. */
export interface Trace {
  readonly accumulation: Accumulation;
  /** Number of terms; 0 if the element is only the bias. */
  readonly count: number;
  /** The input factor of each term; 0 for an inserted or padding zero. For `points-first`, an element of V_ξ. */
  readonly x: PerTerm;
  /** The weight factor of each term. For `points-first`, an element of U_ξ. */
  readonly w: PerTerm;
  /**
   * For `points-first`, 1 or −1 for each term: the sum of the term's run is added or subtracted. Null for other orders.
   */
  readonly sign: PerTerm | null;
  /** The product w·x of each term, rounded as in the run. */
  readonly product: PerTerm;
  /**
   * The accumulator after each term, bit-identical to the run's. For `bias-first` it starts with the bias. For
   * `columns-first` and `points-first` it changes only at the last term of each run of terms.
   */
  readonly partial: PerTerm;
  /**
   * For `columns-first` and `points-first`, the sum, after each term, of the current run of terms. Null for other
   * orders.
   */
  readonly column: PerTerm | null;
  /** The accumulator after each term if the same factors are multiplied and added, in the same order, in float64. */
  readonly partial64: PerTerm;
  /** The sum Σ|w|·|x| after each term, in float64, without the bias. */
  readonly magnitude: PerTerm;
  /** The bias of the element's channel; null if the call has no bias. */
  readonly bias: number | null;
  /** The accumulator after the last term. Contains the bias only for `bias-first`. */
  readonly sum: number;
  /** The output element, bit-identical to the run's. */
  readonly value: number;
  /**
   * `value` before it was rounded to the format in which an emulated call stores results. Null if no such rounding
   * takes place.
   */
  readonly unstored: number | null;
  /** The output element if the same factors are multiplied and added, in the same order, in float64. */
  readonly value64: number;
}

/** Replays one output element of a valid call, in the order and arithmetic of the formulation. Takes O(termCount). */
export function traceOf(call: Call, geometry: Geometry, terms: Terms, element: OutputIndex): Trace {
  const count = terms.termCount(geometry, element);
  const x = new Float64Array(count);
  const w = new Float64Array(count);
  const magnitude = new Float64Array(count);
  const accumulation = terms.accumulation(geometry);
  const sign = accumulation.order === 'points-first' ? new Float64Array(count) : null;
  let size = 0;
  for (let index = 0; index < count; index += 1) {
    const term = terms.termAt(geometry, element, index);
    const factors = factorsOf(call, geometry, element, term);
    w[index] = factors.w;
    x[index] = factors.x;
    if (sign !== null && term.form === 'point') sign[index] = term.sign;
    size += Math.abs(factors.w) * Math.abs(factors.x);
    magnitude[index] = size;
  }
  const bias = call.bias === null ? null : (call.bias.data[element.c] as number);
  const factors = { w, x, sign };
  const inDType = replay(factors, bias, accumulation, roundingOf(arithmeticOf(call)));
  const inDouble = replay(factors, bias, accumulation, roundingOf('float64'));
  return {
    ...inDType,
    ...roundToStored(call, inDType.value),
    accumulation,
    count,
    ...factors,
    partial64: inDouble.partial,
    magnitude,
    bias,
    value64: inDouble.value,
  };
}

/**
 * Rounds a finished sum to the format in which an emulated call stores results. Returns the result and the unrounded
 * sum.
 */
export function roundToStored({ emulated }: Call, sum: number): Pick<Trace, 'value' | 'unstored'> {
  if (emulated === undefined || emulated.stored === emulated.sums) return { value: sum, unstored: null };
  return { value: roundTo(sum, emulated.stored), unstored: sum };
}

type Replay = Pick<Trace, 'product' | 'partial' | 'column' | 'sum' | 'value'>;

/** Adds up w·x in the given order, rounding every product and every sum. */
function replay(
  { w, x, sign }: Pick<Trace, 'w' | 'x' | 'sign'>,
  bias: number | null,
  accumulation: Accumulation,
  round: (value: number) => number,
): Replay {
  const product = w.map((factor, index) => round(factor * (x[index] as number)));
  switch (accumulation.order) {
    case 'sequential': {
      const partial = runningSum(product, 0, round);
      const sum = partial.at(-1) ?? 0;
      return { product, partial, column: null, sum, value: withBias(sum, bias, round) };
    }
    case 'bias-first': {
      // The run adds the bias to an output of zeros, which turns a bias of −0 into +0.
      const start = 0 + (bias ?? 0);
      const partial = runningSum(product, start, round);
      const sum = partial.at(-1) ?? start;
      return { product, partial, column: null, sum, value: sum };
    }
    case 'columns-first':
    case 'points-first': {
      const { partial, column } = runningColumns(product, sign, accumulation.run, round);
      const sum = partial.at(-1) ?? 0;
      return { product, partial, column, sum, value: withBias(sum, bias, round) };
    }
    default:
      return assertNever(accumulation, 'order of summation');
  }
}

function runningSum(product: PerTerm, start: number, round: (value: number) => number): PerTerm {
  let sum = start;
  return product.map((value) => (sum = round(sum + value)));
}

/** Returns, for each term, the sum of the current run of terms and the total of the finished runs. */
function runningColumns(
  product: PerTerm,
  sign: PerTerm | null,
  run: number,
  round: (value: number) => number,
): { readonly partial: PerTerm; readonly column: PerTerm } {
  let sum = 0;
  let inner = 0;
  const partial = new Float64Array(product.length);
  const column = product.map((value, index) => {
    inner = round((index % run === 0 ? 0 : inner) + value);
    if (index % run === run - 1) sum = round(sum + (sign?.[index] ?? 1) * inner);
    partial[index] = sum;
    return inner;
  });
  return { partial, column };
}

function withBias(sum: number, bias: number | null, round: (value: number) => number): number {
  return bias === null ? sum : round(sum + bias);
}
