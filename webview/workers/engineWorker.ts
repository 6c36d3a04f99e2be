import { EngineClient } from './engineClient.ts';
import { spawnWorker } from './spawnWorker.ts';

/** The page's engine: one worker, replaced when it dies or hangs. */
export const engine = new EngineClient((died) => spawnWorker('conv-transpose2d engine', died));
