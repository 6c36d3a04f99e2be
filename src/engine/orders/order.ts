import { type FormulationId, formulationIds } from '../provenance/formulation.ts';
import { formulationOf } from '../formulations/formulations.ts';
import type { Geometry } from '../geometry/geometry.ts';
import { servesProfile } from '../precision/emulate.ts';
import type { Profile } from '../precision/profiles.ts';

/**
 * Orders of summation that none of the formulations uses but other software does. Each adds the definition's products,
 * without those of inserted and padding zeros, and then the bias.
 *
 * - `pairwise`: like NumPy's `sum` of an array (see pairwise.ts)
 * - `reversed`: one accumulator, from the last term to the first
 * - `smallest-first`: one accumulator, by ascending magnitude of the product, as textbooks advise
 */
export const termArrangements = ['pairwise', 'reversed', 'smallest-first'] as const;
export type TermArrangement = (typeof termArrangements)[number];

/** An order of summation: that of a formulation, or an arrangement. */
export type OrderId = FormulationId | TermArrangement;
export const orderIds: readonly OrderId[] = [...formulationIds, ...termArrangements];

const titles: Readonly<Record<TermArrangement, string>> = {
  pairwise: 'pairwise (NumPy)',
  reversed: 'reversed',
  'smallest-first': 'smallest first',
};

export function isArrangement(order: OrderId): order is TermArrangement {
  return termArrangements.some((id) => id === order);
}

/** Returns the order's title in the user interface. */
export function orderTitle(order: OrderId): string {
  return isArrangement(order) ? titles[order] : formulationOf(order).title;
}

/**
 * Returns true if an order adds other products than the definition's (winograd). Its partial sums cannot be compared.
 */
export function addsOtherProducts(order: OrderId): boolean {
  return !isArrangement(order) && formulationOf(order).termForm === 'point';
}

/**
 * Lists the orders that can be compared with that of formulation `own`: all arrangements, and the orders of the other
 * formulations that support the call in this precision.
 */
export function ordersBeside(own: FormulationId, geometry: Geometry, profile: Profile): readonly OrderId[] {
  const others = formulationIds.filter((id) => id !== own && servesProfile(formulationOf(id), geometry, profile).ok);
  return [...others, ...termArrangements];
}

/** The order of PyTorch on the CPU, and the order of unfold + matmul. */
const [cpuOrder, recipeOrder] = ['matmul-fold', 'unfold-matmul'] as const satisfies readonly FormulationId[];

/**
 * Returns the order that is compared with that of `own` by default: PyTorch's on the CPU or, if that is `own`, unfold +
 * matmul.
 */
export function firstOrderBeside(own: FormulationId): OrderId {
  return own === cpuOrder ? recipeOrder : cpuOrder;
}
