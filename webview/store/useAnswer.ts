import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { RequestType } from '../../src/protocol/channel.ts';
import type { QueryClient } from '../workers/queryClient.ts';
import { LatestTask } from './latestTask.ts';

/** The state of a query: the last answer stays until the next one arrives. */
export interface Answered<R> {
  readonly answer: R | null;
  readonly waiting: boolean;
  readonly error: string | null;
}

/** Queries a worker, anew whenever one of `dependencies` changes; an outdated query is cancelled. */
export function useAnswer<P, R>(
  worker: QueryClient,
  kind: RequestType<P, R>,
  params: () => P,
  dependencies: readonly unknown[],
): Answered<R> {
  const latest = useSignal<{ readonly answer: R | null } | null>(null);
  const task = useMemo(
    () =>
      new LatestTask<P, R>({
        work: (query) => worker.ask(kind, query),
        settle: (answer) => {
          latest.value = { answer };
        },
        abort: () => worker.cancel(kind),
      }),
    [worker],
  );
  useEffect(() => {
    void task.start(params());
    return () => task.drop();
  }, dependencies);
  const phase = task.phase.value;
  if (phase.kind === 'failed') return { answer: null, waiting: false, error: phase.error };
  // The first query starts in an effect after the first render.
  const waiting = phase.kind === 'computing' || latest.value === null;
  return { answer: latest.value?.answer ?? null, waiting, error: null };
}
