import type { Stage } from '../stage.ts';
import { inputStage } from './inputStage.ts';
import { outputStage } from './outputStage.ts';
import { phaseKernelMatrixStage } from './phaseKernelMatrixStage.ts';
import { phaseKernelStage } from './phaseKernelStage.ts';
import { phaseProductStage } from './phaseProductStage.ts';
import { phaseUnfoldedStage } from './phaseUnfoldedStage.ts';
import type { StageContext } from './stageContext.ts';
import { weightStage } from './weightStage.ts';

/** For the cursor's phase: x → U, w → its taps → K, and Y = K·U, which is dealt out into y. */
export function subPixelStages(context: StageContext): readonly Stage[] {
  return [
    inputStage(context),
    phaseUnfoldedStage(context),
    weightStage(context),
    phaseKernelStage(context),
    phaseKernelMatrixStage(context),
    phaseProductStage(context),
    outputStage(context),
  ];
}
