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

/** x → x̂ → U, w → rotated → K, and Y = K·U. */
export function unfoldMatmulStages(context: StageContext): readonly Stage[] {
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
