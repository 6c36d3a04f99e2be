import type { Stage } from '../stage.ts';
import { inputStage } from './inputStage.ts';
import { kernelMatrixStage } from './kernelMatrixStage.ts';
import { outputStage } from './outputStage.ts';
import { paddedStage } from './paddedStage.ts';
import { productStage } from './productStage.ts';
import { rotatedStage } from './rotatedStage.ts';
import type { StageContext } from './stageContext.ts';
import { unfoldedStage } from './unfoldedStage.ts';
import { weightStage } from './weightStage.ts';

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
