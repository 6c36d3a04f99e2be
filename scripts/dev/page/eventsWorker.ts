/**
 * Shares one connection to the development server among all pages of a browser. A browser opens at most six connections to
 * a server, and the gallery has more pages than that.
 */
import type { ServerEvent } from './devServer.ts';

const ports = new Set<MessagePort>();
/** The last build event, which is sent to pages that connect later. */
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
