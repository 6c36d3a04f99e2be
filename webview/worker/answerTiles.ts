import { buffersOfAreas } from '../../src/engine/areas/areas.ts';
import { reduceAreas } from '../../src/engine/areas/reduceAreas.ts';
import type { Channel } from '../../src/protocol/channel.ts';
import { areasRequest, holdRequest, releaseEvent } from '../../src/protocol/tileMessages.ts';
import { driven } from './driven.ts';
import { type MatrixResolver, resolveSource } from './resolveSource.ts';

/** Answers the requests for tiles: holds the tensors of a run, or tensors alone, and reads areas of their matrices. */
export function answerTiles(channel: Channel): void {
  let held: MatrixResolver | null = null;
  channel.handle(holdRequest, (source) => {
    held = resolveSource(source);
    return null;
  });
  channel.on(releaseEvent, () => {
    held = null;
  });
  channel.handle(areasRequest, async ({ lookedAt, rows, columns }, context) => {
    if (held === null) throw new Error('No tensors are held.');
    // A tile is too small to report how far it is.
    const silent = { ...context, progress: () => undefined };
    const areas = await driven(reduceAreas(held(lookedAt), rows, columns), silent);
    context.transfer(buffersOfAreas(areas));
    return areas;
  });
}
