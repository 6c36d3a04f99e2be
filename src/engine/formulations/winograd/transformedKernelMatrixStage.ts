import { transformedKernelElement } from '../../trace/factors.ts';
import { cursorAt } from '../../provenance/moveCursor.ts';
import { cinInGroup, cinOf, coutInGroup, coutOf, groupOf } from '../../provenance/channels.ts';
import { tileUnder } from '../../provenance/elementTile.ts';
import type { Stage } from '../../provenance/stage.ts';
import { denseView } from '../../stages/dense.ts';
import { pointUnder } from '../../stages/pointUnder.ts';
import { groupSlice, phaseSlice, pointSlice } from '../../stages/sliceText.ts';
import type { StageContext } from '../../stages/stageContext.ts';

/**
 * Builds stage U_ξ for the ξ, stride phase and group of the cursor: one row per output channel, one column per input
 * channel in the order of the rows of V_ξ.
 */
export function transformedKernelMatrixStage(context: StageContext): Stage {
  const { geometry, call, terms } = context;
  const { cout, coutPerGroup, cinPerGroup } = geometry;
  return {
    id: 'transformed-kernel-matrix',
    symbol: 'Uξ',
    title: 'Transformed kernels',
    form: 'matrix',
    shape: [cout, cinPerGroup],
    view(cursor) {
      const { tiling } = tileUnder(geometry, cursor);
      const { xi, nu } = pointUnder(context, cursor);
      const group = groupOf(geometry, cursor.c);
      return denseView(coutPerGroup, cinPerGroup, (row, column) => {
        const kernel = { cin: cinOf(geometry, group, column), cout: row };
        return transformedKernelElement(call, geometry, tiling, kernel, xi, nu);
      });
    },
    slice: (cursor) => [...groupSlice(context, cursor), ...phaseSlice(context, cursor), ...pointSlice(context, cursor)],
    highlight(cursor) {
      const row = coutInGroup(geometry, cursor.c);
      const column = cinInGroup(geometry, pointUnder(context, cursor).cin);
      return {
        element: { row, column: 0, rows: 1, columns: cinPerGroup },
        term: { row, column },
      };
    },
    pick({ row, column }, cursor) {
      const group = groupOf(geometry, cursor.c);
      const element = { ...cursor, c: coutOf(geometry, group, row) };
      const point = { ...pointUnder(context, cursor), cin: cinOf(geometry, group, column) };
      return cursorAt(terms, geometry, element, point);
    },
  };
}
