import { useEffect, useState } from 'preact/hooks';
import type { RequestType } from '../../src/protocol/channel.ts';
import { layerWorker } from '../workers/layerWorker.ts';

/** What is known of a question: the last answer stays while the next one is on its way. */
export interface Answered<R> {
  readonly answer: R | null;
  readonly waiting: boolean;
  readonly error: string | null;
}

/** Asks the layer worker, again whenever `of` changes; a question that nobody waits for any more is abandoned. */
export function useAnswer<P, R>(kind: RequestType<P, R>, params: () => P, of: readonly unknown[]): Answered<R> {
  const [now, setNow] = useState<Answered<R>>({ answer: null, waiting: true, error: null });
  useEffect(() => {
    let wanted = true;
    setNow(({ answer }) => ({ answer, waiting: true, error: null }));
    void layerWorker.ask(kind, params()).then((reply) => {
      if (!wanted) return;
      if (reply.ok) setNow({ answer: reply.value, waiting: false, error: null });
      else if (reply.reason !== 'cancelled') setNow({ answer: null, waiting: false, error: reply.error });
    });
    return () => {
      wanted = false;
      layerWorker.cancel(kind);
    };
  }, of);
  return now;
}
