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
import type { Stage } from '../../provenance/stage.ts';
import { convolutionMatrixStage } from './convolutionMatrixStage.ts';
import { inputStage } from '../../stages/inputStage.ts';
import { inputVectorStage } from './inputVectorStage.ts';
import { outputStage } from '../../stages/outputStage.ts';
import { outputVectorStage } from './outputVectorStage.ts';
import type { StageContext } from '../../stages/stageContext.ts';
import { weightStage } from '../../stages/weightStage.ts';

/** The formulation transposed matrix: its functions and its stages. */
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

/** Lists the stages of transposed matrix: x → vec x, w → Cᵀ, the product vec y = Cᵀ·vec x, and y. */
function transposedMatrixStages(context: StageContext): readonly Stage[] {
  return [
    inputStage(context),
    inputVectorStage(context),
    weightStage(context),
    convolutionMatrixStage(context),
    outputVectorStage(context),
    outputStage(context),
  ];
}
