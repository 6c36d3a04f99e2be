import type { Formulation } from '../../provenance/formulation.ts';
import { usefulMultiplyAdds } from '../../geometry/multiplyAdds.ts';
import { mostSummands } from '../../provenance/elementTaps.ts';
import { reachOfWeight } from '../../provenance/reach.ts';
import { foldedTaps } from './foldedTaps.ts';
import { runMatmulFold, workingBytesMatmulFold } from './runMatmulFold.ts';
import { matmulFoldStages } from './matmulFoldStages.ts';

/** The entry of matmul + fold in the table of formulations. */
export const matmulFold: Formulation = {
  id: 'matmul-fold',
  title: 'matmul + fold',
  run: runMatmulFold,
  workingBytes: workingBytesMatmulFold,
  mostRoundings: mostSummands,
  weightReach: reachOfWeight,
  // Every tap of every input element is multiplied; fold drops the products that land on the padding.
  products: (geometry) => {
    const { n, cout, rows, h, w } = geometry;
    const multiplications = n * cout * rows * h.inputSize * w.inputSize;
    const useful = usefulMultiplyAdds(geometry);
    return { multiplications, useful, structuralZeros: 0, dropped: multiplications - useful };
  },
  stages: (call, geometry, output) => matmulFoldStages({ call, geometry, output, terms: foldedTaps }),
  ...foldedTaps,
};
