import type { Call } from '../core/call.ts';
import type { FormulationId } from '../provenance/formulation.ts';
import type { Geometry } from '../geometry/geometry.ts';
import type { OutputIndex } from '../provenance/provenance.ts';
import { ulp } from '../rounding/ulp.ts';
import type { OrderId } from './order.ts';
import { exactElement, type OrderedSums, type OrderedValue, orderedSumsOf } from './orderedSums.ts';

/**
 * A comparison of two orders of summation for one output element: term by term or, if their terms differ, of the
 * results.
 */
export type OrderComparison = ComparedSums | ComparedValues;

/** The exact value of the element, and the unit in which rounding errors are counted. */
interface Results {
  /** The element's value without rounding errors, as the nearest double or one next to it; NaN if it is not finite. */
  readonly exact: number;
  /** One unit in the last place of `exact`, in the format in which results are stored. */
  readonly ulp: number;
}

/** A comparison of two orders that add the same terms. */
export interface ComparedSums extends Results {
  readonly kind: 'sums';
  readonly own: OrderedSums;
  readonly other: OrderedSums;
  /** Number of terms, the same for both orders. Products with inserted and padding zeros do not count. */
  readonly count: number;
  /** The first position where the terms differ; null if both orders take all terms in the same order. */
  readonly termsDivergeAt: number | null;
  /** The first position at which the partial sums have different bits; null if all are equal. */
  readonly sumsDivergeAt: number | null;
  /** True if the two orders are the same: the same sequence of terms, one accumulator, and the same start. */
  readonly isSameOrder: boolean;
}

/**
 * A comparison with an order that adds other products than the definition's (winograd). Only results can be compared.
 */
export interface ComparedValues extends Results {
  readonly kind: 'values';
  readonly own: OrderedValue;
  readonly other: OrderedValue;
}

/** Compares the order of formulation `own`, which must support the call, with another order. */
export function compareOrders(
  call: Call,
  geometry: Geometry,
  element: OutputIndex,
  [own, other]: readonly [own: FormulationId, other: OrderId],
): OrderComparison {
  const exact = exactElement(call, geometry, element);
  const results: Results = { exact, ulp: ulp(exact, call.emulated?.stored ?? call.dtype) };
  const a = orderedSumsOf(call, geometry, element, own);
  const b = orderedSumsOf(call, geometry, element, other);
  if (!('partial' in a && 'partial' in b)) return { kind: 'values', ...results, own: a, other: b };
  const termsDivergeAt = firstDifference(a.terms, b.terms);
  const sumsDivergeAt = firstDifference(a.partial, b.partial);
  const isSameOrder =
    termsDivergeAt === null &&
    sumsDivergeAt === null &&
    [a, b].every(({ oneAccumulator }) => oneAccumulator) &&
    a.start === b.start &&
    (a.biasAtEnd ?? 0) === (b.biasAtEnd ?? 0) &&
    isEqual(a.value, b.value);
  return {
    kind: 'sums',
    ...results,
    own: a,
    other: b,
    count: a.terms.length,
    termsDivergeAt,
    sumsDivergeAt,
    isSameOrder,
  };
}

function firstDifference(a: ArrayLike<number>, b: ArrayLike<number>): number | null {
  for (let k = 0; k < a.length; k++) {
    if (!isEqual(a[k] as number, b[k] as number)) return k;
  }
  return null;
}

/** Returns true if two numbers are equal; 0 equals −0, and NaN equals NaN. */
function isEqual(a: number, b: number): boolean {
  return a === b || (Number.isNaN(a) && Number.isNaN(b));
}
