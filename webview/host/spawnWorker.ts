import { messagePort } from '../../src/protocol/messagePort.ts';
import type { Spawned } from './workerLife.ts';

/**
 * Starts a worker from its source text: a webview's worker cannot fetch the webview's resources.
 * The source's address stays good until the worker is ended, for the helpers that it may start.
 */
export function spawnWorker(source: string, name: string, died: (error: string) => void): Spawned {
  const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
  const worker = new Worker(url, { name });
  worker.addEventListener('error', (event) => {
    event.preventDefault();
    died(event.message === '' ? 'The worker stopped.' : event.message);
  });
  worker.addEventListener('messageerror', () => died('A message to the worker was unreadable.'));
  const end = (): void => {
    worker.terminate();
    URL.revokeObjectURL(url);
  };
  return { port: messagePort(worker), end };
}
