import { EngineClient } from './engineClient.ts';
import { QueryClient } from './queryClient.ts';
import { spawnWorker } from './spawnWorker.ts';
import { TileClient } from './tileClient.ts';
import type { Spawn } from './workerLife.ts';

/** The workers of a page, all of one source; each is started when it is first needed. */
export interface PageWorkers {
  /** Computes runs, comparisons and diagnoses. */
  readonly engine: EngineClient;
  /** Reads what pictures show, so that pictures do not wait for a run and a run does not wait for them. */
  readonly tiles: TileClient;
  /** Answers questions about the call as a layer. */
  readonly layer: QueryClient;
  /** Answers long questions about an output. */
  readonly tracing: QueryClient;
}

/** The workers of the page in this window; pictures are not refined while nobody can see the page. */
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
    tracing: new QueryClient(spawnNamed('tracing')),
  };
}
