/**
 * Source of time for the page, passed in so that tests can set the time. Scheduling returns a function that cancels.
 */
export interface Clock {
  /** Returns the milliseconds of a monotonic clock with any origin. */
  readonly now: () => number;
  /** Calls back once after a delay in milliseconds. */
  readonly after: (milliseconds: number, callback: () => void) => () => void;
  /** Calls back once in the next animation frame. */
  readonly onFrame: (callback: () => void) => () => void;
}

/** The browser's clock. */
export const browserClock: Clock = {
  now: () => performance.now(),
  after: (milliseconds, callback) => {
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
  onFrame: (callback) => {
    const frame = requestAnimationFrame(callback);
    return () => cancelAnimationFrame(frame);
  },
};
