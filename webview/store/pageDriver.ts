import type { Driver } from '../../src/protocol/drive.ts';
import type { Clock } from '../ui/clock.ts';

/** Returns a driver for computations on the page itself, which handles events between two slices. */
export function pageDriver(clock: Clock, caller: Pick<Driver, 'cancelled' | 'progress'>): Driver {
  return {
    now: () => clock.now(),
    pause: () =>
      new Promise((resolve) => {
        clock.after(0, () => resolve());
      }),
    cancelled: caller.cancelled,
    progress: caller.progress,
  };
}
