import { signal } from '@preact/signals';
import { Channel, type Port } from '../../src/protocol/channel.ts';
import { fromJsonSafe, toJsonSafe } from '../../src/protocol/jsonSafe.ts';
import type { SessionPorts } from '../store/session.ts';
import { browserClock } from '../ui/clock.ts';
import { createPageWorkers } from '../workers/pageWorkers.ts';

/** VS Code's API. A window may acquire it only once, hence the module-level constant. */
const api = acquireVsCodeApi();

/** Port for messages to and from the extension host. */
const hostPort: Port = {
  post: (message) => api.postMessage(toJsonSafe(message)),
  listen: (receive) => {
    const listener = (event: MessageEvent<unknown>): void => receive(fromJsonSafe(event.data));
    window.addEventListener('message', listener);
    return () => window.removeEventListener('message', listener);
  },
};

/** JSON state that VS Code keeps while the panel is hidden, moved or reloaded. */
const windowStorage = {
  read: (): unknown => api.getState(),
  write: (state: unknown): void => {
    api.setState(state);
  },
};

/** Creates the ports of a page in this window: VS Code's channel and storage, the workers, the browser's clock. */
export function createEnvironment(): SessionPorts {
  const isVisible = signal(document.visibilityState === 'visible');
  document.addEventListener('visibilitychange', () => {
    isVisible.value = document.visibilityState === 'visible';
  });
  return {
    host: new Channel(hostPort),
    workers: createPageWorkers(),
    storage: windowStorage,
    clock: browserClock,
    isMotionReduced: () =>
      document.body.classList.contains('vscode-reduce-motion') ||
      matchMedia('(prefers-reduced-motion: reduce)').matches,
    isVisible,
  };
}
