import { resultBuffers } from '../../src/scenario/run/resultBuffers.ts';
import type { Run } from '../../src/scenario/run/run.ts';
import type { Clock } from '../ui/clock.ts';

/** Returns the memory of runs that are not displayed any more to the engine. */
export interface Recycler {
  /**
   * Prevents recycling of a run until the returned function is called; for callers that read a run after the page has
   * replaced it.
   */
  readonly hold: (run: Run) => () => void;
  /**
   * Recycles a run after two frames, when the page does not draw it any more. A run that is held then is left to the
   * garbage collector.
   */
  readonly recycle: (run: Run) => void;
}

/** Smaller results are not recycled, because allocating them is as fast. */
const leastBytes = 2 ** 18;

/**
 * Creates a recycler. `isCurrent` returns whether the page displays a run again; `give` transfers buffers to the
 * engine.
 */
export function createRecycler(
  clock: Clock,
  isCurrent: (run: Run) => boolean,
  give: (buffers: readonly ArrayBuffer[]) => void,
): Recycler {
  const holds = new Map<Run, number>();
  return {
    hold: (run) => {
      holds.set(run, (holds.get(run) ?? 0) + 1);
      return () => {
        const left = (holds.get(run) ?? 1) - 1;
        if (left > 0) holds.set(run, left);
        else holds.delete(run);
      };
    },
    recycle: (run) => {
      const buffers = resultBuffers(run);
      if (buffers.every(({ byteLength }) => byteLength < leastBytes)) return;
      clock.onFrame(() => {
        clock.onFrame(() => {
          if (!holds.has(run) && !isCurrent(run)) give(buffers);
        });
      });
    },
  };
}
