import { tileElement, transformedTileElement } from '../../trace/factors.ts';
import { CellKind } from '../../geometry/geometry.ts';
import { cursorOfChannel } from '../../provenance/moveCursor.ts';
import { largestTiling } from '../../provenance/largestTiling.ts';
import { tileUnder } from '../../provenance/elementTile.ts';
import type { CellRange, Cursor, SlicePart, Stage } from '../../provenance/stage.ts';
import { denseView } from '../../stages/dense.ts';
import { pickInTile, pickPoint } from './pickTile.ts';
import { pointUnder } from '../../stages/pointUnder.ts';
import { perBatch } from '../../stages/imageShape.ts';
import { batchSlice, channelSlice, phaseSlice, tileSlice } from '../../stages/sliceText.ts';
import type { StageContext } from '../../stages/stageContext.ts';

/**
 * Builds stage d: the inputs of the tile and channel of the cursor. Highlights the inputs in the window of the output
 * element.
 */
export function tileStage(context: StageContext): Stage {
  const { geometry, call, terms } = context;
  return {
    id: 'tile',
    symbol: 'd',
    title: 'Tile',
    form: 'image',
    shape: perBatch(geometry, geometry.cin, ...largestTiling(geometry).points),
    view(cursor) {
      const { tiling, tile } = tileIndexOf(context, cursor);
      const read = (i: number, j: number): number | null => tileElement(call, geometry, tiling, tile, i, j);
      return {
        rows: tiling.h.filter.points,
        columns: tiling.w.filter.points,
        kind: (i, j) => (read(i, j) === null ? CellKind.padding : CellKind.value),
        value: (i, j) => read(i, j) ?? 0,
      };
    },
    slice: (cursor) => sliceOf(context, cursor),
    highlight: (cursor) => ({ element: tileCellsOf(context, cursor), term: null }),
    pick({ row, column }, cursor) {
      const { y, x } = tileUnder(geometry, cursor);
      const element = pickInTile(context, cursor, [y.tile, x.tile], [row, column]);
      const point = pointUnder(context, cursor);
      return element && cursorOfChannel(terms, geometry, element, point.cin, point);
    },
  };
}

/** Builds stage BᵀdB, the transformed tile. Highlights the places ξ that Aᵀ uses for the output element. */
export function transformedTileStage(context: StageContext): Stage {
  const { geometry, call } = context;
  return {
    ...tileStage(context),
    id: 'transformed-tile',
    symbol: 'BᵀdB',
    title: 'Transformed',
    view(cursor) {
      const { tiling, tile } = tileIndexOf(context, cursor);
      return denseView(tiling.h.filter.points, tiling.w.filter.points, (xi, nu) =>
        transformedTileElement(call, geometry, tiling, tile, xi, nu),
      );
    },
    highlight(cursor) {
      const { xi, nu } = pointUnder(context, cursor);
      return { element: tileCellsOf(context, cursor), term: { row: xi, column: nu } };
    },
    pick({ row, column }, cursor) {
      const { y, x } = tileUnder(geometry, cursor);
      const { cin } = pointUnder(context, cursor);
      return pickPoint(context, cursor, [y.tile, x.tile], { cin, xi: row, nu: column });
    },
  };
}

/**
 * Returns the rectangle of a tile that the cursor's output element uses: in d its window, in a transformed tile the
 * places ξ of its terms.
 */
export function tileCellsOf({ geometry }: StageContext, cursor: Cursor): CellRange {
  const { y, x } = tileUnder(geometry, cursor);
  return { row: y.m, column: x.m, rows: y.axis.filter.taps, columns: x.axis.filter.taps };
}

function tileIndexOf(context: StageContext, cursor: Cursor) {
  const { tiling, y, x } = tileUnder(context.geometry, cursor);
  const { cin } = pointUnder(context, cursor);
  return { tiling, tile: { n: cursor.n, cin, ty: y.tile, tx: x.tile } };
}

function sliceOf(context: StageContext, cursor: Cursor): readonly SlicePart[] {
  const { cin } = pointUnder(context, cursor);
  return [
    ...batchSlice(context, cursor),
    ...channelSlice(cin, context.geometry.cin),
    ...phaseSlice(context, cursor),
    ...tileSlice(context, cursor),
  ];
}
