import type { FormulationId } from '../../engine/provenance/formulation.ts';

/** Names the index of summation and the two factors of a term. */
export interface FactorNames {
  readonly index: string;
  readonly weight: string;
  readonly input: string;
}

/** The words for a formulation in the interface, beyond its title. */
export interface FormulationWords {
  /** The factors of the terms of an output element, by the element's row and column of its group's Y. */
  readonly factors: (row: number, column: number) => FactorNames;
  /** The factor of γ in the rounding bound: the magnitudes of the summands. */
  readonly magnitude: string;
  /** True if the hints below the figure, about the columns of U and the rows of K, describe this formulation. */
  readonly coached: boolean;
}

const sumOfProducts = 'Σ|w||x|';
const plainFactors = (): FactorNames => ({ index: 't', weight: 'wₜ', input: 'xₜ' });

/** The words for every formulation. A new formulation is a row here, which the compiler demands. */
export const wordsOfFormulation: Readonly<Record<FormulationId, FormulationWords>> = {
  'unfold-matmul': {
    factors: (row, column) => ({ index: 'r', weight: `K[${row}, r]`, input: `U[r, ${column}]` }),
    magnitude: sumOfProducts,
    coached: true,
  },
  'matmul-fold': { factors: plainFactors, magnitude: sumOfProducts, coached: false },
  'sub-pixel': {
    factors: (row) => ({ index: 'r', weight: `Kφ[${row}, r]`, input: 'Uφ[r, l]' }),
    magnitude: sumOfProducts,
    coached: false,
  },
  'transposed-matrix': {
    factors: () => ({ index: 'r', weight: 'Cᵀ[y, r]', input: 'x[r]' }),
    magnitude: sumOfProducts,
    coached: false,
  },
  winograd: {
    factors: (row) => ({ index: 't', weight: `Uξ[${row}, c]`, input: 'Vξ[c, tile]' }),
    magnitude: '|Aᵀ|(Σ|G||g||Gᵀ| ⊙ |Bᵀ||d||B|)|A|',
    coached: false,
  },
  naive: { factors: plainFactors, magnitude: sumOfProducts, coached: false },
};
