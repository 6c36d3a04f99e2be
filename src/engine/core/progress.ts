import type { Step } from './steps.ts';

/** Multiply-adds between two progress steps: a few milliseconds of work. */
const workPerStep = 2 ** 21;

/** Counts the work of one stage of a computation and says when to yield. */
export interface Progress {
  /**
   * Adds `work` units. Returns a step if enough work has been done since the last one, and always at the end of the
   * stage; otherwise null.
   */
  advance(work: number): Step | null;
}

/** Returns a counter for the stage of this name, which has `total` units of work. */
export function progressOf(stage: string, total: number): Progress {
  let done = 0;
  let yielded = 0;
  return {
    advance(work) {
      done += work;
      if (done - yielded < workPerStep && done < total) return null;
      yielded = done;
      return { stage, done, total };
    },
  };
}
