import { signal } from '@preact/signals';
import { Channel } from '../../../src/protocol/channel.ts';
import { pingRequest } from '../../../src/protocol/workerMessages.ts';
import type { SessionPorts } from '../../../webview/store/session.ts';
import { EngineClient } from '../../../webview/workers/engineClient.ts';
import { QueryClient } from '../../../webview/workers/queryClient.ts';
import { TileClient } from '../../../webview/workers/tileClient.ts';
import { FakeClock } from './fakeClock.ts';
import { portPair } from './portPair.ts';

/** Creates the ports of a page that shows tensors, with a host that the test controls. */
export function pageLab(saved: unknown = null) {
  const [pagePort, hostPort] = portPair();
  const host = new Channel(hostPort);
  const clock = new FakeClock();
  let state = saved;
  const unused = (): never => {
    throw new Error('The test asks for no such worker.');
  };
  const engine = new EngineClient(() => {
    const [port, workerPort] = portPair();
    const worker = new Channel(workerPort);
    worker.handle(pingRequest, () => null);
    return { port, end: () => worker.dispose() };
  });
  const ports: SessionPorts = {
    host: new Channel(pagePort),
    workers: {
      engine,
      tiles: new TileClient(unused),
      layer: new QueryClient(unused),
      solver: new QueryClient(unused),
      tracing: new QueryClient(unused),
    },
    storage: {
      read: () => state,
      write: (next) => {
        state = next;
      },
    },
    clock,
    isMotionReduced: () => false,
    isVisible: signal(true),
  };
  return {
    ports,
    host,
    clock,
    saved: () => state,
    /** Waits until all sent messages have arrived. */
    settle: async (): Promise<void> => {
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}
