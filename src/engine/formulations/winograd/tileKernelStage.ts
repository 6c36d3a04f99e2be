import { phaseUnder } from '../../provenance/stridePhase.ts';
import { tapAtPlace } from '../../provenance/tapProgressions.ts';
import type { Stage } from '../../provenance/stage.ts';
import { phaseKernelStage } from '../../stages/phaseKernelStage.ts';
import { pickKernelTap } from './pickTile.ts';
import type { StageContext } from '../../stages/stageContext.ts';

/**
 * Builds stage g, the rotated taps of the stride phase that contains the cursor. Highlights all taps, because each
 * element of G g Gᵀ is computed from all of them.
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
