import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stop as stopEsbuild } from 'esbuild';
import type { Browser, BrowserContext } from 'playwright-core';
import { type RunningServer, startDevServer } from '../../scripts/dev/server.ts';
import { startBrowser } from '../../scripts/lab/browser.ts';
import { onAnyExit } from '../../scripts/lab/on-exit.ts';
import { root } from '../../scripts/lab/paths.ts';

/** The part of a window of VS Code of 1400 × 900 that a webview has. */
export const defaultViewport = { width: 1342, height: 803 } as const;

/** A browser and a development server with the bundles as they are shipped, for all tests of this process. */
export interface SharedBench {
  readonly browser: Browser;
  /** One context for all pages: a page's state is its tab's alone, and scripts are compiled once. */
  readonly context: BrowserContext;
  readonly server: RunningServer;
  /** A scratch folder, below which files are served; it is VS Code's workspace folder to the pages. */
  readonly folder: string;
}

let starting: Promise<SharedBench> | undefined;

/** The one browser and server of this process; started on first use. */
export function sharedBench(): Promise<SharedBench> {
  return (starting ??= start());
}

/** Stops both, if they were ever started. */
export async function stopSharedBench(): Promise<void> {
  const shared = await starting;
  starting = undefined;
  if (shared === undefined) return;
  await shared.browser.close();
  await shared.server.stop();
  removeFolder(shared.folder);
}

function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

async function start(): Promise<SharedBench> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'convt-bench-')));
  onAnyExit(() => {
    // The server's bundler would report that its parent is gone.
    void stopEsbuild();
    removeFolder(folder);
  });
  const folders = [folder, join(root, 'test', 'fixtures')];
  const [browser, server] = await Promise.all([
    startBrowser(),
    startDevServer({ port: 0, folders, production: true, watched: [] }),
  ]);
  const context = await browser.newContext({
    baseURL: server.origin,
    viewport: defaultViewport,
    // As in VS Code's window of the browser tests.
    reducedMotion: 'reduce',
  });
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  return { browser, context, server, folder };
}
