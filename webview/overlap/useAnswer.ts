import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { RequestType } from '../../src/protocol/channel.ts';
import { LatestTask } from '../store/latestTask.ts';
import { useSession } from '../store/useSession.ts';

/** The state of a query: the last answer stays until the next one arrives. */
export interface Answered<R> {
  readonly answer: R | null;
  readonly waiting: boolean;
  readonly error: string | null;
}

/** Queries the layer worker, anew whenever one of `dependencies` changes; an outdated query is cancelled. */
export function useAnswer<P, R>(
  kind: RequestType<P, R>,
  params: () => P,
  dependencies: readonly unknown[],
): Answered<R> {
  const { layer } = useSession().ports.workers;
  const latest = useSignal<{ readonly answer: R | null } | null>(null);
  const task = useMemo(
    () =>
      new LatestTask<P, R>({
        work: (query) => layer.ask(kind, query),
        settle: (answer) => {
          latest.value = { answer };
        },
        abort: () => layer.cancel(kind),
      }),
    [layer],
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
