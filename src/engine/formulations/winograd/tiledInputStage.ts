import { tileSpan, tileUnder } from '../../provenance/elementTile.ts';
import type { Stage } from '../../provenance/stage.ts';
import { inputStage } from '../../stages/inputStage.ts';
import { pickTileInput } from './pickTile.ts';
import type { StageContext } from '../../stages/stageContext.ts';

/**
 * Builds stage x for winograd. Highlights the whole tile from which the output element is computed, because no term
 * reads a single input element.
 */
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
    pick: ({ row, column }, cursor) => pickTileInput(context, cursor, row, column),
  };
}
