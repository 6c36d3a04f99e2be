import { coutInGroup, coutOf, groupOf } from '../../provenance/channels.ts';
import { phaseColumnOf, phaseElementAt, phaseUnder } from '../../provenance/stridePhase.ts';
import type { Stage } from '../../provenance/stage.ts';
import { denseView } from '../../stages/dense.ts';
import { largestPhase } from '../../provenance/largestPhase.ts';
import { pickElement } from '../../stages/pick.ts';
import { readOutput } from '../../stages/read.ts';
import { perBatch } from '../../stages/imageShape.ts';
import { batchSlice, groupSlice, phaseSlice } from '../../stages/sliceText.ts';
import type { StageContext } from '../../stages/stageContext.ts';

/**
 * Builds stage Yᵩ, the output elements of the cursor's stride phase and group: one row per channel. Phases differ in
 * size; `shape` is the size in the largest phase.
 */
export function phaseProductStage(context: StageContext): Stage {
  const { geometry } = context;
  const { cout, coutPerGroup, hasBias } = geometry;
  return {
    id: 'phase-product',
    symbol: 'Yᵩ',
    title: hasBias ? 'Kᵩ·Uᵩ + b' : 'Kᵩ·Uᵩ',
    form: 'matrix',
    shape: perBatch(geometry, cout, largestPhase(geometry).columns),
    view(cursor) {
      const group = groupOf(geometry, cursor.c);
      const phase = phaseUnder(geometry, cursor);
      return denseView(coutPerGroup, phase.columns, (row, column) => {
        const c = coutOf(geometry, group, row);
        const { y, x } = phaseElementAt(phase, column);
        return readOutput(context, { n: cursor.n, c, y, x });
      });
    },
    slice: (cursor) => [...batchSlice(context, cursor), ...groupSlice(context, cursor), ...phaseSlice(context, cursor)],
    highlight: (cursor) => ({
      element: {
        row: coutInGroup(geometry, cursor.c),
        column: phaseColumnOf(geometry, phaseUnder(geometry, cursor), cursor),
        rows: 1,
        columns: 1,
      },
      term: null,
    }),
    pick({ row, column }, cursor) {
      const c = coutOf(geometry, groupOf(geometry, cursor.c), row);
      const place = phaseElementAt(phaseUnder(geometry, cursor), column);
      return pickElement(context, { n: cursor.n, c, ...place }, cursor);
    },
  };
}
