import type { Stage } from '../../provenance/stage.ts';
import { columnsStage } from './columnsStage.ts';
import { inputMatrixStage } from './inputMatrixStage.ts';
import { inputStage } from '../../stages/inputStage.ts';
import { outputStage } from '../../stages/outputStage.ts';
import type { StageContext } from '../../stages/stageContext.ts';
import { weightMatrixStage } from './weightMatrixStage.ts';
import { weightStage } from '../../stages/weightStage.ts';

/** x → X, w → Wᵀ, their product, and its cells folded (added) into y. */
export function matmulFoldStages(context: StageContext): readonly Stage[] {
  return [
    inputStage(context),
    inputMatrixStage(context),
    weightStage(context),
    weightMatrixStage(context),
    columnsStage(context),
    outputStage(context),
  ];
}
