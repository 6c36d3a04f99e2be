import { buffersOfAreas } from '../../src/engine/areas/areas.ts';
import { reduceAreas } from '../../src/engine/areas/reduceAreas.ts';
import { drive } from '../../src/protocol/drive.ts';
import type { Channel } from '../../src/protocol/channel.ts';
import { areasRequest, holdRequest, releaseEvent } from '../../src/protocol/tileMessages.ts';
import { driverOf } from './driven.ts';
import { type MatrixResolver, resolveSource } from './resolveSource.ts';

/** Answers a page that looks at a run or at tensors: holds them and reads areas of their matrices. */
export function answerLooking(channel: Channel): void {
  let held: MatrixResolver | null = null;
  channel.handle(holdRequest, (lookable) => {
    held = resolveSource(lookable);
    return null;
  });
  channel.on(releaseEvent, () => {
    held = null;
  });
  channel.handle(areasRequest, async ({ lookedAt, rows, columns }, context) => {
    if (held === null) throw new Error('There is nothing to look at.');
    // A tile is too small to tell how far it is.
    const silent = { ...driverOf(context), progress: () => undefined };
    const driven = await drive(reduceAreas(held(lookedAt), rows, columns), silent);
    // The channel drops whatever becomes of a cancelled call; nobody sees this.
    if (driven === null) throw new Error('Cancelled.');
    context.transfer(buffersOfAreas(driven.value));
    return driven.value;
  });
}
