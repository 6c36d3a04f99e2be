import { tileElement, tilePoint } from '../../trace/factors.ts';
import { CellKind } from '../../geometry/geometry.ts';
import { cursorOfChannel } from '../../provenance/moveCursor.ts';
import { largestTiling } from '../../provenance/largestTiling.ts';
import { tileUnder } from '../../provenance/tile.ts';
import type { CellRange, Cursor, Stage } from '../../provenance/stage.ts';
import { denseView } from '../../stages/dense.ts';
import { pickInTile, pickPoint } from './pickTile.ts';
import { pointUnder } from '../../stages/pointUnder.ts';
import { perBatch } from '../../stages/imageShape.ts';
import { batchSlice, channelSlice, phaseSlice, sliceText, tileSlice } from '../../stages/sliceText.ts';
import type { StageContext } from '../../stages/stageContext.ts';

/** d: the inputs of the cursor's tile and channel; the element marks those that its own window reads. */
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
    slice: (cursor) => tileText(context, cursor),
    highlight: (cursor) => ({ element: tileCellsOf(context, cursor), term: null }),
    pick({ row, column }, cursor) {
      const { y, x } = tileUnder(geometry, cursor);
      const element = pickInTile(context, cursor, [y.tile, x.tile], [row, column]);
      const point = pointUnder(context, cursor);
      return element && cursorOfChannel(terms, geometry, element, point.cin, point);
    },
  };
}

/** BᵀdB: the tile transformed; the element marks the ξ that Aᵀ takes for it. */
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
        tilePoint(call, geometry, tiling, tile, xi, nu),
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

/** The places of a tile that output m of it has: of d its window, of a transformed tile the ξ of its terms. */
export function tileCellsOf({ geometry }: StageContext, cursor: Cursor): CellRange {
  const { y, x } = tileUnder(geometry, cursor);
  return { row: y.m, column: x.m, rows: y.axis.filter.taps, columns: x.axis.filter.taps };
}

function tileIndexOf(context: StageContext, cursor: Cursor) {
  const { tiling, y, x } = tileUnder(context.geometry, cursor);
  const { cin } = pointUnder(context, cursor);
  return { tiling, tile: { n: cursor.n, cin, ty: y.tile, tx: x.tile } };
}

function tileText(context: StageContext, cursor: Cursor): string {
  const { cin } = pointUnder(context, cursor);
  return sliceText(
    batchSlice(context, cursor),
    channelSlice(cin, context.geometry.cin),
    phaseSlice(context, cursor),
    tileSlice(context, cursor),
  );
}
