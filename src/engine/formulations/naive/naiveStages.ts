import type { Stage } from '../../provenance/stage.ts';
import { inputStage } from '../../stages/inputStage.ts';
import { outputStage } from '../../stages/outputStage.ts';
import type { StageContext } from '../../stages/stageContext.ts';
import { weightStage } from '../../stages/weightStage.ts';

/** The scatter loop has nothing in between: x and w, and y they are scattered into. */
export function naiveStages(context: StageContext): readonly Stage[] {
  return [inputStage(context), weightStage(context), outputStage(context)];
}
