import type { Step, Steps } from '../engine/core/steps.ts';

/**
 * The clock and the event loop of the platform, which platform-independent code cannot access by itself, and callbacks
 * to whoever started the computation.
 */
export interface Driver {
  /** Returns the current time in milliseconds. */
  readonly now: () => number;
  /** Resolves after the event loop has handled the messages that are waiting. */
  readonly pause: () => Promise<void>;
  readonly cancelled: () => boolean;
  readonly progress: (step: Step) => void;
}

/** The longest time, in milliseconds, between two pauses for the event loop. */
const sliceMilliseconds = 12;
/**
 * The shortest time, in milliseconds, between two progress reports. People cannot read more than fifteen a second. A
 * new stage is reported at once.
 */
const reportMilliseconds = 1000 / 15;

/**
 * Runs a computation to its end in slices of about 12 ms. Between slices the event loop can handle messages, especially
 * cancellations. Resolves with null if the computation was cancelled.
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
