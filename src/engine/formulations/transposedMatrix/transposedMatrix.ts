import type { Formulation } from '../../provenance/formulation.ts';
import { onlyUseful } from '../../provenance/products.ts';
import { gatheredTaps } from '../../stages/realTaps.ts';
import {
  runTransposedMatrix,
  withinTransposedMatrixLimit,
  workingBytesTransposedMatrix,
} from './runTransposedMatrix.ts';
import { transposedMatrixStages } from './transposedMatrixStages.ts';

/** The row of transposed matrix in the table of formulations. */
export const transposedMatrix: Formulation = {
  id: 'transposed-matrix',
  title: 'transposed matrix',
  serves: withinTransposedMatrixLimit,
  run: runTransposedMatrix,
  workingBytes: workingBytesTransposedMatrix,
  products: onlyUseful,
  stages: (call, geometry, output) => transposedMatrixStages({ call, geometry, output, terms: gatheredTaps }),
  ...gatheredTaps,
};
