import type { Port } from '../../src/protocol/channel.ts';
import type { Spawned } from './workerLife.ts';

/** Starts a worker from its source text: a webview's worker cannot fetch the webview's resources. */
export function spawnWorker(source: string, name: string, died: (error: string) => void): Spawned {
  const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
  const worker = new Worker(url, { name });
  // The worker has its own hold on the blob once it is being fetched.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
  worker.addEventListener('error', (event) => {
    event.preventDefault();
    died(event.message === '' ? 'The worker stopped.' : event.message);
  });
  worker.addEventListener('messageerror', () => died('A message to the worker was unreadable.'));
  return { port: workerPort(worker), end: () => worker.terminate() };
}

function workerPort(worker: Worker): Port {
  return {
    post: (message, transfer = []) => worker.postMessage(message, [...transfer]),
    listen: (receive) => {
      const listener = (event: MessageEvent<unknown>): void => receive(event.data);
      worker.addEventListener('message', listener);
      return () => worker.removeEventListener('message', listener);
    },
  };
}
