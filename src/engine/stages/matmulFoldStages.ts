import type { Stage } from '../stage.ts';
import { columnsStage } from './columnsStage.ts';
import { inputMatrixStage } from './inputMatrixStage.ts';
import { inputStage } from './inputStage.ts';
import { outputStage } from './outputStage.ts';
import type { StageContext } from './stageContext.ts';
import { weightMatrixStage } from './weightMatrixStage.ts';
import { weightStage } from './weightStage.ts';

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
