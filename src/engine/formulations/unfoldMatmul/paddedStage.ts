import { channelOf, tapUnder } from '../../provenance/moveCursor.ts';
import { CellKind } from '../../geometry/geometry.ts';
import { combineKinds, inputIndexAt, kindAt } from '../../geometry/indices.ts';
import { termThrough, paddedWindowOf } from '../../provenance/provenance.ts';
import type { Stage } from '../../provenance/stage.ts';
import { pickPadded } from '../../stages/pick.ts';
import { readInput } from '../../stages/read.ts';
import { perBatch } from '../../stages/imageShape.ts';
import { batchSlice, channelSlice } from '../../stages/sliceText.ts';
import type { StageContext } from '../../stages/stageContext.ts';

/**
 * Builds stage x̂: the input channel that the cursor's term reads, with stride − 1 zeros between its elements and
 * padding zeros around them.
 */
export function paddedStage(context: StageContext): Stage {
  const { geometry, terms } = context;
  const { cin, h, w } = geometry;
  return {
    id: 'padded',
    symbol: 'x̂',
    title: 'Zero-inserted, padded',
    form: 'image',
    shape: perBatch(geometry, cin, h.paddedSize, w.paddedSize),
    view(cursor) {
      const channel = channelOf(terms, geometry, cursor);
      const kind = (u: number, v: number): CellKind => combineKinds(kindAt(h, u), kindAt(w, v));
      return {
        rows: h.paddedSize,
        columns: w.paddedSize,
        kind,
        value: (u, v) =>
          kind(u, v) === CellKind.value
            ? readInput(context, {
                n: cursor.n,
                c: channel,
                y: inputIndexAt(h, u),
                x: inputIndexAt(w, v),
              })
            : 0,
      };
    },
    slice: (cursor) => [...batchSlice(context, cursor), ...channelSlice(channelOf(terms, geometry, cursor), cin)],
    highlight(cursor) {
      const { u, v, rows, columns } = paddedWindowOf(geometry, cursor);
      const tap = tapUnder(terms, geometry, cursor);
      const place = tap === null ? null : termThrough(geometry, cursor, tap).padded;
      return {
        element: { row: u, column: v, rows, columns },
        term: place === null ? null : { row: place.u, column: place.v },
      };
    },
    pick: ({ row, column }, cursor) => pickPadded(context, channelOf(terms, geometry, cursor), row, column, cursor),
  };
}
