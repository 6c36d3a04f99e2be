import { type FormulationId, formulationIds } from '../provenance/formulation.ts';
import { formulationOf } from '../formulations/formulations.ts';
import type { Geometry } from '../geometry/geometry.ts';
import { servesProfile } from '../precision/emulate.ts';
import type { Profile } from '../precision/profiles.ts';

/**
 * Orders that no formulation here has but others sum in; each adds the definition's products, without
 * structural zeros, and then the bias.
 * `pairwise`: as NumPy's `sum` adds up an array of them (see pairwise.ts).
 * `reversed`: one accumulator, from the last term to the first.
 * `smallest-first`: one accumulator, by the product's magnitude, the textbook's advice.
 */
export const termArrangements = ['pairwise', 'reversed', 'smallest-first'] as const;
export type TermArrangement = (typeof termArrangements)[number];

/** An order of summation: a formulation's own, or an arrangement. */
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

/** As the interface names it. */
export function orderTitle(order: OrderId): string {
  return isArrangement(order) ? titles[order] : formulationOf(order).title;
}

/** The orders that a formulation's can be laid beside: of the other formulations those that serve the call in a precision. */
export function ordersBeside(own: FormulationId, geometry: Geometry, profile: Profile): readonly OrderId[] {
  const others = formulationIds.filter((id) => id !== own && servesProfile(formulationOf(id), geometry, profile).ok);
  return [...others, ...termArrangements];
}

/** The one to begin with: PyTorch's on the CPU, or that of its recipe. */
export function firstOrderBeside(own: FormulationId): OrderId {
  return own === 'matmul-fold' ? 'unfold-matmul' : 'matmul-fold';
}
