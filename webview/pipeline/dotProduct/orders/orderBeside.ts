import { firstOrderBeside, type OrderId, ordersBeside } from '../../../../src/engine/orders/order.ts';
import { profileOf } from '../../../../src/engine/precision/profiles.ts';
import type { RunModel } from '../../../store/runModel.ts';

/**
 * Returns the order to compare with the formulation's: the chosen one if it is available for the call, else the
 * default.
 */
export function orderBeside({ formulation, geometry, run }: RunModel, chosen: OrderId | null): OrderId {
  const available = ordersBeside(formulation.id, geometry, profileOf(run.profile));
  return chosen !== null && available.includes(chosen) ? chosen : firstOrderBeside(formulation.id);
}
