import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { RequestType } from '../../src/protocol/channel.ts';
import { LatestTask } from '../store/latestTask.ts';
import { useSession } from '../store/useSession.ts';

/** What is known of a question: the last answer stays while the next one is on its way. */
export interface Answered<R> {
  readonly answer: R | null;
  readonly waiting: boolean;
  readonly error: string | null;
}

/** Asks the layer worker, again whenever one of `dependencies` changes; a question that nobody waits for any more is abandoned. */
export function useAnswer<P, R>(
  kind: RequestType<P, R>,
  params: () => P,
  dependencies: readonly unknown[],
): Answered<R> {
  const { layer } = useSession().ports.workers;
  const known = useSignal<{ readonly answer: R | null } | null>(null);
  const task = useMemo(
    () =>
      new LatestTask<P, R>({
        work: (asked) => layer.ask(kind, asked),
        settle: (answer) => {
          known.value = { answer };
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
  // Before the first question is asked it is on its way already.
  const waiting = phase.kind === 'computing' || known.value === null;
  return { answer: known.value?.answer ?? null, waiting, error: null };
}
