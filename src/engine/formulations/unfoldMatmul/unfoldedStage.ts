import { tapUnder } from '../../provenance/moveCursor.ts';
import { CellKind } from '../../geometry/geometry.ts';
import { combineKinds, gatherIndex, inputIndexAt, kindAt, rotateTap } from '../../geometry/indices.ts';
import { groupOf } from '../../provenance/channels.ts';
import { rowOfTap, tapOfRow } from '../../provenance/kernelMatrix.ts';
import { columnOf, elementAt } from '../../provenance/provenance.ts';
import type { Tap } from '../../provenance/provenance.ts';
import type { Stage } from '../../provenance/stage.ts';
import { pickTerm } from '../../stages/pick.ts';
import { readInput } from '../../stages/read.ts';
import { unfoldedReader } from './unfoldedReader.ts';
import { perBatch } from '../../stages/imageShape.ts';
import { batchSlice, groupSlice } from '../../stages/sliceText.ts';
import type { StageContext } from '../../stages/stageContext.ts';

/**
 * Builds stage U, the unfolded x̂ of the group that contains the cursor: one column per output position, one row per
 * (channel, rotated tap). A column holds the window of x̂ that is multiplied for its output position.
 */
export function unfoldedStage(context: StageContext): Stage {
  const { geometry, terms } = context;
  const { h, w, rows, columns, params } = geometry;
  return {
    id: 'unfolded',
    symbol: 'U',
    title: 'Unfolded',
    form: 'matrix',
    shape: perBatch(geometry, params.groups * rows, columns),
    view(cursor) {
      const group = groupOf(geometry, cursor.c);
      // Cells are mostly read row by row, so the tap of the previous cell can nearly always be reused.
      let row = 0;
      let tap = tapOfRow(geometry, group, row);
      const tapAt = (r: number): Tap => {
        if (r !== row) tap = tapOfRow(geometry, group, (row = r));
        return tap;
      };
      const kind = (r: number, l: number): CellKind => {
        const { ky, kx } = tapAt(r);
        const { y, x } = elementAt(geometry, l);
        return combineKinds(
          kindAt(h, gatherIndex(h, y, rotateTap(h, ky))),
          kindAt(w, gatherIndex(w, x, rotateTap(w, kx))),
        );
      };
      const value = (r: number, l: number): number => {
        const { cin, ky, kx } = tapAt(r);
        const { y, x } = elementAt(geometry, l);
        const u = gatherIndex(h, y, rotateTap(h, ky));
        const v = gatherIndex(w, x, rotateTap(w, kx));
        if (combineKinds(kindAt(h, u), kindAt(w, v)) !== CellKind.value) return 0;
        return readInput(context, {
          n: cursor.n,
          c: cin,
          y: inputIndexAt(h, u),
          x: inputIndexAt(w, v),
        });
      };
      return { rows, columns, value, kind, readRow: unfoldedReader(context, cursor.n, group) };
    },
    slice: (cursor) => [...batchSlice(context, cursor), ...groupSlice(context, cursor)],
    highlight(cursor) {
      const column = columnOf(geometry, cursor);
      const tap = tapUnder(terms, geometry, cursor);
      return {
        element: { row: 0, column, rows, columns: 1 },
        term: tap === null ? null : { row: rowOfTap(geometry, tap), column },
      };
    },
    pick({ row, column }, cursor) {
      const { n, c } = cursor;
      const element = { n, c, ...elementAt(geometry, column) };
      return pickTerm(context, element, tapOfRow(geometry, groupOf(geometry, c), row), cursor);
    },
  };
}
