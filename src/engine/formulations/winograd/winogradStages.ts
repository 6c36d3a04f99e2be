import type { Stage } from '../../provenance/stage.ts';
import { outputStage } from '../../stages/outputStage.ts';
import type { StageContext } from '../../stages/stageContext.ts';
import { tiledInputStage } from './tiledInputStage.ts';
import { tiledWeightStage } from './tiledWeightStage.ts';
import { tileKernelStage } from './tileKernelStage.ts';
import { tileStage, transformedTileStage } from './tileStage.ts';
import { transformedInputStage } from './transformedInputStage.ts';
import { transformedKernelMatrixStage } from './transformedKernelMatrixStage.ts';
import { transformedKernelStage } from './transformedKernelStage.ts';
import { transformedProductStage } from './transformedProductStage.ts';

/** For the cursor's phase and ξ: x → d → Bᵀ d B → V_ξ, w → g → G g Gᵀ → U_ξ, and M_ξ = U_ξ·V_ξ, of all of which Aᵀ M A makes y. */
export function winogradStages(context: StageContext): readonly Stage[] {
  return [
    tiledInputStage(context),
    tileStage(context),
    transformedTileStage(context),
    transformedInputStage(context),
    tiledWeightStage(context),
    tileKernelStage(context),
    transformedKernelStage(context),
    transformedKernelMatrixStage(context),
    transformedProductStage(context),
    outputStage(context),
  ];
}
