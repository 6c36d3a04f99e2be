import type { Steps } from '../../src/engine/core/steps.ts';
import type { Context } from '../../src/protocol/channel.ts';
import { drive, type Driver } from '../../src/protocol/drive.ts';

const { port1, port2 } = new MessageChannel();
const waiting: (() => void)[] = [];
port1.onmessage = () => waiting.shift()?.();
// Only Node has `unref`; with it a test process ends although the port listens.
(port1 as { readonly unref?: () => void }).unref?.();

/**
 * Resolves after one turn of the event loop, in which waiting messages are handled. It posts a message to its own port,
 * because browsers delay nested timers by 4 ms.
 */
export function yieldToMessages(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    port2.postMessage(null);
  });
}

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
