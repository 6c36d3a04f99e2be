import { tapUnder } from '../../provenance/moveCursor.ts';
import { cinInGroup, cinOf, groupOf } from '../../provenance/channels.ts';
import { inputAt, inputColumnOf, inputColumns } from '../../provenance/vectorIndices.ts';
import { termThrough } from '../../provenance/provenance.ts';
import type { Stage } from '../../provenance/stage.ts';
import { denseView } from '../../stages/dense.ts';
import { pickInput } from '../../stages/pick.ts';
import { readInput } from '../../stages/read.ts';
import { perBatch } from '../../stages/imageShape.ts';
import { batchSlice, groupSlice } from '../../stages/sliceText.ts';
import type { StageContext } from '../../stages/stageContext.ts';

/**
 * Builds stage X, the input of the group that contains the cursor: one row per channel, one column per position.
 * Highlights the column from which the cursor's cell of the column matrix is computed.
 */
export function inputMatrixStage(context: StageContext): Stage {
  const { geometry, terms } = context;
  const { cin, cinPerGroup } = geometry;
  return {
    id: 'input-matrix',
    symbol: 'X',
    title: 'Input matrix',
    form: 'matrix',
    shape: perBatch(geometry, cin, inputColumns(geometry)),
    view(cursor) {
      const { n } = cursor;
      const group = groupOf(geometry, cursor.c);
      return denseView(cinPerGroup, inputColumns(geometry), (row, l) => {
        const c = cinOf(geometry, group, row);
        const { y, x } = inputAt(geometry, l);
        return readInput(context, { n, c, y, x });
      });
    },
    slice: (cursor) => [...batchSlice(context, cursor), ...groupSlice(context, cursor)],
    highlight(cursor) {
      const tap = tapUnder(terms, geometry, cursor);
      const input = tap === null ? null : termThrough(geometry, cursor, tap).input;
      if (input === null) return { element: null, term: null };
      const column = inputColumnOf(geometry, input);
      return {
        element: { row: 0, column, rows: cinPerGroup, columns: 1 },
        term: { row: cinInGroup(geometry, input.c), column },
      };
    },
    pick({ row, column }, cursor) {
      const { y, x } = inputAt(geometry, column);
      return pickInput(context, cinOf(geometry, groupOf(geometry, cursor.c), row), y, x, cursor);
    },
  };
}
