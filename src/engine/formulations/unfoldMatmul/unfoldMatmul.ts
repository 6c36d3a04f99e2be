import type { Formulation } from '../../provenance/formulation.ts';
import { multiplyAdds, workOf } from '../../geometry/work.ts';
import { everyTap } from './everyTap.ts';
import { runUnfoldMatmul, workingBytesUnfoldMatmul } from './runUnfoldMatmul.ts';
import { unfoldMatmulStages } from './unfoldMatmulStages.ts';

/** The row of unfold + matmul in the table of formulations. */
export const unfoldMatmul: Formulation = {
  id: 'unfold-matmul',
  title: 'unfold + matmul',
  run: runUnfoldMatmul,
  workingBytes: workingBytesUnfoldMatmul,
  products: (geometry) => {
    const multiplications = multiplyAdds(geometry);
    const useful = workOf(geometry);
    return { multiplications, useful, structuralZeros: multiplications - useful, dropped: 0 };
  },
  stages: (call, geometry, output) => unfoldMatmulStages({ call, geometry, output, terms: everyTap }),
  ...everyTap,
};
