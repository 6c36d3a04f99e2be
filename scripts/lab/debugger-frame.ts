import { setTimeout as sleep } from 'node:timers/promises';
import type { Frame, Page } from 'playwright-core';

/**
 * The values of `data-state` on the debugger's root element. In `judged` the verdict is painted but the pictures are
 * not yet.
 */
export type PageState = 'empty' | 'computing' | 'judged' | 'done' | 'cancelled' | 'refused' | 'failed';

/** The options of {@link settled}. */
export interface SettledOptions {
  /** True to also stop waiting in the state `empty`. Otherwise `empty` means that the scenario has not arrived yet. */
  readonly orEmpty?: boolean;
  /** The longest time to wait, in milliseconds. */
  readonly timeout?: number;
}

/**
 * Returns the frame of the visible debugger. A webview is an iframe inside an iframe. Those of hidden tabs are also in
 * the page, but invisible.
 * @param timeout the longest time to wait, in milliseconds
 * @param except frames to ignore, for example those of debuggers that were open before
 * @throws if no debugger is visible after `timeout` milliseconds
 */
export async function debuggerFrame(
  page: Page,
  timeout = 60_000,
  except: ReadonlySet<Frame> = new Set(),
): Promise<Frame> {
  const end = Date.now() + timeout;
  do {
    for (const frame of page.frames()) {
      if (!except.has(frame) && (await isDebugger(frame))) return frame;
    }
    await sleep(50);
  } while (Date.now() < end);
  throw new Error(`no visible debugger after ${timeout / 1000} s`);
}

/**
 * Waits until no debugger is visible. After a debugger is closed, its frame stays for a moment.
 * @throws if one is still visible after `timeout` milliseconds
 */
export async function noDebugger(page: Page, timeout = 60_000): Promise<void> {
  const end = Date.now() + timeout;
  const isVisible = async (): Promise<boolean> => {
    for (const frame of page.frames()) if (await isDebugger(frame)) return true;
    return false;
  };
  while (await isVisible()) {
    if (Date.now() > end) throw new Error(`a closed debugger is still visible after ${timeout / 1000} s`);
    await sleep(20);
  }
}

async function isDebugger(frame: Frame): Promise<boolean> {
  const outer = frame.parentFrame();
  // VS Code is the page's main frame, and a webview's page is two frames inside it.
  if (!outer?.parentFrame()) return false;
  try {
    const shown = await (await outer.frameElement()).isVisible();
    return shown && (await frame.locator('[data-state]').count()) > 0;
  } catch {
    // The frame has been removed in the meantime.
    return false;
  }
}

/**
 * Waits until the debugger has computed and painted everything.
 * @throws if it is still computing after `timeout` milliseconds
 */
export async function settled(
  frame: Frame,
  { orEmpty = false, timeout = 60_000 }: SettledOptions = {},
): Promise<PageState> {
  const state = async (): Promise<PageState> =>
    (await frame.locator('[data-state]').first().getAttribute('data-state')) as PageState;
  const isEnd = (now: PageState): boolean => now !== 'computing' && now !== 'judged' && (now !== 'empty' || orEmpty);
  const end = Date.now() + timeout;
  for (;;) {
    const first = await state();
    if (isEnd(first)) {
      // Waits for two frames: the first draws what the state change scheduled, the second shows it.
      await frame.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      const last = await state();
      // If the state has changed meanwhile, for example because a file changed, the page is computing again.
      if (isEnd(last)) return last;
    }
    if (Date.now() > end) throw new Error(`the debugger is still ${first} after ${timeout / 1000} s`);
    await sleep(25);
  }
}
