import type { Step } from './steps.ts';

/** Work done between two steps: a few milliseconds of multiply-adds. */
const workPerStep = 2 ** 21;

/** Counts the work of one stage of a computation and says when to yield. */
export interface Progress {
  /** Adds `work` units; a step when it is time to yield one, and always at the stage's end. */
  advance(work: number): Step | null;
}

/** A counter for the stage of this name; `total` units are to be done in it. */
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
