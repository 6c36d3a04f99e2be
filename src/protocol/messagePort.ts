import type { Port } from './channel.ts';

/** A worker as seen by the page that created it, or the global scope inside a worker. */
export interface MessageTarget {
  postMessage(message: unknown, transfer: ArrayBuffer[]): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  removeEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
}

/** Returns a port for a channel to or from a worker. */
export function messagePort(target: MessageTarget): Port {
  return {
    post: (message, transfer = []) => target.postMessage(message, [...transfer]),
    listen: (receive) => {
      const listener = (event: { readonly data: unknown }): void => receive(event.data);
      target.addEventListener('message', listener);
      return () => target.removeEventListener('message', listener);
    },
  };
}
