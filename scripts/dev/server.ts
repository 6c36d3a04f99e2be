import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { messageOf } from '../../src/engine/core/messageOf.ts';
import { root } from '../lab/paths.ts';
import { type Built, startBundler } from './bundles.ts';
import { FileFailure, ServedFiles } from './files.ts';
import type { DevConfig, ServerEvent } from './page/devServer.ts';
import { watchSources } from './watchSources.ts';

export interface DevServerOptions {
  /** The port to listen on; 0 for any free one. */
  readonly port: number;
  /** The folders below which files are served. The first one is the workspace folder. */
  readonly folders: readonly string[];
  /** Serve the bundles as they are shipped: minified, without source maps. */
  readonly production: boolean;
  /** The folders whose files are watched. If one is saved, the bundles are built again and the pages reload. */
  readonly watched: readonly string[];
}

/** A running development server. Only programs on this machine can reach it. */
export interface RunningServer {
  /** The address, for example `http://127.0.0.1:5173`. */
  readonly origin: string;
  stop(): Promise<void>;
}

/** The response to a request. */
interface Answer {
  readonly status: number;
  /** The file extension that determines the media type, for example `.html`. */
  readonly extension: string;
  readonly body: string | Uint8Array;
  /** The version of a bundle, with which a browser checks its cache. */
  readonly etag?: string;
}

const host = '127.0.0.1';
const pages: Readonly<Record<string, string>> = {
  '/': 'bench.html',
  '/gallery': 'gallery.html',
  '/page': 'page.html',
};
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
};

/**
 * Builds the bundles and serves them.
 * @throws if the port is in use or a folder does not exist
 */
export async function startDevServer(options: DevServerOptions): Promise<RunningServer> {
  const listeners = new Set<ServerResponse>();
  const tell = (event: ServerEvent): void => {
    for (const listener of listeners) listener.write(`data: ${JSON.stringify(event)}\n\n`);
  };
  const files = new ServedFiles(options.folders, (path) => tell({ kind: 'file', path: uriPath(path) }));
  const bundler = await startBundler(options.production);
  let current = await bundler.build();
  // Starts with the time, so that pages left open by an earlier server see a different version.
  let version = `${Date.now()}`;
  const buildEvent = (): ServerEvent => ({ kind: 'build', version, errors: current.errors });
  report(current);
  const stopWatching = watchSources(options.watched, async () => {
    const next = await bundler.build();
    // If a bundle could not be built, its last successful version is served.
    current = { ...next, files: new Map([...current.files, ...next.files]) };
    version = `${Date.now()}`;
    report(current);
    tell(buildEvent());
  });

  const answer = async (url: URL): Promise<Answer> => {
    const path = systemPath(url.searchParams.get('path') ?? '');
    switch (url.pathname) {
      case '/config.json': {
        const config: DevConfig = { root: uriPath(root), workspace: uriPath(options.folders[0] ?? root), version };
        return json(config);
      }
      case '/watch':
        await files.watch(path);
        return json(null);
      case '/stat':
        return json(await files.stat(path));
      case '/file':
        return { status: 200, extension: '', body: await files.read(path) };
      case '/media/icon.svg':
        return { status: 200, extension: '.svg', body: await readFile(join(root, 'media', 'icon.svg')) };
      default: {
        const page = pages[url.pathname];
        if (page !== undefined) {
          return { status: 200, extension: '.html', body: await readFile(join(import.meta.dirname, 'page', page)) };
        }
        const bundle = current.files.get(url.pathname);
        if (bundle === undefined) return json(null, 404);
        return { status: 200, extension: extname(url.pathname), body: bundle, etag: `"${version}"` };
      }
    }
  };
  const listenToEvents = (request: IncomingMessage, response: ServerResponse): void => {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write(`data: ${JSON.stringify(buildEvent())}\n\n`);
    listeners.add(response);
    request.on('close', () => listeners.delete(response));
  };
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', `http://${host}`);
    // A website could point a name of its own at this machine, so requests by any other host name are refused.
    if (!isLocal(request.headers.host)) send(request, response, json(null, 403));
    else if (url.pathname === '/events') listenToEvents(request, response);
    else
      void answer(url)
        .catch(failure)
        .then((given) => send(request, response, given));
  });
  await listen(server, options.port).catch(async (error: unknown) => {
    stopWatching();
    await bundler.dispose();
    throw error;
  });
  return {
    origin: `http://${host}:${(server.address() as AddressInfo).port}`,
    async stop() {
      stopWatching();
      files.dispose();
      for (const listener of listeners) listener.end();
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
      await bundler.dispose();
    },
  };
}

function isLocal(name: string | undefined): boolean {
  return name !== undefined && [host, 'localhost'].includes(name.replace(/:\d+$/, ''));
}

function json(value: unknown, status = 200): Answer {
  return { status, extension: '.json', body: JSON.stringify(value) };
}

function failure(error: unknown): Answer {
  const message = messageOf(error);
  return error instanceof FileFailure
    ? json({ code: error.code, message }, 404)
    : json({ code: 'Unavailable', message }, 500);
}

function send(request: IncomingMessage, response: ServerResponse, { status, extension, body, etag }: Answer): void {
  // Pages always come from the current sources. Bundles have an etag, so that the browser can keep their compiled code.
  const caching = etag === undefined ? { 'cache-control': 'no-store' } : { 'cache-control': 'no-cache', etag };
  if (etag !== undefined && request.headers['if-none-match'] === etag) {
    response.writeHead(304, caching).end();
    return;
  }
  const type = types[extension] ?? 'application/octet-stream';
  response.writeHead(status, { ...caching, 'content-type': type }).end(body);
}

function report({ errors }: Built): void {
  for (const error of errors) console.error(error);
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve());
  });
}

/** Converts a path of this system to the path of a URI: on Windows `c:\x` to `/c:/x`. */
function uriPath(path: string): string {
  const slashed = path.replaceAll('\\', '/');
  return process.platform === 'win32' ? `/${slashed}` : path;
}

function systemPath(path: string): string {
  return process.platform === 'win32' ? path.replace(/^\//, '').replaceAll('/', '\\') : path;
}
