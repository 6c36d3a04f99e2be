import { tapUnder } from '../../provenance/moveCursor.ts';
import { cinInGroup, cinOf, coutOf, groupOf } from '../../provenance/channels.ts';
import { storedRowAt, storedRowOf } from '../../provenance/columnMatrix.ts';
import { weightOf } from '../../provenance/provenance.ts';
import type { Stage } from '../../provenance/stage.ts';
import { denseView } from '../../stages/dense.ts';
import { pickTap } from '../../stages/pick.ts';
import { readWeight } from '../../stages/read.ts';
import { groupSlice } from '../../stages/sliceText.ts';
import type { StageContext } from '../../stages/stageContext.ts';

/**
 * Builds stage Wᵀ, the weight as stored of the group that contains the cursor: one row per (output channel, tap), one
 * column per input channel. Highlights the row from which the cursor's cell of the column matrix is computed.
 */
export function weightMatrixStage(context: StageContext): Stage {
  const { geometry, terms } = context;
  const { coutPerGroup, cinPerGroup, taps } = geometry;
  return {
    id: 'weight-matrix',
    symbol: 'Wᵀ',
    title: 'Weight matrix',
    form: 'matrix',
    shape: [geometry.cout * taps, cinPerGroup],
    view({ c }) {
      const group = groupOf(geometry, c);
      return denseView(coutPerGroup * taps, cinPerGroup, (row, place) => {
        const cin = cinOf(geometry, group, place);
        const { cout, ky, kx } = storedRowAt(geometry, row);
        return readWeight(context, { cin, cout, ky, kx });
      });
    },
    slice: (cursor) => groupSlice(context, cursor),
    highlight(cursor) {
      const tap = tapUnder(terms, geometry, cursor);
      if (tap === null) return { element: null, term: null };
      const row = storedRowOf(geometry, weightOf(geometry, cursor, tap));
      return {
        element: { row, column: 0, rows: 1, columns: cinPerGroup },
        term: { row, column: cinInGroup(geometry, tap.cin) },
      };
    },
    pick({ row, column }, cursor) {
      const group = groupOf(geometry, cursor.c);
      const { cout: within, ky, kx } = storedRowAt(geometry, row);
      const tap = { cin: cinOf(geometry, group, column), ky, kx };
      return pickTap(context, coutOf(geometry, group, within), tap, cursor);
    },
  };
}
