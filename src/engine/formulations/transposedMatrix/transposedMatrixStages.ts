import type { Stage } from '../../provenance/stage.ts';
import { convolutionMatrixStage } from './convolutionMatrixStage.ts';
import { inputStage } from '../../stages/inputStage.ts';
import { inputVectorStage } from './inputVectorStage.ts';
import { outputStage } from '../../stages/outputStage.ts';
import { outputVectorStage } from './outputVectorStage.ts';
import type { StageContext } from '../../stages/stageContext.ts';
import { weightStage } from '../../stages/weightStage.ts';

/** x → vec x, w → Cᵀ, and their product vec y → y. */
export function transposedMatrixStages(context: StageContext): readonly Stage[] {
  return [
    inputStage(context),
    inputVectorStage(context),
    weightStage(context),
    convolutionMatrixStage(context),
    outputVectorStage(context),
    outputStage(context),
  ];
}
