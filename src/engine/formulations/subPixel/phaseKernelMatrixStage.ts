import { tapUnder } from '../../provenance/moveCursor.ts';
import { coutInGroup, coutOf, groupOf } from '../../provenance/channels.ts';
import { rotatedPlaceOf, rotatedTapAt } from '../../provenance/elementTaps.ts';
import { phaseUnder } from '../../provenance/stridePhase.ts';
import type { Stage } from '../../provenance/stage.ts';
import { denseView } from '../../stages/dense.ts';
import { largestPhase } from '../../provenance/largestPhase.ts';
import { pickTap } from '../../stages/pick.ts';
import { readWeight } from '../../stages/read.ts';
import { groupSlice, phaseSlice } from '../../stages/sliceText.ts';
import type { StageContext } from '../../stages/stageContext.ts';

/**
 * Builds stage Kᵩ, the kernels of the cursor's stride phase and group: one row per output channel, columns in the order
 * of the rows of Uᵩ. Phases differ in size; `shape` is the size in the phase with the most taps.
 */
export function phaseKernelMatrixStage(context: StageContext): Stage {
  const { geometry, terms } = context;
  const { cout, coutPerGroup } = geometry;
  return {
    id: 'phase-kernel-matrix',
    symbol: 'Kᵩ',
    title: 'Kernel matrix of the phase',
    form: 'matrix',
    shape: [cout, largestPhase(geometry).rows],
    view(cursor) {
      const group = groupOf(geometry, cursor.c);
      const { taps, rows } = phaseUnder(geometry, cursor);
      return denseView(coutPerGroup, rows, (row, r) => {
        const { cin, ky, kx } = rotatedTapAt(geometry, taps, group, r);
        return readWeight(context, { cin, cout: row, ky, kx });
      });
    },
    slice: (cursor) => [...groupSlice(context, cursor), ...phaseSlice(context, cursor)],
    highlight(cursor) {
      const { taps, rows } = phaseUnder(geometry, cursor);
      const row = coutInGroup(geometry, cursor.c);
      const tap = tapUnder(terms, geometry, cursor);
      const column = tap === null ? null : rotatedPlaceOf(geometry, taps, tap);
      return {
        element: rows === 0 ? null : { row, column: 0, rows: 1, columns: rows },
        term: column === null ? null : { row, column },
      };
    },
    pick({ row, column }, cursor) {
      const group = groupOf(geometry, cursor.c);
      const tap = rotatedTapAt(geometry, phaseUnder(geometry, cursor).taps, group, column);
      return pickTap(context, coutOf(geometry, group, row), tap, cursor);
    },
  };
}
