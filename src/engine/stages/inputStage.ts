import { channelOf, tapUnder } from '../provenance/moveCursor.ts';
import { tapsOf } from '../provenance/elementTaps.ts';
import { inputSpan } from '../provenance/axisProvenance.ts';
import { termThrough } from '../provenance/provenance.ts';
import type { Stage } from '../provenance/stage.ts';
import { denseView } from './dense.ts';
import { pickInput } from './pick.ts';
import { readInput } from './read.ts';
import { perBatch } from './imageShape.ts';
import { batchSlice, channelSlice } from './sliceText.ts';
import type { StageContext } from './stageContext.ts';

/**
 * Builds stage x: the input channel that the cursor's term reads. Highlights all input elements that the cursor's
 * output element reads.
 */
export function inputStage(context: StageContext): Stage {
  const { geometry, terms } = context;
  const { cin, h, w } = geometry;
  return {
    id: 'input',
    symbol: 'x',
    title: 'Input',
    form: 'image',
    shape: perBatch(geometry, cin, h.inputSize, w.inputSize),
    view(cursor) {
      const channel = channelOf(terms, geometry, cursor);
      return denseView(h.inputSize, w.inputSize, (y, x) => readInput(context, { n: cursor.n, c: channel, y, x }));
    },
    slice: (cursor) => [...batchSlice(context, cursor), ...channelSlice(channelOf(terms, geometry, cursor), cin)],
    highlight(cursor) {
      const taps = tapsOf(geometry, cursor);
      const rows = inputSpan(h, taps.y, cursor.y);
      const columns = inputSpan(w, taps.x, cursor.x);
      const empty = rows.count * columns.count === 0;
      const tap = tapUnder(terms, geometry, cursor);
      const input = tap === null ? null : termThrough(geometry, cursor, tap).input;
      return {
        element: empty
          ? null
          : {
              row: rows.first,
              column: columns.first,
              rows: rows.count,
              columns: columns.count,
            },
        term: input === null ? null : { row: input.y, column: input.x },
      };
    },
    pick: ({ row, column }, cursor) => pickInput(context, channelOf(terms, geometry, cursor), row, column, cursor),
  };
}
