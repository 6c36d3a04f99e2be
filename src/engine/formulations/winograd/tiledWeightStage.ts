import { phaseUnder } from '../../provenance/stridePhase.ts';
import { lastOf } from '../../provenance/progression.ts';
import type { Stage } from '../../provenance/stage.ts';
import { pickKernelTap } from './pickTile.ts';
import type { StageContext } from '../../stages/stageContext.ts';
import { weightStage } from '../../stages/weightStage.ts';

/**
 * Builds stage w for winograd. Highlights the smallest rectangle around all taps of the phase, because no term
 * multiplies a single weight.
 */
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
