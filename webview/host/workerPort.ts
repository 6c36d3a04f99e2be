import type { Port } from '../../src/protocol/channel.ts';

/** Starts a worker from its source text: a webview's worker cannot fetch the webview's resources. */
export function startWorker(source: string): Worker {
  const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
  const worker = new Worker(url, { name: 'conv-transpose2d engine' });
  // The worker has its own hold on the blob once it is being fetched.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
  return worker;
}

export function workerPort(worker: Worker): Port {
  return {
    post: (message, transfer = []) => worker.postMessage(message, [...transfer]),
    listen: (receive) => {
      const listener = (event: MessageEvent<unknown>): void => receive(event.data);
      worker.addEventListener('message', listener);
      return () => worker.removeEventListener('message', listener);
    },
  };
}
