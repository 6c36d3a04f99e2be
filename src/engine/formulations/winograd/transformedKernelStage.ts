import { transformedKernelElement } from '../../trace/factors.ts';
import { cursorAt } from '../../provenance/moveCursor.ts';
import { coutInGroup } from '../../provenance/channels.ts';
import { largestTiling } from '../../provenance/largestTiling.ts';
import { outputNearTile, tileUnder } from '../../provenance/elementTile.ts';
import type { Stage } from '../../provenance/stage.ts';
import { denseView } from '../../stages/dense.ts';
import { pointUnder } from '../../stages/pointUnder.ts';
import { kernelSlice, phaseSlice } from '../../stages/sliceText.ts';
import type { StageContext } from '../../stages/stageContext.ts';
import { tileCellsOf } from './tileStage.ts';

/**
 * Builds stage GgGᵀ: the transformed kernel for the channels and the stride phase of the cursor. Highlights the places
 * ξ that Aᵀ uses for the output element.
 */
export function transformedKernelStage(context: StageContext): Stage {
  const { geometry, call, terms } = context;
  const { cin, coutPerGroup } = geometry;
  return {
    id: 'transformed-kernel',
    symbol: 'GgGᵀ',
    title: 'Transformed',
    form: 'image',
    shape: [cin, coutPerGroup, ...largestTiling(geometry).points],
    view(cursor) {
      const { tiling } = tileUnder(geometry, cursor);
      const kernel = {
        cin: pointUnder(context, cursor).cin,
        cout: coutInGroup(geometry, cursor.c),
      };
      return denseView(tiling.h.filter.points, tiling.w.filter.points, (xi, nu) =>
        transformedKernelElement(call, geometry, tiling, kernel, xi, nu),
      );
    },
    slice(cursor) {
      const { cin: channel } = pointUnder(context, cursor);
      const cout = coutInGroup(geometry, cursor.c);
      return [...kernelSlice(context, channel, cout), ...phaseSlice(context, cursor)];
    },
    highlight(cursor) {
      const { xi, nu } = pointUnder(context, cursor);
      return { element: tileCellsOf(context, cursor), term: { row: xi, column: nu } };
    },
    pick({ row, column }, cursor) {
      const place = tileUnder(geometry, cursor);
      const y = outputNearTile(geometry.h, place.y, row);
      const x = outputNearTile(geometry.w, place.x, column);
      if (y === null || x === null) return null;
      const point = { cin: pointUnder(context, cursor).cin, xi: row, nu: column };
      return cursorAt(terms, geometry, { ...cursor, y, x }, point);
    },
  };
}
