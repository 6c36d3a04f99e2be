import type { Stage } from '../stage.ts';
import { inputStage } from './inputStage.ts';
import { outputStage } from './outputStage.ts';
import type { StageContext } from './stageContext.ts';
import { weightStage } from './weightStage.ts';

/** The scatter loop has nothing in between: x and w, and y they are scattered into. */
export function naiveStages(context: StageContext): readonly Stage[] {
  return [inputStage(context), weightStage(context), outputStage(context)];
}
