import type { Context } from '../../src/protocol/channel.ts';
import type { Driver } from '../../src/protocol/drive.ts';
import { yieldToMessages } from './yieldToMessages.ts';

/** Drives a computation for the one who asked for it. */
export function driverOf({ cancelled, progress }: Context): Driver {
  return { now: () => performance.now(), pause: yieldToMessages, cancelled, progress };
}
