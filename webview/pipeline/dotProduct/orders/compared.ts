import { computed } from '@preact/signals';
import { compareOrders, type OrderComparison } from '../../../../src/engine/orders/compareOrders.ts';
import { firstOrderBeside, type OrderId, ordersBeside } from '../../../../src/engine/orders/order.ts';
import { profileOf } from '../../../../src/engine/precision/profiles.ts';
import type { Loaded } from '../../../store/session.ts';
import { orderChoice } from '../../../store/view.ts';
import { traced } from '../tracedElement.ts';

/** The order beside the formulation's: the chosen one, where it is another and serves the call. */
export function orderBeside({ formulation, geometry, run }: Loaded): OrderId {
  const chosen = orderChoice.value;
  const offered = ordersBeside(formulation.id, geometry, profileOf(run.profile));
  const isOffered = chosen !== null && offered.includes(chosen);
  return isOffered ? chosen : firstOrderBeside(formulation.id);
}

/** The two orders of the shown element; worked out when it is looked at, anew for another element. */
export const compared = computed<OrderComparison | null>(() => {
  const of = traced.value;
  if (of === null) return null;
  const { run, element } = of;
  const orders = [run.formulation.id, orderBeside(run)] as const;
  return compareOrders(run.run.call, run.geometry, element, orders);
});
