/**
 * One connection to the development server for all pages of a browser: it keeps at most six connections to a server
 * open, and the gallery has more pages than that.
 */
import type { ServerEvent } from './devServer.ts';

const ports = new Set<MessagePort>();
/** The last build, for pages that come later. */
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
