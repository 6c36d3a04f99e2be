import { transformedTileElement } from '../../trace/factors.ts';
import { cinInGroup, cinOf, groupOf } from '../../provenance/channels.ts';
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
 * Builds stage V_ξ for the ξ, stride phase and group of the cursor: one row per input channel, one column per tile.
 * Phases differ in size; `shape` is the size in the phase with the most tiles.
 */
export function transformedInputStage(context: StageContext): Stage {
  const { geometry, call } = context;
  const { cin, cinPerGroup } = geometry;
  return {
    id: 'transformed-input',
    symbol: 'Vξ',
    title: 'Transformed tiles',
    form: 'matrix',
    shape: perBatch(geometry, cin, largestTiling(geometry).tiles),
    view(cursor) {
      const { tiling } = tileUnder(geometry, cursor);
      const { xi, nu } = pointUnder(context, cursor);
      const group = groupOf(geometry, cursor.c);
      return denseView(cinPerGroup, tiling.tiles, (row, column) => {
        const [ty, tx] = tileAt(tiling, column);
        const tile = { n: cursor.n, cin: cinOf(geometry, group, row), ty, tx };
        return transformedTileElement(call, geometry, tiling, tile, xi, nu);
      });
    },
    slice: (cursor) => [
      ...batchSlice(context, cursor),
      ...groupSlice(context, cursor),
      ...phaseSlice(context, cursor),
      ...pointSlice(context, cursor),
    ],
    highlight(cursor) {
      const { column } = tileUnder(geometry, cursor);
      const row = cinInGroup(geometry, pointUnder(context, cursor).cin);
      return {
        element: { row: 0, column, rows: cinPerGroup, columns: 1 },
        term: { row, column },
      };
    },
    pick({ row, column }, cursor) {
      const cin = cinOf(geometry, groupOf(geometry, cursor.c), row);
      const tile = tileAt(tileUnder(geometry, cursor).tiling, column);
      return pickPoint(context, cursor, tile, { ...pointUnder(context, cursor), cin });
    },
  };
}
