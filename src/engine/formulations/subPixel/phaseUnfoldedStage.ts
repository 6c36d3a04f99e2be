import { CellKind } from '../../geometry/geometry.ts';
import { tapUnder } from '../../provenance/moveCursor.ts';
import { inputBehind } from '../../provenance/axisProvenance.ts';
import { groupOf } from '../../provenance/channels.ts';
import { rotatedPlaceOf, rotatedTapAt } from '../../provenance/elementTaps.ts';
import { phaseColumnOf, phaseElementAt, phaseUnder } from '../../provenance/stridePhase.ts';
import { insideInput } from '../../provenance/provenance.ts';
import type { InputIndex } from '../../provenance/provenance.ts';
import type { Stage } from '../../provenance/stage.ts';
import { largestPhase } from '../../provenance/largestPhase.ts';
import { pickTerm } from '../../stages/pick.ts';
import { readInput } from '../../stages/read.ts';
import { perBatch } from '../../stages/imageShape.ts';
import { batchSlice, groupSlice, phaseSlice } from '../../stages/sliceText.ts';
import type { StageContext } from '../../stages/stageContext.ts';

/**
 * Builds stage Uᵩ, the unfolded input of the cursor's stride phase and group: one column per output position of the
 * phase, one row per channel and tap that reaches the phase. Cells shown as padding are products that the run leaves
 * out. Phases differ in size; `shape` is the size in the largest phase.
 */
export function phaseUnfoldedStage(context: StageContext): Stage {
  const { geometry, terms } = context;
  const { h, w, params } = geometry;
  const largest = largestPhase(geometry);
  return {
    id: 'phase-unfolded',
    symbol: 'Uᵩ',
    title: 'Unfolded phase',
    form: 'matrix',
    shape: perBatch(geometry, params.groups * largest.rows, largest.columns),
    view(cursor) {
      const group = groupOf(geometry, cursor.c);
      const phase = phaseUnder(geometry, cursor);
      const inputAt = (row: number, column: number): InputIndex => {
        const { cin, ky, kx } = rotatedTapAt(geometry, phase.taps, group, row);
        const { y, x } = phaseElementAt(phase, column);
        return { n: cursor.n, c: cin, y: inputBehind(h, y, ky), x: inputBehind(w, x, kx) };
      };
      return {
        rows: phase.rows,
        columns: phase.columns,
        kind: (row, column) => (insideInput(geometry, inputAt(row, column)) ? CellKind.value : CellKind.padding),
        value(row, column) {
          const at = inputAt(row, column);
          return insideInput(geometry, at) ? readInput(context, at) : 0;
        },
      };
    },
    slice: (cursor) => [...batchSlice(context, cursor), ...groupSlice(context, cursor), ...phaseSlice(context, cursor)],
    highlight(cursor) {
      const phase = phaseUnder(geometry, cursor);
      const column = phaseColumnOf(geometry, phase, cursor);
      const tap = tapUnder(terms, geometry, cursor);
      const row = tap === null ? null : rotatedPlaceOf(geometry, phase.taps, tap);
      return {
        element: phase.rows === 0 ? null : { row: 0, column, rows: phase.rows, columns: 1 },
        term: row === null ? null : { row, column },
      };
    },
    pick({ row, column }, cursor) {
      const { n, c } = cursor;
      const phase = phaseUnder(geometry, cursor);
      const element = { n, c, ...phaseElementAt(phase, column) };
      const tap = rotatedTapAt(geometry, phase.taps, groupOf(geometry, c), row);
      return pickTerm(context, element, tap, cursor);
    },
  };
}
