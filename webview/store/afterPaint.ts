import type { Clock } from '../ui/clock.ts';

/** A hidden page paints nothing: nobody waits for it longer than this. */
const longestMilliseconds = 100;

/** Calls back once what changed until now has been painted; returns how to take that back. */
export function afterPaint(clock: Clock, callback: () => void): () => void {
  const end = (): void => {
    stopFrame();
    stopTimer();
  };
  const once = (): void => {
    end();
    callback();
  };
  let stopTimer = clock.after(longestMilliseconds, once);
  // A frame's callbacks come before its paint, a timer set there after it.
  const stopFrame = clock.onFrame(() => {
    stopTimer();
    stopTimer = clock.after(0, once);
  });
  return end;
}
