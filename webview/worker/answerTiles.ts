import { buffersOfAreas } from '../../src/engine/areas/areas.ts';
import { reduceAreas } from '../../src/engine/areas/reduceAreas.ts';
import type { Channel } from '../../src/protocol/channel.ts';
import { areasRequest, holdRequest, type PictureSource, releaseEvent } from '../../src/protocol/tileMessages.ts';
import { runToEnd } from './runToEnd.ts';
import type { MatrixResolver } from './resolveTensors.ts';

/**
 * Answers requests for tiles: keeps the tensors of a picture source, of which `resolveSource`
 * returns the matrices, and reads areas of these.
 */
export function answerTiles(channel: Channel, resolveSource: (source: PictureSource) => MatrixResolver): void {
  let resolve: MatrixResolver | null = null;
  channel.handle(holdRequest, (source) => {
    resolve = resolveSource(source);
    return null;
  });
  channel.on(releaseEvent, () => {
    resolve = null;
  });
  channel.handle(areasRequest, async ({ matrix, rows, columns }, context) => {
    if (resolve === null) throw new Error('The worker has no tensors.');
    // A tile takes too little time for progress to be read.
    const silent = { ...context, progress: () => undefined };
    const areas = await runToEnd(reduceAreas(resolve(matrix), rows, columns), silent);
    context.transfer(buffersOfAreas(areas));
    return areas;
  });
}
