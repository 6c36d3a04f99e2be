/** Progress of a long computation: `done` of `total` units of the named stage. */
export interface Step {
  readonly stage: string;
  readonly done: number;
  readonly total: number;
}

/**
 * A computation that reports progress and can be cancelled. The generator yields a step at least every few milliseconds
 * and returns the computed value at the end. To cancel, stop calling `next`; nothing else has to be cleaned up. Every
 * long computation of the project has this type.
 */
export type Steps<T> = Generator<Step, T, void>;

/** Runs a computation to its end without pausing. */
export function finish<T>(steps: Steps<T>): T {
  for (;;) {
    const next = steps.next();
    if (next.done === true) return next.value;
  }
}
