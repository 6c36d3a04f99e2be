import type { OutputIndex } from '../../../src/engine/provenance/provenance.ts';
import { columnOf } from '../../../src/engine/provenance/provenance.ts';
import { coutInGroup } from '../../../src/engine/provenance/channels.ts';
import type { Loaded } from '../../store/loaded.ts';

/** How a formulation names its index of summation and the two factors of a term. */
export interface FactorNames {
  readonly index: string;
  readonly weight: string;
  readonly input: string;
}

/** K[12, r] and U[r, 429] where the formulation multiplies matrices, w and x where it does not. */
export function factorNamesOf({ geometry, formulation }: Loaded, element: OutputIndex): FactorNames {
  const row = String(coutInGroup(geometry, element.c));
  const column = String(columnOf(geometry, element));
  switch (formulation.id) {
    case 'unfold-matmul':
      return { index: 'r', weight: `K[${row}, r]`, input: `U[r, ${column}]` };
    case 'sub-pixel':
      return { index: 'r', weight: `Kφ[${row}, r]`, input: `Uφ[r, l]` };
    case 'winograd':
      return { index: 't', weight: `Uξ[${row}, c]`, input: 'Vξ[c, tile]' };
    case 'transposed-matrix':
      return { index: 'r', weight: 'Cᵀ[y, r]', input: 'x[r]' };
    case 'matmul-fold':
      return { index: 't', weight: 'wₜ', input: 'xₜ' };
    case 'naive':
      return { index: 't', weight: 'wₜ', input: 'xₜ' };
    default: {
      const never: never = formulation.id;
      throw new Error(`unknown formulation ${String(never)}`);
    }
  }
}
