import type { Geometry } from '../../engine/geometry/geometry.ts';
import type { OrderComparison } from '../../engine/orders/compareOrders.ts';
import type { OrderId } from '../../engine/orders/order.ts';
import type { OrderedSums } from '../../engine/orders/orderedSums.ts';
import type { OutputIndex } from '../../engine/provenance/provenance.ts';
import { gatheredTaps } from '../../engine/stages/realTaps.ts';
import { orderWords } from '../text/orderWords.ts';

/**
 * The report of two orders of summation of one output element. JSON-safe: null stands for a number that is not finite.
 */
export interface OrderReport {
  /** The output element (n, c, y, x). */
  readonly at: readonly number[];
  readonly exact: number | null;
  /** One unit in the last place of `exact`. */
  readonly ulp: number | null;
  readonly own: OrderSumsReport;
  readonly other: OrderSumsReport;
  /**
   * The first positions at which the terms and the partial sums diverge; null if they never do. Left out if an order
   * has no partial sums (winograd).
   */
  readonly termsPart?: number | null;
  readonly sumsPart?: number | null;
  readonly sameOrder?: boolean;
  readonly summary: string;
}

export interface OrderSumsReport {
  readonly order: OrderId;
  readonly value: number | null;
  /** The sums position by position, without structural zeros. Left out if the order has no such sums (winograd). */
  readonly sums?: readonly SumReport[];
}

export interface SumReport {
  /** The term: input channel, row and column of the weight. */
  readonly term: readonly number[];
  readonly product: number | null;
  readonly partial: number | null;
  /** `partial` minus the exact sum of the same terms. */
  readonly error: number | null;
  readonly bound: number | null;
}

export function orderReportOf(compared: OrderComparison, geometry: Geometry, element: OutputIndex): OrderReport {
  const { own, other, exact, ulp } = compared;
  const { n, c, y, x } = element;
  const report = (sums: typeof own): OrderSumsReport => ({
    order: sums.order,
    value: finite(sums.value),
    ...('partial' in sums ? { sums: sumsReport(sums, geometry, element) } : {}),
  });
  const parting =
    compared.kind === 'values'
      ? {}
      : {
          termsPart: compared.termsDivergeAt,
          sumsPart: compared.sumsDivergeAt,
          sameOrder: compared.isSameOrder,
        };
  return {
    at: [n, c, y, x],
    exact: finite(exact),
    ulp: finite(ulp),
    own: report(own),
    other: report(other),
    ...parting,
    summary: orderWords(compared),
  };
}

function sumsReport(
  { terms, product, partial, error, bound }: OrderedSums,
  geometry: Geometry,
  element: OutputIndex,
): readonly SumReport[] {
  return Array.from(terms, (place, k) => {
    const term = gatheredTaps.termAt(geometry, element, place);
    return {
      term: term.form === 'tap' ? [term.weight.cin, term.weight.ky, term.weight.kx] : [],
      product: finite(product[k]),
      partial: finite(partial[k]),
      error: finite(error[k]),
      bound: finite(bound[k]),
    };
  });
}

function finite(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}
