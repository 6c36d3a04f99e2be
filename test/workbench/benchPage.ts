import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Frame, Page } from 'playwright-core';
import { collectComplaints } from '../../scripts/lab/complaints.ts';
import { type PageState, settled, type SettledOptions } from '../../scripts/lab/debugger-frame.ts';
import { output } from '../../scripts/lab/paths.ts';
import { resizeTo, type Size } from '../../scripts/lab/resize.ts';
import { type Theme, themeKind } from '../../scripts/lab/theme.ts';
import { defaultViewport, sharedBench } from './sharedBench.ts';

/** The window of the browser tests. */
const defaultSize: Size = { width: 1400, height: 900 };

/** The room that VS Code's own parts take of a window, so that a size means the same here and there. */
const aroundPage: Size = {
  width: defaultSize.width - defaultViewport.width,
  height: defaultSize.height - defaultViewport.height,
};

/** A page of the workbench in a tab of its own, which shares no state with any other page, nor with the tab's last user. */
export interface BenchPage {
  readonly page: Page;
  /** The page's complaints so far; empty them by setting the length to 0. */
  readonly complaints: string[];
  /** Opens an address's page: `{ preset: 'strided', theme: 'light' }`. */
  open(query: Readonly<Record<string, string>>): Promise<Frame>;
  /** The frame of the product's page. Ask again after opening or reloading. */
  frame(): Promise<Frame>;
  settled(options?: SettledOptions): Promise<PageState>;
  setTheme(theme: Theme): Promise<void>;
  /** The size of a window of VS Code that has the page in it, at zoom 1. */
  resize(size: Size, zoom?: number): Promise<void>;
  /** Writes test/output/screenshots/NAME.png. */
  screenshot(name: string): Promise<void>;
  /** Gives the tab back, for the next test; after a failure it is closed instead. */
  release(hasFailed: boolean): Promise<void>;
}

interface Tab {
  readonly page: Page;
  readonly complaints: string[];
}

/** Tabs that no test has. The process of a used tab has the page's code compiled, so that it opens in half the time. */
const idle: Tab[] = [];

/** Takes an idle tab or opens one; its page is empty. */
export async function takeBenchPage(): Promise<BenchPage> {
  const tab = idle.pop() ?? (await openTab());
  const { page, complaints } = tab;
  const resize = (size: Size, zoom = 1): Promise<void> => {
    const width = size.width - aroundPage.width * zoom;
    const height = size.height - aroundPage.height * zoom;
    return resizeTo(page, { width, height }, zoom);
  };
  const frame = async (): Promise<Frame> => {
    const inner = page.locator('iframe.webview');
    await inner.waitFor();
    const found = await (await inner.elementHandle()).contentFrame();
    assert.ok(found, 'the page has a frame');
    await found.locator('[data-state]').waitFor({ state: 'attached' });
    return found;
  };
  return {
    page,
    complaints,
    async open(query) {
      await page.goto(`/page?${new URLSearchParams(query).toString()}`);
      return await frame();
    },
    frame,
    settled: async (options) => await settled(await frame(), options),
    async setTheme(theme) {
      const message = { kind: 'theme', theme };
      await page.evaluate((sent) => window.postMessage(sent, location.origin), message);
      const body = (await frame()).locator(`body[data-vscode-theme-kind="${themeKind[theme]}"]`);
      await body.waitFor({ state: 'attached' });
    },
    resize,
    async screenshot(name) {
      const path = join(output, 'screenshots', `${name}.png`);
      await page.screenshot({ path, animations: 'disabled' });
    },
    async release(hasFailed) {
      if (hasFailed) await page.close();
      else idle.push(await emptied(tab));
    },
  };
}

async function openTab(): Promise<Tab> {
  const { context } = await sharedBench();
  const page = await context.newPage();
  return { page, complaints: collectComplaints(page) };
}

/** Removes everything that a test may have left in a tab: its page, saved state, size, zoom, pointer, complaints. */
async function emptied(tab: Tab): Promise<Tab> {
  const { page, complaints } = tab;
  // A small file of the page's origin: there the state that the page saved as it was left can be removed.
  await page.goto('/config.json');
  await page.evaluate(() => sessionStorage.clear());
  await resizeTo(page, defaultViewport);
  await page.mouse.move(0, 0);
  complaints.length = 0;
  return tab;
}
