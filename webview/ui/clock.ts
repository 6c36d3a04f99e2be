/** Time as the page needs it; handed in, so that a test can tell the time itself. Every call returns how to take it back. */
export interface Clock {
  /** Milliseconds of any steady clock. */
  readonly now: () => number;
  /** Calls back once, so many milliseconds from now. */
  readonly after: (milliseconds: number, callback: () => void) => () => void;
  /** Calls back once, before the next picture is painted. */
  readonly onFrame: (callback: () => void) => () => void;
}

/** The browser's own. */
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
