import { phaseUnder } from '../../provenance/phase.ts';
import { lastOf } from '../../provenance/progression.ts';
import type { Stage } from '../../provenance/stage.ts';
import { pickKernelTap } from './pickTile.ts';
import type { StageContext } from '../../stages/stageContext.ts';
import { weightStage } from '../../stages/weightStage.ts';

/** w, in which the cursor marks the taps of its phase, from the first to the last; no term multiplies a weight by itself. */
export function tiledWeightStage(context: StageContext): Stage {
  return {
    ...weightStage(context),
    highlight(cursor) {
      const { y, x } = phaseUnder(context.geometry, cursor).taps;
      const [rows, columns] = [lastOf(y) - y.first + 1, lastOf(x) - x.first + 1];
      return { element: { row: y.first, column: x.first, rows, columns }, term: null };
    },
    pick: ({ row, column }, cursor) => pickKernelTap(context, cursor, row, column),
  };
}
