import { EngineClient } from './engineClient.ts';
import { QueryClient } from './queryClient.ts';
import { spawnWorker } from './spawnWorker.ts';
import { TileClient } from './tileClient.ts';
import type { Spawn } from './workerLife.ts';

/** The workers of a page, all from the same source; each is started when it is first needed. */
export interface PageWorkers {
  /** Computes runs, comparisons and diagnoses. */
  readonly engine: EngineClient;
  /** Reads tiles of pictures, so that pictures and runs do not wait for each other. */
  readonly tiles: TileClient;
  /** Answers questions about the call as a layer. */
  readonly layer: QueryClient;
  /** Finds the calls of an output size for the form, while the tab Overlap may be searching too. */
  readonly solver: QueryClient;
  /** Traces NaN and infinities, and searches for the smallest failing example. */
  readonly tracing: QueryClient;
}

/** Creates the workers of the page in this window; pictures are not refined while the page is hidden. */
export function createPageWorkers(): PageWorkers {
  const spawnNamed =
    (name: string): Spawn =>
    (died) =>
      spawnWorker(`conv-transpose2d ${name}`, died);
  const tiles = new TileClient(spawnNamed('tiles'), () => document.visibilityState === 'visible');
  document.addEventListener('visibilitychange', () => tiles.changed());
  return {
    engine: new EngineClient(spawnNamed('engine')),
    tiles,
    layer: new QueryClient(spawnNamed('layer')),
    solver: new QueryClient(spawnNamed('solver')),
    tracing: new QueryClient(spawnNamed('tracing')),
  };
}
