/**
 * `npm run dev`: the product's pages in a plain browser, with the extension's own code as their host, without VS Code.
 * A change of a source is on the page in about a second.
 *   npm run dev -- --port 5173
 *   npm run dev -- --folder /path/of/scenarios     files below it may be opened, as well as the test fixtures
 */
import { join, resolve } from 'node:path';
import { main, Missing } from './lab/missing.ts';
import { parseOptions } from './lab/options.ts';
import { root } from './lab/paths.ts';
import { startDevServer } from './dev/server.ts';

await main(async () => {
  const { port = '5173', folder } = parseOptions(['port', 'folder'], []);
  if (!/^\d+$/.test(port)) throw new Missing(`--port wants a number, not ${port}.`);
  const folders = [...(folder === undefined ? [] : [resolve(folder)]), join(root, 'test', 'fixtures')];
  const server = await startDevServer({ port: Number(port), folders, production: false }).catch(tell);
  console.log(`${server.origin}            the page, with its controls`);
  console.log(`${server.origin}/gallery     every state of it`);
  await new Promise<void>((end) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => end());
  });
  await server.stop();
  return 0;
});

/** @throws a sentence about what the system refused */
function tell(error: unknown): never {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null;
  if (code === 'EADDRINUSE') throw new Missing('The port is taken: name another one with --port.');
  if (code === 'ENOENT') throw new Missing('--folder wants a folder that is there.');
  throw error;
}
