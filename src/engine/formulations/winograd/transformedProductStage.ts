import { transformedProductElement } from '../../trace/factors.ts';
import { coutInGroup, coutOf, groupOf } from '../../provenance/channels.ts';
import { largestTiling } from '../../provenance/largestTiling.ts';
import { tileAt, tileUnder } from '../../provenance/elementTile.ts';
import type { Stage } from '../../provenance/stage.ts';
import { denseView } from '../../stages/dense.ts';
import { pickPoint } from './pickTile.ts';
import { pointUnder } from '../../stages/pointUnder.ts';
import { perBatch } from '../../stages/imageShape.ts';
import { batchSlice, groupSlice, phaseSlice, pointSlice } from '../../stages/sliceText.ts';
import type { StageContext } from '../../stages/stageContext.ts';

/**
 * Builds stage M_ξ = U_ξ·V_ξ for the ξ, stride phase and group of the cursor: one row per output channel, one column
 * per tile. A cell is a dot product over the group's input channels, rounded as in the run. Each cell is computed when
 * it is read, in O(Cin / groups).
 */
export function transformedProductStage(context: StageContext): Stage {
  const { geometry, call } = context;
  const { cout, coutPerGroup } = geometry;
  return {
    id: 'transformed-product',
    symbol: 'Mξ',
    title: 'Uξ·Vξ',
    form: 'matrix',
    shape: perBatch(geometry, cout, largestTiling(geometry).tiles),
    view(cursor) {
      const { tiling } = tileUnder(geometry, cursor);
      const { xi, nu } = pointUnder(context, cursor);
      const group = groupOf(geometry, cursor.c);
      return denseView(coutPerGroup, tiling.tiles, (row, column) => {
        const [ty, tx] = tileAt(tiling, column);
        const tile = { group, n: cursor.n, ty, tx };
        return transformedProductElement(call, geometry, tiling, tile, row, xi, nu);
      });
    },
    slice: (cursor) => [
      ...batchSlice(context, cursor),
      ...groupSlice(context, cursor),
      ...phaseSlice(context, cursor),
      ...pointSlice(context, cursor),
    ],
    highlight: (cursor) => ({
      element: {
        row: coutInGroup(geometry, cursor.c),
        column: tileUnder(geometry, cursor).column,
        rows: 1,
        columns: 1,
      },
      term: null,
    }),
    pick({ row, column }, cursor) {
      const c = coutOf(geometry, groupOf(geometry, cursor.c), row);
      const tile = tileAt(tileUnder(geometry, cursor).tiling, column);
      return pickPoint(context, cursor, tile, pointUnder(context, cursor), c);
    },
  };
}
