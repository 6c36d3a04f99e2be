import type { Formulation } from '../../provenance/formulation.ts';
import { mostSummands } from '../../provenance/elementTaps.ts';
import { onlyUsefulProducts } from '../../provenance/products.ts';
import { reachOfWeight } from '../../provenance/reach.ts';
import { scatteredTaps } from '../../stages/realTaps.ts';
import { runNaive, workingBytesNaive } from './runNaive.ts';
import type { Stage } from '../../provenance/stage.ts';
import { inputStage } from '../../stages/inputStage.ts';
import { outputStage } from '../../stages/outputStage.ts';
import type { StageContext } from '../../stages/stageContext.ts';
import { weightStage } from '../../stages/weightStage.ts';

/** The formulation naive scatter: its functions and its stages. */
export const naive: Formulation = {
  id: 'naive',
  title: 'naive scatter',
  scatters: true,
  run: runNaive,
  workingBytes: workingBytesNaive,
  mostRoundings: mostSummands,
  weightReach: reachOfWeight,
  products: onlyUsefulProducts,
  stages: (call, geometry, output) => naiveStages({ call, geometry, output, terms: scatteredTaps }),
  ...scatteredTaps,
};

/** Lists the stages of naive scatter, which has no intermediate results: x, w and y. */
function naiveStages(context: StageContext): readonly Stage[] {
  return [inputStage(context), weightStage(context), outputStage(context)];
}
