import type { Formulation, Terms } from '../../provenance/formulation.ts';
import { usefulMultiplyAdds } from '../../geometry/multiplyAdds.ts';
import {
  mostSummands,
  sameGroup,
  storedPlaceOf,
  storedTapAt,
  tapsOf,
  tapsPerChannel,
} from '../../provenance/elementTaps.ts';
import { reachOfWeight } from '../../provenance/reach.ts';
import { runMatmulFold, workingBytesMatmulFold } from './runMatmulFold.ts';
import type { Stage } from '../../provenance/stage.ts';
import { columnsStage } from './columnsStage.ts';
import { inputMatrixStage } from './inputMatrixStage.ts';
import { inputStage } from '../../stages/inputStage.ts';
import { outputStage } from '../../stages/outputStage.ts';
import type { StageContext } from '../../stages/stageContext.ts';
import { weightMatrixStage } from './weightMatrixStage.ts';
import { weightStage } from '../../stages/weightStage.ts';
import { groupOf } from '../../provenance/channels.ts';
import { isTap, termThrough } from '../../provenance/provenance.ts';

/**
 * The terms of matmul + fold. An output element is the sum of some cells of the column matrix, one per stored tap, and
 * each cell is a dot product over the group's input channels. A term is one product of such a dot product.
 */
const foldedTaps: Terms = {
  termForm: 'tap',
  accumulation: ({ cinPerGroup }) => ({ order: 'columns-first', run: cinPerGroup }),
  termCount: (geometry, element) => geometry.cinPerGroup * tapsPerChannel(tapsOf(geometry, element)),
  termAt: (geometry, element, index) => {
    const group = groupOf(geometry, element.c);
    const tap = storedTapAt(geometry, tapsOf(geometry, element), group, index);
    return termThrough(geometry, element, tap);
  },
  termIndexOf: (geometry, element, tap) =>
    isTap(tap) && sameGroup(geometry, element, tap) ? storedPlaceOf(geometry, tapsOf(geometry, element), tap) : null,
};

/** The formulation matmul + fold: its functions and its stages. */
export const matmulFold: Formulation = {
  id: 'matmul-fold',
  title: 'matmul + fold',
  scatters: true,
  run: runMatmulFold,
  workingBytes: workingBytesMatmulFold,
  mostRoundings: mostSummands,
  weightReach: reachOfWeight,
  // Every tap is multiplied with every input element; fold then drops the products that land outside the output.
  products: (geometry) => {
    const { n, cout, rows, h, w } = geometry;
    const multiplications = n * cout * rows * h.inputSize * w.inputSize;
    const useful = usefulMultiplyAdds(geometry);
    return { multiplications, useful, structuralZeros: 0, dropped: multiplications - useful };
  },
  stages: (call, geometry, output) => matmulFoldStages({ call, geometry, output, terms: foldedTaps }),
  ...foldedTaps,
};

/**
 * Lists the stages of matmul + fold: x → X, w → Wᵀ, the product Wᵀ·X, and y, into which the product's cells are folded
 * (added).
 */
function matmulFoldStages(context: StageContext): readonly Stage[] {
  return [
    inputStage(context),
    inputMatrixStage(context),
    weightStage(context),
    weightMatrixStage(context),
    columnsStage(context),
    outputStage(context),
  ];
}
