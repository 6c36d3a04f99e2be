import { rotateTap } from '../../geometry/indices.ts';
import type { Cell, Stage } from '../../provenance/stage.ts';
import { denseView } from '../../stages/dense.ts';
import type { StageContext } from '../../stages/stageContext.ts';
import { weightStage } from '../../stages/weightStage.ts';

/**
 * Builds the stage of the 180°-rotated kernel, which slides over x̂. Shows the same channels as {@link weightStage}.
 */
export function rotatedStage(context: StageContext): Stage {
  const stored = weightStage(context);
  const { h, w } = context.geometry;
  const rotate = ({ row, column }: Cell): Cell => ({
    row: rotateTap(h, row),
    column: rotateTap(w, column),
  });
  return {
    ...stored,
    id: 'rotated',
    symbol: '',
    title: 'Rotated',
    view(cursor) {
      const view = stored.view(cursor);
      return denseView(view.rows, view.columns, (a, b) => view.value(rotateTap(h, a), rotateTap(w, b)));
    },
    highlight(cursor) {
      const { element, term } = stored.highlight(cursor);
      return { element, term: term === null ? null : rotate(term) };
    },
    pick: (cell, cursor) => stored.pick(rotate(cell), cursor),
  };
}
