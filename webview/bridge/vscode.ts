import type { Port } from '../../src/protocol/channel.ts';
import { fromJsonSafe, toJsonSafe } from '../../src/protocol/jsonSafe.ts';

/** VS Code's API. A window may acquire it only once, hence the module-level constant. */
const api = acquireVsCodeApi();

/** Port for messages to and from the extension host. */
export const hostPort: Port = {
  post: (message) => api.postMessage(toJsonSafe(message)),
  listen: (receive) => {
    const listener = (event: MessageEvent<unknown>): void => receive(fromJsonSafe(event.data));
    window.addEventListener('message', listener);
    return () => window.removeEventListener('message', listener);
  },
};

/** JSON state that VS Code keeps while the panel is hidden, moved or reloaded. */
export const windowStorage = {
  read: (): unknown => api.getState(),
  write: (state: unknown): void => {
    api.setState(state);
  },
};
