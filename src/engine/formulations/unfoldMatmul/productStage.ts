import { coutInGroup, coutOf, groupOf } from '../../provenance/channels.ts';
import { columnOf, elementAt } from '../../provenance/provenance.ts';
import type { Stage } from '../../provenance/stage.ts';
import { denseView } from '../../stages/dense.ts';
import { pickElement } from '../../stages/pick.ts';
import { readOutput } from '../../stages/read.ts';
import { perBatch } from '../../stages/imageShape.ts';
import { batchSlice, groupSlice, sliceText } from '../../stages/sliceText.ts';
import type { StageContext } from '../../stages/stageContext.ts';

/** Y = K·U (+ b): the output of the cursor's group, a row for each channel, a column for each place. */
export function productStage(context: StageContext): Stage {
  const { geometry } = context;
  const { cout, coutPerGroup, columns, hasBias } = geometry;
  return {
    id: 'product',
    symbol: 'Y',
    title: hasBias ? 'K·U + b' : 'K·U',
    form: 'matrix',
    shape: perBatch(geometry, cout, columns),
    view(cursor) {
      const { n } = cursor;
      const group = groupOf(geometry, cursor.c);
      return denseView(coutPerGroup, columns, (row, l) => {
        const c = coutOf(geometry, group, row);
        const { y, x } = elementAt(geometry, l);
        return readOutput(context, { n, c, y, x });
      });
    },
    slice: (cursor) => sliceText(batchSlice(context, cursor), groupSlice(context, cursor)),
    highlight: (cursor) => ({
      element: {
        row: coutInGroup(geometry, cursor.c),
        column: columnOf(geometry, cursor),
        rows: 1,
        columns: 1,
      },
      term: null,
    }),
    pick({ row, column }, cursor) {
      const c = coutOf(geometry, groupOf(geometry, cursor.c), row);
      const element = { n: cursor.n, c, ...elementAt(geometry, column) };
      return pickElement(context, element, cursor);
    },
  };
}
