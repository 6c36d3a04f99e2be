import { channelOf, tapUnder } from '../provenance/moveCursor.ts';
import { coutInGroup } from '../provenance/channels.ts';
import { phaseUnder } from '../provenance/stridePhase.ts';
import { placeOfTap, tapAtPlace } from '../provenance/tapProgressions.ts';
import type { Stage } from '../provenance/stage.ts';
import { denseView } from './dense.ts';
import { largestPhase } from '../provenance/largestPhase.ts';
import { pickTap } from './pick.ts';
import { readWeight } from './read.ts';
import { kernelSlice, phaseSlice } from './sliceText.ts';
import type { StageContext } from './stageContext.ts';

/**
 * Builds stage wᵩ: the taps of the kernel that reach the stride phase of the cursor, rotated by 180°. This small kernel
 * slides over x itself, without inserted zeros. Phases differ in size; `shape` is the size in the phase with the most
 * taps.
 */
export function phaseKernelStage(context: StageContext): Stage {
  const { geometry, terms } = context;
  const { cin, coutPerGroup } = geometry;
  const largest = largestPhase(geometry);
  return {
    id: 'phase-kernel',
    symbol: 'wᵩ',
    title: 'Sub-kernel',
    form: 'image',
    shape: [cin, coutPerGroup, ...largest.taps],
    view(cursor) {
      const { taps } = phaseUnder(geometry, cursor);
      const channel = channelOf(terms, geometry, cursor);
      const cout = coutInGroup(geometry, cursor.c);
      return denseView(taps.y.count, taps.x.count, (row, column) =>
        readWeight(context, {
          cin: channel,
          cout,
          ky: tapAtPlace(taps.y, row),
          kx: tapAtPlace(taps.x, column),
        }),
      );
    },
    slice(cursor) {
      const channel = channelOf(terms, geometry, cursor);
      const cout = coutInGroup(geometry, cursor.c);
      return [...kernelSlice(context, channel, cout), ...phaseSlice(context, cursor)];
    },
    highlight(cursor) {
      const { taps } = phaseUnder(geometry, cursor);
      const tap = tapUnder(terms, geometry, cursor);
      const row = tap === null ? null : placeOfTap(taps.y, tap.ky);
      const column = tap === null ? null : placeOfTap(taps.x, tap.kx);
      return { element: null, term: row === null || column === null ? null : { row, column } };
    },
    pick({ row, column }, cursor) {
      const { taps } = phaseUnder(geometry, cursor);
      const ky = tapAtPlace(taps.y, row);
      const kx = tapAtPlace(taps.x, column);
      return pickTap(context, cursor.c, { cin: channelOf(terms, geometry, cursor), ky, kx }, cursor);
    },
  };
}
