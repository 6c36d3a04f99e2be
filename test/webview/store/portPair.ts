import type { Port } from '../../../src/protocol/channel.ts';

/**
 * Creates two connected ports that deliver in the next microtask. Transferred buffers are detached at the sender, as
 * between threads.
 */
export function portPair(): readonly [Port, Port] {
  const receivers: [Set<(message: unknown) => void>, Set<(message: unknown) => void>] = [new Set(), new Set()];
  const portOf = (own: 0 | 1): Port => ({
    post: (message, transfer = []) => {
      const received: unknown = structuredClone(message, { transfer: [...transfer] });
      queueMicrotask(() => {
        for (const receive of receivers[own === 0 ? 1 : 0]) receive(received);
      });
    },
    listen: (receive) => {
      receivers[own].add(receive);
      return () => receivers[own].delete(receive);
    },
  });
  return [portOf(0), portOf(1)];
}
