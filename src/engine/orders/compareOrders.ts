import type { Call } from '../core/call.ts';
import type { FormulationId } from '../provenance/formulation.ts';
import type { Geometry } from '../geometry/geometry.ts';
import type { OutputIndex } from '../provenance/provenance.ts';
import { ulp } from '../rounding/ulp.ts';
import type { OrderId } from './order.ts';
import { exactElement, type OrderedSums, type OrderedValue, orderedSumsOf } from './orderedSums.ts';

/** What two orders of summation make of one output element. */
export type OrderComparison = ComparedSums | ComparedValues;

/** The results, and the unit that their differences are counted in. */
interface Results {
  /** The element without any rounding, as one double; NaN where it is not finite. */
  readonly exact: number;
  /** One unit in the last place of `exact` in the format that results are stored in. */
  readonly ulp: number;
}

/** Two orders of the same terms. */
export interface ComparedSums extends Results {
  readonly kind: 'sums';
  readonly own: OrderedSums;
  readonly other: OrderedSums;
  /** Terms of either, structural zeros not counted. */
  readonly count: number;
  /** The first position where they take different terms; null where they take all in the same order. */
  readonly termsPart: number | null;
  /** The first position after whose term the partial sums have different bits; null where none has. */
  readonly sumsPart: number | null;
  /** Whether it is one and the same order: the same terms after each other in one accumulator from the same start. */
  readonly isSame: boolean;
}

/** One of them adds up other products than the definition's, so that no sum of one is comparable with one of the other. */
export interface ComparedValues extends Results {
  readonly kind: 'values';
  readonly own: OrderedValue;
  readonly other: OrderedValue;
}

/** Lays the order of `own`, a formulation that serves the call, beside another. */
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
  const termsPart = firstDifference(a.terms, b.terms);
  const sumsPart = firstDifference(a.partial, b.partial);
  const isSame =
    termsPart === null &&
    sumsPart === null &&
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
    termsPart,
    sumsPart,
    isSame,
  };
}

function firstDifference(a: ArrayLike<number>, b: ArrayLike<number>): number | null {
  for (let k = 0; k < a.length; k++) {
    if (!isEqual(a[k] as number, b[k] as number)) return k;
  }
  return null;
}

/** 0 and −0 count as equal, NaN and NaN as well. */
function isEqual(a: number, b: number): boolean {
  return a === b || (Number.isNaN(a) && Number.isNaN(b));
}
