import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Frame, Page } from 'playwright-core';
import { startBrowser } from './browser.ts';
import { collectComplaints } from './complaints.ts';
import { debuggerFrame, settled, type PageState, type SettledOptions } from './debugger-frame.ts';
import { createDriver, type Driver } from './driver.ts';
import { root } from './paths.ts';
import { laidOut, resizeTo, type Size } from './resize.ts';
import { startServer } from './server.ts';
import { setTheme, type Theme } from './theme.ts';
import { workbenchUrl } from './workbench-url.ts';

/** A window of the real VS Code in a headless browser, with the extension under development. */
export interface Workbench {
  readonly page: Page;
  readonly driver: Driver;
  /** The window's workspace folder. */
  readonly folder: string;
  /** The errors of the debugger's page so far. To clear them, set the length to 0. */
  readonly complaints: string[];
  /** Returns the page of the debugger in front. */
  frame(): Promise<Frame>;
  /** Waits until the debugger in front has painted its verdict, its refusal or, with `orEmpty`, its empty state. */
  settled(options?: SettledOptions): Promise<PageState>;
  setTheme(theme: Theme): Promise<void>;
  /**
   * Sets the viewport in CSS pixels at zoom 1 and waits for the layout. Zoom 2 halves the CSS pixels and doubles their
   * size.
   */
  resize(size: Size, zoom?: number): Promise<void>;
  /** Loads the address of the window again, without saving the window's state first. */
  reload(): Promise<void>;
  /** Runs `Developer: Reload Window`, which saves the window's state first, and waits for the new window. */
  reloadWindow(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts a server, a browser and a window with a temporary workspace folder.
 * @throws Missing if the VS Code server or a browser is neither installed nor can be downloaded
 */
export async function startWorkbench(
  size: Size = { width: 1400, height: 900 },
  extension: string = root,
): Promise<Workbench> {
  const scratch = mkdtempSync(join(tmpdir(), 'convt-lab-'));
  const driver = createDriver(join(scratch, 'driver'));
  process.env.CONVT_DRIVER = driver.folder;
  const folder = mkdtempSync(join(scratch, 'workspace-'));
  const server = await startServer();
  const browser = await startBrowser().catch(async (error: unknown) => {
    await server.stop();
    throw error;
  });
  const stop = async (): Promise<void> => {
    await browser.close();
    await server.stop();
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  };
  const page = await newPage(browser, size, server.authority);
  const complaints = collectComplaints(page);

  const load = async (): Promise<void> => {
    driver.expect();
    await page.goto(workbenchUrl(server.authority, { folder, extension }));
    await driver.ready();
  };
  try {
    await load();
    await driver.run('workbench.action.closeSidebar');
  } catch (error) {
    // Child processes that are still running would keep this process alive.
    await stop();
    throw error;
  }

  const frame = (): Promise<Frame> => debuggerFrame(page);
  return {
    page,
    driver,
    folder,
    complaints,
    frame,
    settled: async (options) => await settled(await frame(), options),
    setTheme: (theme) => setTheme(page, driver, theme),
    async resize(next, zoom) {
      await resizeTo(page, next, zoom);
      await laidOut(page);
    },
    reload: load,
    async reloadWindow() {
      const gone = page.waitForEvent('framenavigated', (navigated) => navigated.parentFrame() === null);
      // The window that would answer is gone by then.
      void driver.run('workbench.action.reloadWindow').catch(() => undefined);
      await gone;
      driver.expect();
      await driver.ready();
    },
    stop,
  };
}

/** Opens a page that cannot reach the network: the workbench would otherwise ask a gallery and a CDN. */
async function newPage(browser: Browser, size: Size, authority: string): Promise<Page> {
  const context = await browser.newContext({ viewport: size, reducedMotion: 'no-preference' });
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await context.route(
    (url) => url.protocol.startsWith('http') && url.host !== authority,
    (route) => route.abort(),
  );
  // A loaded machine takes long.
  context.setDefaultTimeout(60_000);
  return await context.newPage();
}
