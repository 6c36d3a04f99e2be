import { QueryClient } from './queryClient.ts';
import { spawnWorker } from './spawnWorker.ts';

/** A third worker from the same source; it lives while the Overlap tab is shown. */
export const layerWorker = new QueryClient((died) => spawnWorker('conv-transpose2d layer', died));
