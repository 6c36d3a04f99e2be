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
