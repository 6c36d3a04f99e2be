import type { Formulation, FormulationId } from '../provenance/formulation.ts';
import { matmulFold } from './matmulFold/matmulFold.ts';
import { naive } from './naive/naive.ts';
import { subPixel } from './subPixel/subPixel.ts';
import { transposedMatrix } from './transposedMatrix/transposedMatrix.ts';
import { unfoldMatmul } from './unfoldMatmul/unfoldMatmul.ts';
import { winograd } from './winograd/winograd.ts';

/** Every formulation, by id. */
const formulations: Readonly<Record<FormulationId, Formulation>> = {
  'unfold-matmul': unfoldMatmul,
  'matmul-fold': matmulFold,
  'sub-pixel': subPixel,
  'transposed-matrix': transposedMatrix,
  winograd,
  naive,
};

/**
 * Returns the id itself. If the id is `auto`, returns the fastest formulation that gives PyTorch's values, infinities
 * and NaN included: one that never multiplies an inserted or padding zero and never sums input elements before
 * multiplying. (winograd is often faster but sums first.)
 */
export function resolveFormulation(id: FormulationId | 'auto'): FormulationId {
  return id === 'auto' ? 'sub-pixel' : id;
}

/** Returns the formulation with this id; `auto` is resolved first. */
export function formulationOf(id: FormulationId | 'auto'): Formulation {
  return formulations[resolveFormulation(id)];
}
