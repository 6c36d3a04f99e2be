import type { Formulation } from '../../provenance/formulation.ts';
import { mostSummands } from '../../provenance/elementTaps.ts';
import { onlyUsefulProducts } from '../../provenance/products.ts';
import { reachOfWeight } from '../../provenance/reach.ts';
import { gatheredTaps } from '../../stages/realTaps.ts';
import {
  runTransposedMatrix,
  withinTransposedMatrixLimit,
  workingBytesTransposedMatrix,
} from './runTransposedMatrix.ts';
import { transposedMatrixStages } from './transposedMatrixStages.ts';

/** The entry of transposed matrix in the table of formulations. */
export const transposedMatrix: Formulation = {
  id: 'transposed-matrix',
  title: 'transposed matrix',
  serves: withinTransposedMatrixLimit,
  run: runTransposedMatrix,
  workingBytes: workingBytesTransposedMatrix,
  mostRoundings: mostSummands,
  weightReach: reachOfWeight,
  products: onlyUsefulProducts,
  stages: (call, geometry, output) => transposedMatrixStages({ call, geometry, output, terms: gatheredTaps }),
  ...gatheredTaps,
};
