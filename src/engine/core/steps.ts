/** How far a long computation is: `done` of `total` units of the named stage. */
export interface Step {
  readonly stage: string;
  readonly done: number;
  readonly total: number;
}

/**
 * A computation that can be watched and abandoned: it yields a step at least every few
 * milliseconds and returns its value at the end. Abandoning it is not calling `next` again;
 * nothing else has to be cleaned up. The only form of progress and cancellation in the house.
 */
export type Steps<T> = Generator<Step, T, void>;

/** Runs a computation to its end at once. */
export function finish<T>(steps: Steps<T>): T {
  for (;;) {
    const next = steps.next();
    if (next.done === true) return next.value;
  }
}
