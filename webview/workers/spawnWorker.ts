import { messageOf } from '../../src/engine/core/messageOf.ts';
import type { Port } from '../../src/protocol/channel.ts';
import { messagePort } from '../../src/protocol/messagePort.ts';
import type { Spawned } from './workerLife.ts';
import packed from 'virtual:worker';

/**
 * Starts a worker from a blob, because a webview's worker cannot fetch the webview's resources. Messages that are posted
 * before the script is unpacked are sent afterwards. The script's URL stays valid until the worker is ended, because the
 * worker starts helpers from it.
 */
export function spawnWorker(name: string, died: (error: string) => void): Spawned {
  const early: Parameters<Port['post']>[] = [];
  const receivers = new Set<(message: unknown) => void>();
  let started: Port | null = null;
  let end = (): void => undefined;
  let ended = false;

  const start = (script: Blob): void => {
    if (ended) return;
    const url = URL.createObjectURL(script);
    const worker = new Worker(url, { name });
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      died(event.message === '' ? 'The worker stopped.' : event.message);
    });
    worker.addEventListener('messageerror', () => died('A message to the worker was unreadable.'));
    end = () => {
      worker.terminate();
      URL.revokeObjectURL(url);
    };
    started = messagePort(worker);
    started.listen((message) => {
      for (const receive of receivers) receive(message);
    });
    for (const message of early.splice(0)) started.post(...message);
  };
  workerScript()
    .then(start)
    .catch((error: unknown) => died(messageOf(error)));

  return {
    port: {
      post: (...message) => {
        if (started === null) early.push(message);
        else started.post(...message);
      },
      listen: (receive) => {
        receivers.add(receive);
        return () => receivers.delete(receive);
      },
    },
    end: () => {
      ended = true;
      end();
    },
  };
}

/** The unpacked script, which all workers of the window share. */
let script: Promise<Blob> | undefined;

/**
 * Returns the workers' script, unpacked on first use. The page's script contains it deflated, because VS Code sends
 * scripts in small pieces if it runs in a browser or on a remote machine.
 */
function workerScript(): Promise<Blob> {
  return (script ??= unpack(packed));
}

async function unpack(base64: string): Promise<Blob> {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const text = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return await new Response(text, { headers: { 'content-type': 'text/javascript' } }).blob();
}
