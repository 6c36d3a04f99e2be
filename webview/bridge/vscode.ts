import type { Port } from '../../src/protocol/channel.ts';
import { fromJsonSafe, toJsonSafe } from '../../src/protocol/jsonSafe.ts';

/** May be acquired once only in a window: that is why it is one of the module, and handed to the page from here. */
const api = acquireVsCodeApi();

/** Messages to and from the extension. */
export const hostPort: Port = {
  post: (message) => api.postMessage(toJsonSafe(message)),
  listen: (receive) => {
    const listener = (event: MessageEvent<unknown>): void => receive(fromJsonSafe(event.data));
    window.addEventListener('message', listener);
    return () => window.removeEventListener('message', listener);
  },
};

/** What survives hiding, moving and reloading the panel; JSON only. */
export const windowStorage = {
  read: (): unknown => api.getState(),
  write: (state: unknown): void => {
    api.setState(state);
  },
};
