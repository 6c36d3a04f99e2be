import { tileSpan, tileUnder } from '../../provenance/tile.ts';
import type { Stage } from '../../provenance/stage.ts';
import { inputStage } from '../../stages/inputStage.ts';
import { pickRead } from './pickTile.ts';
import type { StageContext } from '../../stages/stageContext.ts';

/** x, in which the cursor marks the tile that its element is computed from; no term reads an input element by itself. */
export function tiledInputStage(context: StageContext): Stage {
  const { geometry } = context;
  return {
    ...inputStage(context),
    highlight(cursor) {
      const { y, x } = tileUnder(geometry, cursor);
      const [rows, columns] = [tileSpan(geometry.h, y), tileSpan(geometry.w, x)];
      const empty = rows.count * columns.count === 0;
      return {
        element: empty ? null : { row: rows.first, column: columns.first, rows: rows.count, columns: columns.count },
        term: null,
      };
    },
    pick: ({ row, column }, cursor) => pickRead(context, cursor, row, column),
  };
}
