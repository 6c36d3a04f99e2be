import type { Stage } from '../../provenance/stage.ts';
import { inputStage } from '../../stages/inputStage.ts';
import { outputStage } from '../../stages/outputStage.ts';
import { phaseKernelMatrixStage } from './phaseKernelMatrixStage.ts';
import { phaseKernelStage } from '../../stages/phaseKernelStage.ts';
import { phaseProductStage } from './phaseProductStage.ts';
import { phaseUnfoldedStage } from './phaseUnfoldedStage.ts';
import type { StageContext } from '../../stages/stageContext.ts';
import { weightStage } from '../../stages/weightStage.ts';

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
