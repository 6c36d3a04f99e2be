import type { Port } from './channel.ts';

/** What posts messages and hears them: a worker from outside, or from inside its global scope. */
export interface MessageTarget {
  postMessage(message: unknown, transfer: ArrayBuffer[]): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  removeEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
}

/** A channel's port on a worker, from either side. */
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
