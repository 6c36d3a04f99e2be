import { messagePort, type MessageTarget } from '../../src/protocol/messagePort.ts';
import type { Spawned } from './workerLife.ts';
import { workerScript } from './workerScript.ts';

type Listener = Parameters<MessageTarget['addEventListener']>[1];

/**
 * Starts a worker from a blob: a webview's worker cannot fetch the webview's resources. What is
 * posted before its script is unpacked waits for it. The script's address stays good until the
 * worker is ended, for the helpers that it may start.
 */
export function spawnWorker(name: string, died: (error: string) => void): Spawned {
  const early: (readonly [message: unknown, transfer: ArrayBuffer[]])[] = [];
  const listeners = new Set<Listener>();
  let worker: Worker | null = null;
  let url = '';
  let ended = false;

  const start = (script: Blob): void => {
    if (ended) return;
    url = URL.createObjectURL(script);
    worker = new Worker(url, { name });
    worker.addEventListener('message', (event) => {
      for (const listener of listeners) listener(event);
    });
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      died(event.message === '' ? 'The worker stopped.' : event.message);
    });
    worker.addEventListener('messageerror', () => died('A message to the worker was unreadable.'));
    for (const [message, transfer] of early.splice(0)) worker.postMessage(message, transfer);
  };
  workerScript.then(start).catch((error: unknown) => died(String(error)));

  const target: MessageTarget = {
    postMessage: (message, transfer) => {
      if (worker === null) early.push([message, transfer]);
      else worker.postMessage(message, transfer);
    },
    addEventListener: (_, listener) => void listeners.add(listener),
    removeEventListener: (_, listener) => void listeners.delete(listener),
  };
  const end = (): void => {
    ended = true;
    worker?.terminate();
    URL.revokeObjectURL(url);
  };
  return { port: messagePort(target), end };
}
