import type { Formulation, FormulationId } from '../provenance/formulation.ts';
import { matmulFold } from './matmulFold/matmulFold.ts';
import { naive } from './naive/naive.ts';
import { subPixel } from './subPixel/subPixel.ts';
import { transposedMatrix } from './transposedMatrix/transposedMatrix.ts';
import { unfoldMatmul } from './unfoldMatmul/unfoldMatmul.ts';
import { winograd } from './winograd/winograd.ts';

/** Every formulation by its id. */
const formulations: Readonly<Record<FormulationId, Formulation>> = {
  'unfold-matmul': unfoldMatmul,
  'matmul-fold': matmulFold,
  'sub-pixel': subPixel,
  'transposed-matrix': transposedMatrix,
  winograd,
  naive,
};

/**
 * The formulation that `auto` stands for: the fastest that gives PyTorch's values, infinities
 * included, because it multiplies no structural zero and mixes no elements (winograd, which is often
 * faster where it serves, does the latter).
 */
export function resolveFormulation(id: FormulationId | 'auto'): FormulationId {
  return id === 'auto' ? 'sub-pixel' : id;
}

/** The formulation of this name; `auto` is resolved. */
export function formulationOf(id: FormulationId | 'auto'): Formulation {
  return formulations[resolveFormulation(id)];
}
