import { setTimeout as sleep } from 'node:timers/promises';
import type { Frame, Page } from 'playwright-core';

/** What the debugger's root element says in `data-state`: the phase of its session; `judged`: the verdict is there, its pictures are not. */
export type PageState = 'empty' | 'computing' | 'judged' | 'done' | 'cancelled' | 'refused' | 'failed';

/** What {@link settled} waits for. */
export interface SettledOptions {
  readonly orEmpty?: boolean;
  readonly timeout?: number;
}

/**
 * The frame of the debugger that is in front. A webview is an iframe in an iframe; those of hidden
 * tabs stay in the page, invisible.
 * @param except frames of debuggers that were there before and are not meant
 * @throws when none appears in time (milliseconds)
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
 * Waits until no debugger is visible: a closed one stays for a moment.
 * @throws when one is still visible after `timeout` milliseconds
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
  // The workbench itself is the page's main frame; a webview's page is two frames further in.
  if (!outer?.parentFrame()) return false;
  try {
    const shown = await (await outer.frameElement()).isVisible();
    return shown && (await frame.locator('[data-state]').count()) > 0;
  } catch {
    return false; // The frame went away while it was looked at.
  }
}

/**
 * Waits until the debugger has nothing more to compute and has painted it. `empty` is an end only
 * for a caller who expects it (`orEmpty`): to any other it is a scenario that has not come yet.
 * @throws when it is still computing after `timeout` milliseconds
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
      // Two frames: one to draw what the state change scheduled, one to show it.
      await frame.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      const last = await state();
      // A page that computes again meanwhile, because a file has changed for instance, has not ended.
      if (isEnd(last)) return last;
    }
    if (Date.now() > end) throw new Error(`the debugger is still ${first} after ${timeout / 1000} s`);
    await sleep(25);
  }
}
