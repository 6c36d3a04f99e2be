import type { Formulation } from '../../provenance/formulation.ts';
import { workOf } from '../../geometry/work.ts';
import { foldedTaps } from './foldedTaps.ts';
import { runMatmulFold, workingBytesMatmulFold } from './runMatmulFold.ts';
import { matmulFoldStages } from './matmulFoldStages.ts';

/** The row of matmul + fold in the table of formulations. */
export const matmulFold: Formulation = {
  id: 'matmul-fold',
  title: 'matmul + fold',
  run: runMatmulFold,
  workingBytes: workingBytesMatmulFold,
  // Every tap of every input element; fold drops the products that land on the padding.
  products: (geometry) => {
    const { n, cout, rows, h, w } = geometry;
    const multiplications = n * cout * rows * h.inputSize * w.inputSize;
    const useful = workOf(geometry);
    return { multiplications, useful, structuralZeros: 0, dropped: multiplications - useful };
  },
  stages: (call, geometry, output) => matmulFoldStages({ call, geometry, output, terms: foldedTaps }),
  ...foldedTaps,
};
