import { elementBound } from '../rounding/bound.ts';
import type { Call } from '../core/call.ts';
import { formulationOf } from '../formulations/formulations.ts';
import type { Geometry } from '../geometry/geometry.ts';
import type { OutputIndex } from '../provenance/provenance.ts';
import { arithmeticOf } from '../rounding/arithmetic.ts';
import { gatheredTaps } from '../stages/realTaps.ts';
import { type PerTerm, traceOf } from '../trace/trace.ts';
import { arrangedChain } from './arrangedChain.ts';
import type { Chain } from './chain.ts';
import { addExactly, addProductExactly, errorOf, type Expansion, roundedSum } from './expansion.ts';
import { formulatedChain } from './formulatedChain.ts';
import { isArrangement, type OrderId } from './order.ts';

/** A chain with the errors and bounds of its partial sums. */
export interface OrderedSums extends Chain {
  readonly order: OrderId;
  /** For each partial sum, its difference from the exact sum of the same terms; NaN if either is not finite. */
  readonly error: PerTerm;
  /**
   * For each partial sum, the largest rounding error that any order of the same terms can have: γ Σ|w||x|, the bound
   * that also decides the verdict on a whole element.
   */
  readonly bound: PerTerm;
}

/**
 * The result of an order that adds other products than the definition's (winograd). There are no partial sums that
 * could be compared with another order's.
 */
export interface OrderedValue {
  readonly order: OrderId;
  readonly value: number;
}

/**
 * Sums an output element in the given order. If the order is that of a formulation, the formulation must support the
 * call. Takes O(terms), or O(terms · log terms) if the order sorts.
 */
export function orderedSumsOf(
  call: Call,
  geometry: Geometry,
  element: OutputIndex,
  order: OrderId,
): OrderedSums | OrderedValue {
  if (isArrangement(order)) {
    const chain = arrangedChain(call, geometry, element, order);
    return { order, ...chain, ...errorsAndBounds(call, chain) };
  }
  const formulation = formulationOf(order);
  const chain = formulatedChain(call, geometry, element, formulation);
  return chain === null
    ? { order, value: traceOf(call, geometry, formulation, element).value }
    : { order, ...chain, ...errorsAndBounds(call, chain) };
}

/** Computes the error and the error bound of each partial sum of a chain. */
function errorsAndBounds(call: Call, chain: Chain): Pick<OrderedSums, 'error' | 'bound'> {
  const { w, x, start, partial } = chain;
  const arithmetic = arithmeticOf(call);
  const exact: Expansion = [];
  addExactly(exact, start);
  let size = Math.abs(start);
  const bound = new Float64Array(partial.length);
  const summands = start === 0 ? 1 : 2;
  const error = partial.map((sum, k) => {
    const [weight, input] = [w[k] as number, x[k] as number];
    addProductExactly(exact, weight, input);
    size += Math.abs(weight) * Math.abs(input);
    bound[k] = elementBound(size, k + summands, arithmetic);
    return errorOf(sum, exact);
  });
  return { error, bound };
}

/** Returns the value of an output element without rounding errors, as one double; NaN if it is not finite. */
export function exactElement(call: Call, geometry: Geometry, element: OutputIndex): number {
  const { w, x, bias } = traceOf(call, geometry, gatheredTaps, element);
  const exact: Expansion = [];
  addExactly(exact, bias ?? 0);
  w.forEach((weight, k) => addProductExactly(exact, weight, x[k] as number));
  return roundedSum(exact);
}
