import { channelOf, cursorAt, tapUnder } from '../../provenance/moveCursor.ts';
import { scatterIndex } from '../../geometry/indices.ts';
import { arithmeticOf, roundingOf } from '../../rounding/arithmetic.ts';
import { cinOf, coutOf, groupOf } from '../../provenance/channels.ts';
import { tapsOf } from '../../provenance/elementTaps.ts';
import { foldedBox, foldedCells, storedRowAt, storedRowOf } from '../../provenance/columnMatrix.ts';
import { inputAt, inputColumnOf, inputColumns } from '../../provenance/vectorIndices.ts';
import { insideOutput, termThrough, weightOf } from '../../provenance/provenance.ts';
import type { Stage } from '../../provenance/stage.ts';
import { denseView } from '../../stages/dense.ts';
import { readInput, readWeight } from '../../stages/read.ts';
import { perBatch } from '../../stages/imageShape.ts';
import { batchSlice, groupSlice } from '../../stages/sliceText.ts';
import type { StageContext } from '../../stages/stageContext.ts';

/**
 * Builds stage Wᵀ·X, the column matrix of the group that contains the cursor: one row per (output channel, tap), one
 * column per input position. A cell is a dot product over the group's input channels, rounded as in the run. Each cell
 * is computed when it is read, in O(Cin / groups), because storing the matrix would take kH·kW times the memory of the
 * output.
 */
export function columnsStage(context: StageContext): Stage {
  const { geometry, terms, call } = context;
  const { h, w, cout, coutPerGroup, cinPerGroup, taps } = geometry;
  const round = roundingOf(arithmeticOf(call));
  return {
    id: 'columns',
    symbol: 'Wᵀ·X',
    title: 'Columns',
    form: 'matrix',
    shape: perBatch(geometry, cout * taps, inputColumns(geometry)),
    view({ n, c }) {
      const group = groupOf(geometry, c);
      return denseView(coutPerGroup * taps, inputColumns(geometry), (row, l) => {
        const { cout: within, ky, kx } = storedRowAt(geometry, row);
        const { y, x } = inputAt(geometry, l);
        let sum = 0;
        for (let place = 0; place < cinPerGroup; place += 1) {
          const cin = cinOf(geometry, group, place);
          const product = readWeight(context, { cin, cout: within, ky, kx }) * readInput(context, { n, c: cin, y, x });
          sum = round(sum + round(product));
        }
        return sum;
      });
    },
    slice: (cursor) => [...batchSlice(context, cursor), ...groupSlice(context, cursor)],
    highlight(cursor) {
      const tap = tapUnder(terms, geometry, cursor);
      const input = tap === null ? null : termThrough(geometry, cursor, tap).input;
      const cells = foldedCells(geometry, cursor, tapsOf(geometry, cursor));
      return {
        element: foldedBox(cells),
        cells,
        term:
          tap === null || input === null
            ? null
            : {
                row: storedRowOf(geometry, weightOf(geometry, cursor, tap)),
                column: inputColumnOf(geometry, input),
              },
      };
    },
    pick({ row, column }, cursor) {
      const { cout: within, ky, kx } = storedRowAt(geometry, row);
      const at = inputAt(geometry, column);
      const element = {
        n: cursor.n,
        c: coutOf(geometry, groupOf(geometry, cursor.c), within),
        y: scatterIndex(h, at.y, ky),
        x: scatterIndex(w, at.x, kx),
      };
      if (!insideOutput(geometry, element)) return null;
      const cin = channelOf(terms, geometry, cursor);
      return cursorAt(terms, geometry, element, { cin, ky, kx });
    },
  };
}
