import { rotateTap } from '../../geometry/indices.ts';
import type { Cell, Stage } from '../../provenance/stage.ts';
import { denseView } from '../../stages/dense.ts';
import type { StageContext } from '../../stages/stageContext.ts';
import { weightStage } from '../../stages/weightStage.ts';

/** The kernel of {@link weightStage} turned by 180°: what slides over x̂. */
export function rotatedStage(context: StageContext): Stage {
  const stored = weightStage(context);
  const { h, w } = context.geometry;
  const turn = ({ row, column }: Cell): Cell => ({
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
      return { element, term: term === null ? null : turn(term) };
    },
    pick: (cell, cursor) => stored.pick(turn(cell), cursor),
  };
}
