import { kernelPoint } from '../../trace/factors.ts';
import { cursorAt } from '../../provenance/moveCursor.ts';
import { coutInGroup } from '../../provenance/channels.ts';
import { largestTiling } from '../../provenance/largestTiling.ts';
import { outputNearTile, tileUnder } from '../../provenance/tile.ts';
import type { Stage } from '../../provenance/stage.ts';
import { denseView } from '../../stages/dense.ts';
import { pointUnder } from '../../stages/pointUnder.ts';
import { kernelSlice, phaseSlice, sliceText } from '../../stages/sliceText.ts';
import type { StageContext } from '../../stages/stageContext.ts';
import { tileCellsOf } from './tileStage.ts';

/** GgGᵀ: the kernel of the cursor's channels and phase, transformed; the element marks the ξ that Aᵀ takes for it. */
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
        kernelPoint(call, geometry, tiling, kernel, xi, nu),
      );
    },
    slice(cursor) {
      const { cin: channel } = pointUnder(context, cursor);
      const kernel = kernelSlice(context, channel, coutInGroup(geometry, cursor.c));
      return sliceText(kernel === '' ? [] : [kernel], phaseSlice(context, cursor));
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
