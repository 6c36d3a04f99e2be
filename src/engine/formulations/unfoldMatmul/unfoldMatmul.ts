import type { Formulation } from '../../provenance/formulation.ts';
import { denseMultiplyAdds, usefulMultiplyAdds } from '../../geometry/multiplyAdds.ts';
import { mostSummands } from '../../provenance/elementTaps.ts';
import { reachOfBias, reachOfWeight } from '../../provenance/reach.ts';
import { everyTap } from './everyTap.ts';
import { runUnfoldMatmul, workingBytesUnfoldMatmul } from './runUnfoldMatmul.ts';
import { unfoldMatmulStages } from './unfoldMatmulStages.ts';

/** The entry of unfold + matmul in the table of formulations. */
export const unfoldMatmul: Formulation = {
  id: 'unfold-matmul',
  title: 'unfold + matmul',
  run: runUnfoldMatmul,
  workingBytes: workingBytesUnfoldMatmul,
  mostRoundings: mostSummands,
  // A row of K meets every column of U, zeros inserted and padded.
  weightReach: (geometry, weight) => reachOfBias(geometry, reachOfWeight(geometry, weight).c.first),
  products: (geometry) => {
    const multiplications = denseMultiplyAdds(geometry);
    const useful = usefulMultiplyAdds(geometry);
    return { multiplications, useful, structuralZeros: multiplications - useful, dropped: 0 };
  },
  stages: (call, geometry, output) => unfoldMatmulStages({ call, geometry, output, terms: everyTap }),
  ...everyTap,
};
