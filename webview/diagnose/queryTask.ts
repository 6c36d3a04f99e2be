import type { RequestType } from '../../src/protocol/channel.ts';
import { LatestTask } from '../store/latestTask.ts';
import type { QueryClient } from '../workers/queryClient.ts';

/** Questions of one kind to a worker, one at a time: a newer one takes the place of the one before. */
export function createQueryTask<P, R>(
  client: QueryClient,
  request: RequestType<P, R>,
  settle?: (result: R, params: P) => void,
): LatestTask<P, R> {
  return new LatestTask<P, R>({
    work: (params, { onStep }) => client.ask(request, params, onStep),
    abort: () => client.cancel(request),
    ...(settle === undefined ? {} : { settle }),
  });
}
