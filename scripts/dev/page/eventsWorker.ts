/**
 * The script of a shared worker that has the only connection to the development server's events and passes them to all
 * pages. A browser opens at most six connections to a server, and the gallery has more pages.
 */
import type { ServerEvent } from './devServer.ts';

const ports = new Set<MessagePort>();
/** The last event about a build. Pages that connect later get it too. */
let build: ServerEvent | null = null;

new EventSource('/events').addEventListener('message', ({ data }: MessageEvent<string>) => {
  const event = JSON.parse(data) as ServerEvent;
  if (event.kind === 'build') build = event;
  for (const port of ports) port.postMessage(event);
});

self.addEventListener('connect', (event) => {
  const [port] = (event as MessageEvent).ports;
  if (port === undefined) return;
  ports.add(port);
  port.onmessage = () => ports.delete(port);
  if (build !== null) port.postMessage(build);
});
