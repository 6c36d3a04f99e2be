import type { Step, Steps } from '../engine/core/steps.ts';

/** What a driver needs of the place it runs in; the pure rooms have neither clock nor event loop. */
export interface Driver {
  /** A clock in milliseconds. */
  readonly now: () => number;
  /** Resolves after the messages that have arrived meanwhile were handled. */
  readonly pause: () => Promise<void>;
  readonly cancelled: () => boolean;
  readonly progress: (step: Step) => void;
}

/** Longest stretch without a look at the event loop. */
const sliceMilliseconds = 12;
/** Progress is for people: fifteen reports a second, and each new stage at once. */
const reportMilliseconds = 1000 / 15;

/**
 * Runs a computation to its end in slices of about 12 ms, so that messages (a cancellation above
 * all) get in between; null once it is cancelled.
 */
export async function drive<T>(steps: Steps<T>, driver: Driver): Promise<{ value: T } | null> {
  let sliceStart = driver.now();
  let reported = -Infinity;
  let stage = '';
  for (;;) {
    if (driver.cancelled()) return null;
    const next = steps.next();
    if (next.done === true) return { value: next.value };
    const now = driver.now();
    if (next.value.stage !== stage || now - reported >= reportMilliseconds) {
      stage = next.value.stage;
      reported = now;
      driver.progress(next.value);
    }
    if (now - sliceStart >= sliceMilliseconds) {
      await driver.pause();
      sliceStart = driver.now();
    }
  }
}
