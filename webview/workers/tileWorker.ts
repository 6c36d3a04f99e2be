import { TileClient } from './tileClient.ts';
import { spawnWorker } from './spawnWorker.ts';

/**
 * A second worker from the same source, so that looking does not wait for a run and a run does not
 * wait for looking. What it costs is paid when a picture first needs it.
 */
export const tileWorker = new TileClient(
  (died) => spawnWorker('conv-transpose2d looking', died),
  () => document.visibilityState === 'visible',
);

// Nothing is refined while nobody can see it.
document.addEventListener('visibilitychange', () => tileWorker.changed());
