/**
 * `npm run dev`: serves the product's pages to a plain browser, with the extension's own code as their host, without
 * VS Code. A page reloads about a second after a source file is saved.
 *   npm run dev -- --port 5173
 *   npm run dev -- --folder /path/of/scenarios     files below this folder can be opened, as well as the test fixtures
 */
import { join, resolve } from 'node:path';
import { main, Missing } from './lab/missing.ts';
import { parseOptions } from './lab/options.ts';
import { root } from './lab/paths.ts';
import { startDevServer } from './dev/server.ts';
import { sourceFolders } from './dev/watchSources.ts';

await main(async () => {
  const { port = '5173', folder } = parseOptions(['port', 'folder'], []);
  if (!/^\d+$/.test(port)) throw new Missing(`--port must be a number, but is ${port}.`);
  const folders = [...(folder === undefined ? [] : [resolve(folder)]), join(root, 'test', 'fixtures')];
  const options = { port: Number(port), folders, production: false, watched: sourceFolders };
  const server = await startDevServer(options).catch(explain);
  console.log(`${server.origin}            one page, with controls for preset, theme and size`);
  console.log(`${server.origin}/gallery     every state of the page`);
  await new Promise<void>((end) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => end());
  });
  await server.stop();
  return 0;
});

/**
 * Replaces a system error of known cause by one sentence for the user.
 * @throws Missing if the port is in use or the folder does not exist, otherwise `error` itself
 */
function explain(error: unknown): never {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null;
  if (code === 'EADDRINUSE') throw new Missing('The port is in use: choose another one with --port.');
  if (code === 'ENOENT') throw new Missing('The folder does not exist: give --folder an existing one.');
  throw error;
}
