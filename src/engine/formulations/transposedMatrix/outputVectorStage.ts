import { coutOf, groupOf } from '../../provenance/channels.ts';
import { outputRowAt, outputRowOf } from '../../provenance/vectors.ts';
import type { Stage } from '../../provenance/stage.ts';
import { denseView } from '../../stages/dense.ts';
import { pickElement } from '../../stages/pick.ts';
import { readOutput } from '../../stages/read.ts';
import { perBatch } from '../../stages/imageShape.ts';
import { batchSlice, groupSlice, sliceText } from '../../stages/sliceText.ts';
import type { StageContext } from '../../stages/stageContext.ts';

/** vec y = Cᵀ·vec x (+ b): the output of the cursor's group, flattened to one column. */
export function outputVectorStage(context: StageContext): Stage {
  const { geometry } = context;
  const { cout, coutPerGroup, columns, hasBias } = geometry;
  return {
    id: 'output-vector',
    symbol: 'vec y',
    title: hasBias ? 'Cᵀ·vec x + b' : 'Cᵀ·vec x',
    form: 'matrix',
    shape: perBatch(geometry, cout * columns),
    view({ n, c }) {
      const group = groupOf(geometry, c);
      return denseView(coutPerGroup * columns, 1, (row) => {
        const at = outputRowAt(geometry, row);
        const channel = coutOf(geometry, group, at.plane);
        return readOutput(context, { n, c: channel, y: at.row, x: at.column });
      });
    },
    slice: (cursor) => sliceText(batchSlice(context, cursor), groupSlice(context, cursor)),
    highlight: (cursor) => ({
      element: { row: outputRowOf(geometry, cursor), column: 0, rows: 1, columns: 1 },
      term: null,
    }),
    pick({ row }, cursor) {
      const at = outputRowAt(geometry, row);
      const c = coutOf(geometry, groupOf(geometry, cursor.c), at.plane);
      return pickElement(context, { n: cursor.n, c, y: at.row, x: at.column }, cursor);
    },
  };
}
