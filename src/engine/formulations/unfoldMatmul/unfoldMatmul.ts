import type { Formulation, Terms } from '../../provenance/formulation.ts';
import { denseMultiplyAdds, usefulMultiplyAdds } from '../../geometry/multiplyAdds.ts';
import { mostSummands, sameGroup } from '../../provenance/elementTaps.ts';
import { reachOfBias, reachOfWeight } from '../../provenance/reach.ts';
import { runUnfoldMatmul, workingBytesUnfoldMatmul } from './runUnfoldMatmul.ts';
import type { Stage } from '../../provenance/stage.ts';
import { inputStage } from '../../stages/inputStage.ts';
import { kernelMatrixStage } from './kernelMatrixStage.ts';
import { outputStage } from '../../stages/outputStage.ts';
import { paddedStage } from './paddedStage.ts';
import { productStage } from './productStage.ts';
import { rotatedStage } from './rotatedStage.ts';
import type { StageContext } from '../../stages/stageContext.ts';
import { unfoldedStage } from './unfoldedStage.ts';
import { weightStage } from '../../stages/weightStage.ts';
import { groupOf } from '../../provenance/channels.ts';
import { rowOfTap, tapOfRow } from '../../provenance/kernelMatrix.ts';
import { isTap, termThrough } from '../../provenance/provenance.ts';

/**
 * The terms of unfold + matmul: one product per row of U, in the order of the rows, including the products with
 * inserted and padding zeros.
 */
const everyTap: Terms = {
  termForm: 'tap',
  accumulation: () => ({ order: 'sequential' }),
  termCount: (geometry) => geometry.rows,
  termAt: (geometry, element, index) =>
    termThrough(geometry, element, tapOfRow(geometry, groupOf(geometry, element.c), index)),
  termIndexOf: (geometry, element, tap) =>
    isTap(tap) && sameGroup(geometry, element, tap) ? rowOfTap(geometry, tap) : null,
};

/** The formulation unfold + matmul: its functions and its stages. */
export const unfoldMatmul: Formulation = {
  id: 'unfold-matmul',
  title: 'unfold + matmul',
  run: runUnfoldMatmul,
  workingBytes: workingBytesUnfoldMatmul,
  mostRoundings: mostSummands,
  // A weight in K is multiplied with its whole row of U, inserted and padding zeros included.
  weightReach: (geometry, weight) => reachOfBias(geometry, reachOfWeight(geometry, weight).c.first),
  products: (geometry) => {
    const multiplications = denseMultiplyAdds(geometry);
    const useful = usefulMultiplyAdds(geometry);
    return { multiplications, useful, structuralZeros: multiplications - useful, dropped: 0 };
  },
  stages: (call, geometry, output) => unfoldMatmulStages({ call, geometry, output, terms: everyTap }),
  ...everyTap,
};

/** Lists the stages of unfold + matmul: x → x̂ → U, w → rotated kernel → K, and Y = K·U. */
function unfoldMatmulStages(context: StageContext): readonly Stage[] {
  return [
    inputStage(context),
    paddedStage(context),
    unfoldedStage(context),
    weightStage(context),
    rotatedStage(context),
    kernelMatrixStage(context),
    productStage(context),
    outputStage(context),
  ];
}
