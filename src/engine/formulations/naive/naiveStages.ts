import type { Stage } from '../../provenance/stage.ts';
import { inputStage } from '../../stages/inputStage.ts';
import { outputStage } from '../../stages/outputStage.ts';
import type { StageContext } from '../../stages/stageContext.ts';
import { weightStage } from '../../stages/weightStage.ts';

/** Lists the stages of naive scatter, which has no intermediate results: x, w and y. */
export function naiveStages(context: StageContext): readonly Stage[] {
  return [inputStage(context), weightStage(context), outputStage(context)];
}
