/**
 * The one VS Code that all browser tests share: a server, a headless browser and a window, started
 * by the first test that asks and stopped after the last.
 *
 *   const vscode = lab();                       // inside describe: hooks are registered here
 *   await vscode.openPreset('forum');           // or openScenario(path | object)
 *   const frame = await vscode.frame();         // the debugger's page: a Playwright Frame
 *   await vscode.screenshot('forum-dark');      // test/output/screenshots/forum-dark.png
 *
 * Every test starts with no editor open, in the dark theme, at 1400 × 900, and fails when the page
 * complained: a console error, a violation of its CSP, an uncaught error.
 */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Frame, Page } from 'playwright-core';
import { noDebugger, type PageState, type SettledOptions } from '../../scripts/lab/debugger-frame.ts';
import * as open from '../../scripts/lab/open.ts';
import { output } from '../../scripts/lab/paths.ts';
import { screenshot, type Extent } from '../../scripts/lab/screenshot.ts';
import type { Theme } from '../../scripts/lab/theme.ts';
import type { Size } from '../../scripts/lab/resize.ts';
import type { Workbench } from '../../scripts/lab/workbench.ts';
import { paletteRow } from './palette.ts';
import { sharedWorkbench } from './shared.ts';

export const defaultSize: Size = { width: 1400, height: 900 };

export interface Lab {
  /** The window of VS Code; `page.keyboard` types into what has the focus. */
  page(): Page;
  /** The page of the debugger in front. Ask again after opening another. */
  frame(): Promise<Frame>;
  /** Runs a VS Code command; `{$file: path}` in its arguments stands for a file URI. */
  command(id: string, ...args: readonly unknown[]): Promise<unknown>;
  /** Runs a command by its title through the command palette, as a user does. */
  palette(title: string): Promise<void>;
  openPreset(id: string): Promise<PageState>;
  /** A path (copied into the workspace with the files beside it), or a scenario written there. */
  openScenario(scenario: string | object, name?: string): Promise<PageState>;
  /** A tensor file where it lies, in the tensor viewer. */
  openTensorFile(path: string): Promise<PageState>;
  /** The comparison of the only tensors of two files. */
  openComparison(a: string, b: string): Promise<PageState>;
  /** Waits until the debugger in front has painted; an empty one only if that is expected (`orEmpty`). */
  settled(options?: SettledOptions): Promise<PageState>;
  setTheme(theme: Theme): Promise<void>;
  /** Viewport in CSS pixels; `zoom` 2 shows the window as at 200 %: half as many CSS pixels. */
  resize(size: Size, zoom?: number): Promise<void>;
  /** Loads the address of the window again: nothing of the window's state is saved first. */
  reload(): Promise<void>;
  /** Runs `Developer: Reload Window`, which saves the window's state first, and waits for the new window. */
  reloadWindow(): Promise<void>;
  /** Writes test/output/screenshots/NAME.png. */
  screenshot(name: string, extent?: Extent): Promise<void>;
  /** What the page complained about since the test began; clear it if the test provoked it. */
  consoleErrors(): string[];
  /** The folder that is open in the window. */
  folder(): string;
}

/** The shared VS Code for the tests of a `describe`; call it inside one. */
export function lab(): Lab {
  let workbench: Workbench | undefined;
  const get = (): Workbench => {
    assert.ok(workbench, 'the lab is up in hooks and tests only');
    return workbench;
  };

  before(async function () {
    this.timeout(600_000);
    workbench = await sharedWorkbench();
  });
  beforeEach(async function () {
    this.timeout(180_000);
    const { driver, complaints, page } = get();
    await driver.run('lab.closeEditors');
    await noDebugger(page);
    await get().setTheme('dark');
    await get().resize(defaultSize);
    complaints.length = 0;
  });
  afterEach(function () {
    const complaints = get().complaints.splice(0);
    // A test that failed has its own story to tell.
    if (this.currentTest?.state === 'passed') assert.deepEqual(complaints, []);
  });

  return {
    page: () => get().page,
    frame: () => get().frame(),
    command: (id, ...args) => get().driver.run(id, ...args),
    async palette(title) {
      const { page } = get();
      await page.keyboard.press('F1');
      await page.locator('.quick-input-widget input').fill(`>${title}`);
      await paletteRow(page, title).click();
    },
    openPreset: (id) => open.openPreset(get(), id),
    openScenario: (scenario, name) => open.openScenario(get(), scenario, name),
    openTensorFile: (path) => open.openTensorFile(get(), path),
    openComparison: (a, b) => open.openComparison(get(), [{ $file: a }, { $file: b }]),
    settled: (options) => get().settled(options),
    setTheme: (theme) => get().setTheme(theme),
    resize: (size, zoom) => get().resize(size, zoom),
    reload: () => get().reload(),
    reloadWindow: () => get().reloadWindow(),
    screenshot: (name, extent) => screenshot(get(), join(output, 'screenshots', `${name}.png`), extent),
    consoleErrors: () => get().complaints,
    folder: () => get().folder,
  };
}
