import { channelOf, tapUnder } from '../provenance/moveCursor.ts';
import { coutInGroup } from '../provenance/channels.ts';
import type { Stage } from '../provenance/stage.ts';
import { denseView } from './dense.ts';
import { pickTap } from './pick.ts';
import { readWeight } from './read.ts';
import { kernelSlice } from './sliceText.ts';
import type { StageContext } from './stageContext.ts';

/**
 * Builds stage w: the kernel, as stored, from the input channel of the cursor's term to the output channel of the
 * cursor's element.
 */
export function weightStage(context: StageContext): Stage {
  const { geometry, terms } = context;
  const { cin, coutPerGroup, h, w } = geometry;
  return {
    id: 'weight',
    symbol: 'w',
    title: 'Kernel',
    form: 'image',
    shape: [cin, coutPerGroup, h.kernelSize, w.kernelSize],
    view(cursor) {
      const channel = channelOf(terms, geometry, cursor);
      const cout = coutInGroup(geometry, cursor.c);
      return denseView(h.kernelSize, w.kernelSize, (ky, kx) => readWeight(context, { cin: channel, cout, ky, kx }));
    },
    slice: (cursor) => kernelSlice(context, channelOf(terms, geometry, cursor), coutInGroup(geometry, cursor.c)),
    highlight(cursor) {
      const tap = tapUnder(terms, geometry, cursor);
      return { element: null, term: tap === null ? null : { row: tap.ky, column: tap.kx } };
    },
    pick({ row, column }, cursor) {
      const tap = { cin: channelOf(terms, geometry, cursor), ky: row, kx: column };
      return pickTap(context, cursor.c, tap, cursor);
    },
  };
}
