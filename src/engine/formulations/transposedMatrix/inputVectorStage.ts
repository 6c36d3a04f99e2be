import { tapUnder } from '../../provenance/moveCursor.ts';
import { cinOf, groupOf } from '../../provenance/channels.ts';
import { inputColumns, inputRowAt, inputRowOf } from '../../provenance/vectorIndices.ts';
import { termThrough } from '../../provenance/provenance.ts';
import type { Stage } from '../../provenance/stage.ts';
import { denseView } from '../../stages/dense.ts';
import { pickInput } from '../../stages/pick.ts';
import { readInput } from '../../stages/read.ts';
import { perBatch } from '../../stages/imageShape.ts';
import { batchSlice, groupSlice } from '../../stages/sliceText.ts';
import type { StageContext } from '../../stages/stageContext.ts';

/**
 * Builds stage vec x, the input of the cursor's group flattened to one column. Highlights the whole vector, because the
 * element's row of Cᵀ is multiplied with all of it.
 */
export function inputVectorStage(context: StageContext): Stage {
  const { geometry, terms } = context;
  const { cin, cinPerGroup } = geometry;
  const rows = cinPerGroup * inputColumns(geometry);
  return {
    id: 'input-vector',
    symbol: 'vec x',
    title: 'Input vector',
    form: 'matrix',
    shape: perBatch(geometry, cin * inputColumns(geometry)),
    view({ n, c }) {
      const group = groupOf(geometry, c);
      return denseView(rows, 1, (row) => {
        const at = inputRowAt(geometry, row);
        const channel = cinOf(geometry, group, at.plane);
        return readInput(context, { n, c: channel, y: at.row, x: at.column });
      });
    },
    slice: (cursor) => [...batchSlice(context, cursor), ...groupSlice(context, cursor)],
    highlight(cursor) {
      const tap = tapUnder(terms, geometry, cursor);
      const input = tap === null ? null : termThrough(geometry, cursor, tap).input;
      return {
        element: { row: 0, column: 0, rows, columns: 1 },
        term: input === null ? null : { row: inputRowOf(geometry, input), column: 0 },
      };
    },
    pick({ row }, cursor) {
      const at = inputRowAt(geometry, row);
      const cinPicked = cinOf(geometry, groupOf(geometry, cursor.c), at.plane);
      return pickInput(context, cinPicked, at.row, at.column, cursor);
    },
  };
}
