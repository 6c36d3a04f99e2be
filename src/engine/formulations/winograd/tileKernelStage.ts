import { phaseUnder } from '../../provenance/stridePhase.ts';
import { tapAtPlace } from '../../provenance/tapProgressions.ts';
import type { Stage } from '../../provenance/stage.ts';
import { phaseKernelStage } from '../../stages/phaseKernelStage.ts';
import { pickKernelTap } from './pickTile.ts';
import type { StageContext } from '../../stages/stageContext.ts';

/**
 * Builds stage g: the taps of the cursor's phase, rotated. Marks all of them, because each element of G g Gᵀ uses them
 * all.
 */
export function tileKernelStage(context: StageContext): Stage {
  const { geometry } = context;
  return {
    ...phaseKernelStage(context),
    symbol: 'g',
    highlight(cursor) {
      const { y, x } = phaseUnder(geometry, cursor).taps;
      return { element: { row: 0, column: 0, rows: y.count, columns: x.count }, term: null };
    },
    pick({ row, column }, cursor) {
      const { y, x } = phaseUnder(geometry, cursor).taps;
      return pickKernelTap(context, cursor, tapAtPlace(y, row), tapAtPlace(x, column));
    },
  };
}
