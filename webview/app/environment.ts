import { signal } from '@preact/signals';
import { Channel } from '../../src/protocol/channel.ts';
import { hostPort, windowStorage } from '../bridge/vscode.ts';
import type { SessionPorts } from '../store/session.ts';
import { browserClock } from '../ui/clock.ts';
import { createPageWorkers } from '../workers/pageWorkers.ts';

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
