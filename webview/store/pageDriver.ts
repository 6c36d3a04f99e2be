import type { Driver } from '../../src/protocol/drive.ts';

/** Drives what the page itself computes: it answers its user between two slices. */
export function pageDriver(of: Pick<Driver, 'cancelled' | 'progress'>): Driver {
  return {
    now: () => performance.now(),
    pause: () => new Promise((resolve) => setTimeout(resolve)),
    cancelled: of.cancelled,
    progress: of.progress,
  };
}
