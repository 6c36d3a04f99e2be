import { elementBound } from '../rounding/bound.ts';
import type { Call } from '../core/call.ts';
import { formulationOf } from '../formulations/formulations.ts';
import type { Geometry } from '../geometry/geometry.ts';
import type { OutputIndex } from '../provenance/provenance.ts';
import { arithmeticOf } from '../rounding/rounding.ts';
import { gatheredTaps } from '../stages/realTaps.ts';
import { type PerTerm, traceOf } from '../trace/trace.ts';
import { arrangedChain } from './arrangedChain.ts';
import type { Chain } from './chain.ts';
import { addExactly, addProductExactly, errorOf, type Expansion, roundedSum } from './expansion.ts';
import { formulatedChain } from './formulatedChain.ts';
import { isArrangement, type OrderId } from './order.ts';

/** A chain with what its sums are worth. */
export interface OrderedSums extends Chain {
  readonly order: OrderId;
  /** Each partial sum minus the exact sum of the same terms; NaN where either is not finite. */
  readonly error: PerTerm;
  /** What the rounding of any order can make of these terms: γ Σ|w||x|, as the verdict has it for the whole. */
  readonly bound: PerTerm;
}

/** The result of an order that adds up other products than the definition's (winograd): no sum of it can be laid beside another's. */
export interface OrderedValue {
  readonly order: OrderId;
  readonly value: number;
}

/**
 * The dot product of an output element as an order adds it up. The call must be served by the order's
 * formulation, if it has one. O(terms), sorting O(terms · log).
 */
export function orderedSumsOf(
  call: Call,
  geometry: Geometry,
  element: OutputIndex,
  order: OrderId,
): OrderedSums | OrderedValue {
  if (isArrangement(order)) {
    const chain = arrangedChain(call, geometry, element, order);
    return { order, ...chain, ...worth(call, chain) };
  }
  const formulation = formulationOf(order);
  const chain = formulatedChain(call, geometry, element, formulation);
  return chain === null
    ? { order, value: traceOf(call, geometry, formulation, element).value }
    : { order, ...chain, ...worth(call, chain) };
}

/** The errors and bounds of a chain's partial sums. */
function worth(call: Call, chain: Chain): Pick<OrderedSums, 'error' | 'bound'> {
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

/** The exact value of an output element, as one double; NaN where it is not finite. */
export function exactElement(call: Call, geometry: Geometry, element: OutputIndex): number {
  const { w, x, bias } = traceOf(call, geometry, gatheredTaps, element);
  const exact: Expansion = [];
  addExactly(exact, bias ?? 0);
  w.forEach((weight, k) => addProductExactly(exact, weight, x[k] as number));
  return roundedSum(exact);
}
