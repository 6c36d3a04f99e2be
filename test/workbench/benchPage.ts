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

/** A page of the workbench in a tab of its own, which shares no state with any other. */
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
  close(): Promise<void>;
}

/** Opens a tab; its page is blank. */
export async function newBenchPage(): Promise<BenchPage> {
  const { context } = await sharedBench();
  const page = await context.newPage();
  const complaints = collectComplaints(page);
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
    close: () => page.close(),
  };
}
