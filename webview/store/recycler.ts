import { resultBuffers } from '../../src/scenario/run/resultBuffers.ts';
import type { Run } from '../../src/scenario/run/run.ts';
import type { Clock } from '../ui/clock.ts';

/** Gives the memory of runs that are shown no more back to the engine. */
export interface Recycler {
  /** Keeps a run's memory for a caller that reads it longer than the page shows it, until what is returned is called. */
  readonly hold: (run: Run) => () => void;
  /** Gives a run's memory back two frames from now, when nothing on the page draws it any more. Memory that is held is left to the garbage. */
  readonly recycle: (run: Run) => void;
}

/** Smaller results are as quickly made anew. */
const leastBytes = 2 ** 18;

/** `isShown`: whether the page shows this run again by now; `give`: hands buffers over. */
export function createRecycler(
  clock: Clock,
  isShown: (run: Run) => boolean,
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
          if (!holds.has(run) && !isShown(run)) give(buffers);
        });
      });
    },
  };
}
