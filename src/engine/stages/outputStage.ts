import type { Stage } from '../provenance/stage.ts';
import { denseView } from './dense.ts';
import { pickElement } from './pick.ts';
import { readOutput } from './read.ts';
import { perBatch } from './imageShape.ts';
import { batchSlice, channelSlice } from './sliceText.ts';
import type { StageContext } from './stageContext.ts';

/** Builds stage y: the output channel of the cursor. */
export function outputStage(context: StageContext): Stage {
  const { geometry } = context;
  const { cout, h, w } = geometry;
  return {
    id: 'output',
    symbol: 'y',
    title: 'Output',
    form: 'image',
    shape: perBatch(geometry, cout, h.outputSize, w.outputSize),
    view: ({ n, c }) => denseView(h.outputSize, w.outputSize, (y, x) => readOutput(context, { n, c, y, x })),
    slice: (cursor) => [...batchSlice(context, cursor), ...channelSlice(cursor.c, cout)],
    highlight: ({ y, x }) => ({
      element: { row: y, column: x, rows: 1, columns: 1 },
      term: null,
    }),
    pick: ({ row, column }, cursor) => pickElement(context, { n: cursor.n, c: cursor.c, y: row, x: column }, cursor),
  };
}
