import type { Call } from '../core/call.ts';
import { factorsOf } from './factors.ts';
import type { Accumulation, Terms } from '../provenance/formulation.ts';
import type { Geometry } from '../geometry/geometry.ts';
import type { OutputIndex } from '../provenance/provenance.ts';
import { roundTo } from '../rounding/roundTo.ts';
import { arithmeticOf, roundingOf } from '../rounding/rounding.ts';

/** An array with a value per term, in the formulation's order of summation. */
export type PerTerm = Float64Array<ArrayBuffer>;

/** How one output element came about, term by term. */
export interface Trace {
  readonly accumulation: Accumulation;
  /** Number of terms; 0 where nothing but the bias reaches the element. */
  readonly count: number;
  /** Input factors: 0 for a structural zero. `points-first`: elements of V_ξ. */
  readonly x: PerTerm;
  /** Weight factors. `points-first`: elements of U_ξ. */
  readonly w: PerTerm;
  /** `points-first`: 1 or −1 as the sum of the term's run is added or subtracted; null in other orders. */
  readonly sign: PerTerm | null;
  /** w·x, rounded as the call's products are. */
  readonly product: PerTerm;
  /**
   * The accumulator after each term, the very bits the run had. `bias-first`: it contains the bias
   * from the beginning. `columns-first`, `points-first`: it changes with the last term of each run only.
   */
  readonly partial: PerTerm;
  /** `columns-first`, `points-first`: the inner sum of the run after each of its terms; null in other orders. */
  readonly column: PerTerm | null;
  /** As `partial`, of the same factors in the same order, computed in float64. */
  readonly partial64: PerTerm;
  /** Running Σ|w|·|x| in float64, without the bias. */
  readonly magnitude: PerTerm;
  /** The bias of the element's channel; null without one. */
  readonly bias: number | null;
  /** The accumulator after the last term: `value` without the bias, but with it if `bias-first`. */
  readonly sum: number;
  /** The output element, bit for bit. */
  readonly value: number;
  /** `value` before it was rounded to the format that an emulated call stores; null where none is narrower than its sums. */
  readonly unstored: number | null;
  /** As `value`, of the same factors in the same order, computed in float64. */
  readonly value64: number;
}

/** Replays one output element of an accepted call in a formulation's own order and arithmetic. O(termCount). */
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
    ...storing(call, inDType.value),
    accumulation,
    count,
    ...factors,
    partial64: inDouble.partial,
    magnitude,
    bias,
    value64: inDouble.value,
  };
}

/** The last step of an emulated call: the sum as it is stored, and before. */
export function storing({ emulated }: Call, sum: number): Pick<Trace, 'value' | 'unstored'> {
  if (emulated === undefined || emulated.stored === emulated.sums) return { value: sum, unstored: null };
  return { value: roundTo(sum, emulated.stored), unstored: sum };
}

type Replay = Pick<Trace, 'product' | 'partial' | 'column' | 'sum' | 'value'>;

/** Adds w·x up in the given order, every product and every sum rounded. */
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
      // The run adds the bias to an output of zeros, which turns a bias of −0 into 0.
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
    default: {
      const never: never = accumulation;
      return never;
    }
  }
}

function runningSum(product: PerTerm, start: number, round: (value: number) => number): PerTerm {
  let sum = start;
  return product.map((value) => (sum = round(sum + value)));
}

/** The inner sum of each run, and the sum of the finished runs, after every term. */
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
