import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { root } from '../lab/paths.ts';
import { type Built, startBundler } from './bundles.ts';
import { FileFailure, ServedFiles } from './files.ts';
import type { DevConfig, ServerEvent } from './page/devServer.ts';
import { watchSources } from './watchSources.ts';

export interface DevServerOptions {
  /** 0: any that is free. */
  readonly port: number;
  /** Folders below which files are served; the first stands for VS Code's workspace folder. */
  readonly folders: readonly string[];
  /** Bundles as they are shipped, and no watch on the sources. */
  readonly production: boolean;
}

/** A server of the product's page in a plain browser, on this machine alone. */
export interface RunningServer {
  /** `http://127.0.0.1:5173` */
  readonly origin: string;
  stop(): Promise<void>;
}

const host = '127.0.0.1';
const pages: Readonly<Record<string, string>> = {
  '/': 'bench.html',
  '/gallery': 'gallery.html',
  '/page': 'page.html',
  '/blank': 'blank.html',
};
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
};

/** Builds the bundles and serves them. @throws where the port is taken or a folder is not there */
export async function startDevServer(options: DevServerOptions): Promise<RunningServer> {
  const listeners = new Set<ServerResponse>();
  const tell = (event: ServerEvent): void => {
    for (const listener of listeners) listener.write(`data: ${JSON.stringify(event)}\n\n`);
  };
  const files = new ServedFiles(options.folders, (path) => tell({ kind: 'file', path: uriPath(path) }));
  const bundler = await startBundler(options.production);
  let current = await bundler.build();
  // Unlike that of any server before, whose pages may still be open.
  let version = `${Date.now()}`;
  const buildEvent = (): ServerEvent => ({ kind: 'build', version, errors: current.errors });
  report(current);
  const stopWatching = options.production
    ? () => undefined
    : watchSources(async () => {
        const next = await bundler.build();
        // A bundle that could not be built stays as it was.
        current = { ...next, files: new Map([...current.files, ...next.files]) };
        version = `${Date.now()}`;
        report(current);
        tell(buildEvent());
      });

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', `http://${host}`);
    const path = url.searchParams.get('path') ?? '';
    // Another name for this machine would let any site read what is served here.
    if (!isOurs(request.headers.host)) return send(response, 403, '.json', '{}');
    switch (url.pathname) {
      case '/config.json': {
        const workspace = uriPath(options.folders[0] ?? root);
        const config: DevConfig = { root: uriPath(root), workspace, version };
        return send(response, 200, '.json', JSON.stringify(config));
      }
      case '/events': {
        response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
        response.write(`data: ${JSON.stringify(buildEvent())}\n\n`);
        listeners.add(response);
        request.on('close', () => listeners.delete(response));
        return;
      }
      case '/watch':
        await files.watch(systemPath(path));
        return send(response, 200, '.json', '{}');
      case '/stat':
        return send(response, 200, '.json', JSON.stringify(await files.stat(systemPath(path))));
      case '/file':
        return send(response, 200, '.bin', await files.read(systemPath(path)));
      case '/media/icon.svg':
        return send(response, 200, '.svg', await readFile(join(root, 'media', 'icon.svg')));
      default: {
        const page = pages[url.pathname];
        if (page !== undefined) {
          return send(response, 200, '.html', await readFile(join(import.meta.dirname, 'page', page)));
        }
        const bundle = current.files.get(url.pathname);
        if (bundle === undefined) return send(response, 404, '.json', '{}');
        return sendBundle(request, response, bundle, version);
      }
    }
  };
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => fail(response, error));
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

function isOurs(name: string | undefined): boolean {
  return name !== undefined && [host, 'localhost'].includes(name.replace(/:\d+$/, ''));
}

function send(response: ServerResponse, status: number, extension: string, body: string | Uint8Array): void {
  // Every page is to be what the sources are now.
  response.writeHead(status, { 'content-type': typeOf(extension), 'cache-control': 'no-store' });
  response.end(body);
}

/** Sends a bundle unless the browser has it from this build: kept, it is kept compiled as well. */
function sendBundle(request: IncomingMessage, response: ServerResponse, bundle: Uint8Array, version: string): void {
  const etag = `"${version}"`;
  const headers = { etag, 'cache-control': 'no-cache' };
  if (request.headers['if-none-match'] === etag) {
    response.writeHead(304, headers).end();
    return;
  }
  const path = new URL(request.url ?? '/', `http://${host}`).pathname;
  response.writeHead(200, { ...headers, 'content-type': typeOf(extname(path)) }).end(bundle);
}

function typeOf(extension: string): string {
  return types[extension] ?? 'application/octet-stream';
}

function fail(response: ServerResponse, error: unknown): void {
  const code = error instanceof FileFailure ? error.code : 'Unavailable';
  const message = error instanceof Error ? error.message : String(error);
  send(response, code === 'Unavailable' ? 500 : 404, '.json', JSON.stringify({ code, message }));
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

/** A path of this system as that of a URI: on Windows `/c:/x`. */
function uriPath(path: string): string {
  const slashed = path.replaceAll('\\', '/');
  return process.platform === 'win32' ? `/${slashed}` : path;
}

function systemPath(path: string): string {
  return process.platform === 'win32' ? path.replace(/^\//, '').replaceAll('/', '\\') : path;
}
