import { QueryClient } from './queryClient.ts';
import { spawnWorker } from './spawnWorker.ts';

/** Another worker from the same source, for long questions about an output; it lives while the Diagnose tab is shown. */
export const tracingWorker = new QueryClient((died) => spawnWorker('conv-transpose2d tracing', died));
