import type { Steps } from '../../src/engine/core/steps.ts';
import type { Context } from '../../src/protocol/channel.ts';
import { drive, type Driver } from '../../src/protocol/drive.ts';
import { yieldToMessages } from './yieldToMessages.ts';

/** Returns a driver that reports to the caller of a request. */
export function driverOf({ cancelled, progress }: Context): Driver {
  return { now: () => performance.now(), pause: yieldToMessages, cancelled, progress };
}

/** Runs a computation to its end. @throws if the caller cancels it; the channel drops that failure */
export async function runToEnd<T>(steps: Steps<T>, context: Context): Promise<T> {
  const end = await drive(steps, driverOf(context));
  if (end === null) throw new Error('Cancelled.');
  return end.value;
}
