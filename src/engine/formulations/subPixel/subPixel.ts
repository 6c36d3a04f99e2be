import type { Formulation } from '../../provenance/formulation.ts';
import { mostSummands } from '../../provenance/elementTaps.ts';
import { onlyUsefulProducts } from '../../provenance/products.ts';
import { reachOfWeight } from '../../provenance/reach.ts';
import { gatheredTaps } from '../../stages/realTaps.ts';
import { runSubPixel, workingBytesSubPixel } from './runSubPixel.ts';
import type { Stage } from '../../provenance/stage.ts';
import { inputStage } from '../../stages/inputStage.ts';
import { outputStage } from '../../stages/outputStage.ts';
import { phaseKernelMatrixStage } from './phaseKernelMatrixStage.ts';
import { phaseKernelStage } from '../../stages/phaseKernelStage.ts';
import { phaseProductStage } from './phaseProductStage.ts';
import { phaseUnfoldedStage } from './phaseUnfoldedStage.ts';
import type { StageContext } from '../../stages/stageContext.ts';
import { weightStage } from '../../stages/weightStage.ts';

/** The formulation sub-pixel phases: its functions and its stages. */
export const subPixel: Formulation = {
  id: 'sub-pixel',
  title: 'sub-pixel phases',
  run: runSubPixel,
  workingBytes: workingBytesSubPixel,
  mostRoundings: mostSummands,
  weightReach: reachOfWeight,
  products: onlyUsefulProducts,
  stages: (call, geometry, output) => subPixelStages({ call, geometry, output, terms: gatheredTaps }),
  ...gatheredTaps,
};

/**
 * Lists the stages of sub-pixel for the stride phase that contains the cursor: x → U, w → its taps → K, and Y = K·U,
 * which is interleaved with the other phases into y.
 */
function subPixelStages(context: StageContext): readonly Stage[] {
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
