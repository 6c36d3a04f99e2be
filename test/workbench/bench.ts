/**
 * A page of the product in a plain browser, for tests that need nothing of VS Code but what the extension asks of it.
 *
 *   const bench = workbench();                  // inside describe: hooks are registered here
 *   await bench.openPreset('forum');            // or openScenario(path | object), openTensorFile, openComparison
 *   const frame = await bench.frame();          // the product's page: a Playwright Frame
 *
 * Every test has a tab for itself, in the dark theme, with the page that a window of VS Code of 1400 × 900 has, and
 * fails when the page complained: a console error, a violation of its CSP, an uncaught error.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Frame, Page } from 'playwright-core';
import type { PageState, SettledOptions } from '../../scripts/lab/debugger-frame.ts';
import type { Size } from '../../scripts/lab/resize.ts';
import type { Theme } from '../../scripts/lab/theme.ts';
import { type BenchPage, takeBenchPage } from './benchPage.ts';
import { sharedBench } from './sharedBench.ts';

export interface Bench {
  /** The tab; `page.keyboard` types into what has the focus. */
  page(): Page;
  /** The product's page. Ask again after opening another. */
  frame(): Promise<Frame>;
  /** Opens what an address's query says, see scripts/dev/page/page.ts. */
  open(query: Readonly<Record<string, string>>): Promise<PageState>;
  openPreset(id: string): Promise<PageState>;
  /** A path below the fixtures or {@link folder}, or a scenario written to {@link folder}. */
  openScenario(scenario: string | object, name?: string): Promise<PageState>;
  openTensorFile(path: string): Promise<PageState>;
  /** Paths, `file#key` of a file of several tensors. */
  openComparison(a: string, b: string): Promise<PageState>;
  /** Waits until the page has painted; an empty one only if that is expected (`orEmpty`). */
  settled(options?: SettledOptions): Promise<PageState>;
  setTheme(theme: Theme): Promise<void>;
  /** The size of a window of VS Code with the page in it; `zoom` 2 shows it as at 200 %. */
  resize(size: Size, zoom?: number): Promise<void>;
  /** Loads the tab anew, as VS Code's `Developer: Reload Window` does. */
  reload(): Promise<PageState>;
  /** Writes test/output/screenshots/NAME.png. */
  screenshot(name: string): Promise<void>;
  /** The page's complaints since the test began; clear them if the test provoked them. */
  consoleErrors(): string[];
  /** A folder that the page may read files of. */
  folder(): string;
}

/** A page for the tests of a `describe`; call it inside one. */
export function workbench(): Bench {
  let current: BenchPage | undefined;
  let folder = '';
  const get = (): BenchPage => {
    assert.ok(current, 'the page is there in hooks and tests only');
    return current;
  };

  before(async function () {
    this.timeout(60_000);
    folder = mkdtempSync(join((await sharedBench()).folder, 'test-'));
  });
  beforeEach(async () => {
    current = await takeBenchPage();
  });
  afterEach(async function () {
    const complaints = [...get().complaints];
    const hasPassed = this.currentTest?.state === 'passed' && complaints.length === 0;
    await get().release(!hasPassed);
    // The error of a test that failed is what counts.
    if (this.currentTest?.state === 'passed') assert.deepEqual(complaints, []);
  });
  after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

  const open = async (query: Readonly<Record<string, string>>, options?: SettledOptions): Promise<PageState> => {
    await get().open(query);
    return await get().settled(options);
  };
  return {
    page: () => get().page,
    frame: () => get().frame(),
    open: (query) => open(query, { orEmpty: true }),
    openPreset: (preset) => open({ preset }),
    async openScenario(scenario, name = 'scenario.convt.json') {
      if (typeof scenario === 'string') return await open({ scenario: resolve(scenario) });
      const path = join(folder, name);
      writeFileSync(path, `${JSON.stringify(scenario, null, 2)}\n`);
      return await open({ scenario: path });
    },
    openTensorFile: (path) => open({ view: 'file', file: resolve(path) }),
    openComparison: (a, b) => open({ view: 'compare', a: resolve(a), b: resolve(b) }),
    settled: (options) => get().settled(options),
    setTheme: (theme) => get().setTheme(theme),
    resize: (size, zoom) => get().resize(size, zoom),
    async reload() {
      await get().page.reload();
      return await get().settled();
    },
    screenshot: (name) => get().screenshot(name),
    consoleErrors: () => get().complaints,
    folder: () => folder,
  };
}
