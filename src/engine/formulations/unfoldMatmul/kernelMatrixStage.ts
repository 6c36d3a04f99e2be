import { tapUnder } from '../../provenance/moveCursor.ts';
import { coutInGroup, coutOf, groupOf } from '../../provenance/channels.ts';
import { rowOfTap, tapOfRow } from '../../provenance/kernelMatrix.ts';
import type { Stage } from '../../provenance/stage.ts';
import { denseView } from '../../stages/dense.ts';
import { pickTap } from '../../stages/pick.ts';
import { readWeight } from '../../stages/read.ts';
import { groupSlice, sliceText } from '../../stages/sliceText.ts';
import type { StageContext } from '../../stages/stageContext.ts';

/** K: the rotated kernels of the cursor's group, a row for each output channel, its columns as the rows of U. */
export function kernelMatrixStage(context: StageContext): Stage {
  const { geometry, terms } = context;
  const { cout, coutPerGroup, rows } = geometry;
  return {
    id: 'kernel-matrix',
    symbol: 'K',
    title: 'Kernel matrix',
    form: 'matrix',
    shape: [cout, rows],
    view(cursor) {
      const group = groupOf(geometry, cursor.c);
      return denseView(coutPerGroup, rows, (row, r) => {
        const { cin, ky, kx } = tapOfRow(geometry, group, r);
        return readWeight(context, { cin, cout: row, ky, kx });
      });
    },
    slice: (cursor) => sliceText(groupSlice(context, cursor)),
    highlight(cursor) {
      const row = coutInGroup(geometry, cursor.c);
      const tap = tapUnder(terms, geometry, cursor);
      return {
        element: { row, column: 0, rows: 1, columns: rows },
        term: tap === null ? null : { row, column: rowOfTap(geometry, tap) },
      };
    },
    pick({ row, column }, cursor) {
      const group = groupOf(geometry, cursor.c);
      const tap = tapOfRow(geometry, group, column);
      return pickTap(context, coutOf(geometry, group, row), tap, cursor);
    },
  };
}
