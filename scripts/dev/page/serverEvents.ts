import type { ServerEvent } from './devServer.ts';

/** The address of the bundled script of the shared worker, eventsWorker.ts. */
const workerAddress = '/bundles/eventsWorker.js';

const listeners = new Set<(event: ServerEvent) => void>();
let port: MessagePort | null = null;

/** Listens to the development server's events. Returns a function that stops listening. */
export function onServerEvent(listener: (event: ServerEvent) => void): () => void {
  connect();
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Calls `changed` for each file directly in a folder that changes. Returns a function that stops listening. */
export function onFileChange(folder: string, changed: (path: string) => void): () => void {
  // This request makes the server watch the folder.
  void fetch(`/watch?${new URLSearchParams({ path: folder }).toString()}`, { method: 'POST' });
  return onServerEvent((event) => {
    if (event.kind !== 'file') return;
    if (event.path.slice(0, event.path.lastIndexOf('/')) === folder) changed(event.path);
  });
}

function connect(): void {
  if (port !== null) return;
  const { port: connected } = new SharedWorker(workerAddress, { name: 'server events' });
  port = connected;
  connected.onmessage = ({ data }: MessageEvent<ServerEvent>) => {
    for (const listener of [...listeners]) listener(data);
  };
  window.addEventListener('pagehide', () => connected.postMessage('bye'));
}
