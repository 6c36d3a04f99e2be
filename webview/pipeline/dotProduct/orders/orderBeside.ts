import { firstOrderBeside, type OrderId, ordersBeside } from '../../../../src/engine/orders/order.ts';
import { profileOf } from '../../../../src/engine/precision/profiles.ts';
import type { RunModel } from '../../../store/runModel.ts';

/** The order beside the formulation's: the chosen one, where it is another and serves the call. */
export function orderBeside({ formulation, geometry, run }: RunModel, chosen: OrderId | null): OrderId {
  const offered = ordersBeside(formulation.id, geometry, profileOf(run.profile));
  return chosen !== null && offered.includes(chosen) ? chosen : firstOrderBeside(formulation.id);
}
