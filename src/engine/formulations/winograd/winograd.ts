import { phaseOfTap } from '../../geometry/phases.ts';
import { tilings } from '../../geometry/tiles.ts';
import type { Formulation } from '../../provenance/formulation.ts';
import { reachOfWeight } from '../../provenance/reach.ts';
import { outputsOfPhase } from '../../provenance/tapProgressions.ts';
import { tiledProducts } from './tiledProducts.ts';
import { servedByWinograd } from './servedByWinograd.ts';
import { roundingsOf, winogradBound } from './winogradBound.ts';
import { points } from './points.ts';
import { runWinograd, workingBytesWinograd } from './runWinograd.ts';
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

/** The formulation Winograd tiles: its functions and its stages. */
export const winograd: Formulation = {
  id: 'winograd',
  title: 'Winograd tiles',
  serves: servedByWinograd,
  run: runWinograd,
  workingBytes: workingBytesWinograd,
  bound: winogradBound,
  mostRoundings: (geometry) =>
    Math.max(...[...tilings(geometry)].map((tiling) => roundingsOf(geometry, tiling).roundings)),
  // Each output of a phase uses, for each tap, a place ξ of G g Gᵀ that contains the tap, whatever the tile holds.
  weightReach: (geometry, weight) => ({
    ...reachOfWeight(geometry, weight),
    y: outputsOfPhase(geometry.h, phaseOfTap(geometry.h, weight.ky)),
    x: outputsOfPhase(geometry.w, phaseOfTap(geometry.w, weight.kx)),
  }),
  products: tiledProducts,
  stages: (call, geometry, output) => winogradStages({ call, geometry, output, terms: points }),
  ...points,
};

/**
 * Lists the stages of winograd for the stride phase and the ξ of the cursor: x → d → Bᵀ d B → V_ξ, w → g → G g Gᵀ →
 * U_ξ, M_ξ = U_ξ·V_ξ, and y = Aᵀ M A.
 */
function winogradStages(context: StageContext): readonly Stage[] {
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
