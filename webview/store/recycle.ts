import { resultBuffers } from '../../src/scenario/run/resultBuffers.ts';
import type { Run } from '../../src/scenario/run/run.ts';
import { engine } from '../workers/engineWorker.ts';
import { loaded } from './session.ts';

/** Runs that somebody reads for longer than the page shows them, and how many do. */
const holds = new Map<Run, number>();

/** Keeps a run's results from being recycled until what is returned is called. */
export function hold(run: Run): () => void {
  holds.set(run, (holds.get(run) ?? 0) + 1);
  return () => {
    const left = (holds.get(run) ?? 1) - 1;
    if (left > 0) holds.set(run, left);
    else holds.delete(run);
  };
}

/** Smaller results are as quickly made anew. */
const worthRecycling = 2 ** 18;

/**
 * Gives the memory of a run that was shown until now back to the engine: two frames later, when
 * nothing on the page draws it any more. Whoever holds it keeps it, and it is left to the garbage.
 */
export function recycle(run: Run): void {
  const buffers = resultBuffers(run);
  if (buffers.every(({ byteLength }) => byteLength < worthRecycling)) return;
  requestAnimationFrame(() => {
    requestAnimationFrame(() => {
      if (holds.has(run) || loaded.peek()?.run === run) return;
      engine.recycle(buffers);
    });
  });
}
