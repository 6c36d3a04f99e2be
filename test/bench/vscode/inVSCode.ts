import type { Frame } from 'playwright-core';
import { debuggerFrame } from '../../../scripts/lab/debugger-frame.ts';
import { startWorkbench, type Workbench } from '../../../scripts/lab/workbench.ts';
import { spreadOf } from '../statistics.ts';
import type { Frames } from './frames.ts';
import type { Latency } from './latency.ts';
import { moving } from './moving.ts';
import { type Clock, startClock } from './clock.ts';

/** What a person waits for, and how smoothly what they move does. */
export interface InVSCode {
  readonly latencies: readonly Latency[];
  readonly frames: readonly Frames[];
}

/**
 * In the VS Code server: from a person's action to the painted verdict of the forum thread's call, and
 * the frames while a large matrix is zoomed and panned.
 */
export async function inVSCode(quick: boolean): Promise<InVSCode> {
  const cold: number[] = [];
  const again: number[] = [];
  const change: number[] = [];
  let frames: readonly Frames[] = [];
  for (let i = 0; i < (quick ? 1 : 5); i++) {
    const workbench = await startWorkbench();
    try {
      cold.push(await opening(workbench));
      again.push(await opening(workbench));
      const frame = await workbench.frame();
      for (let step = 0; step < (quick ? 6 : 12); step++) change.push(await changing(frame));
      if (i === 0) frames = await moving(workbench);
    } finally {
      await workbench.stop();
    }
  }
  const latencies = [
    { name: 'command → painted verdict, first in a fresh window', spread: spreadOf(cold) },
    { name: 'command → painted verdict, a second debugger', spread: spreadOf(again) },
    { name: 'parameter change (a key in a field) → painted verdict', spread: spreadOf(change) },
  ];
  return { latencies, frames };
}

async function opening({ page, driver }: Workbench): Promise<number> {
  const before = new Set(page.frames());
  const start = Date.now();
  await driver.run('convt.openPreset', 'forum');
  const frame = await debuggerFrame(page, 20_000, before);
  // Found within 50 ms of its being there: a verdict that was quicker counts as painted then.
  await frame.evaluate(startClock);
  return (await painted(frame)) - start;
}

/** One step of the padding up or down, both of which compute anew. */
async function changing(frame: Frame): Promise<number> {
  const field = frame.getByRole('spinbutton', { name: 'Padding, height', exact: true });
  const up = (await field.getAttribute('aria-valuenow')) === '0';
  await field.focus();
  const last = await frame.evaluate(() => (globalThis as unknown as Clock).benchKey ?? 0);
  await frame.page().keyboard.press(up ? 'ArrowUp' : 'ArrowDown');
  await frame.waitForFunction(
    (after) => ((globalThis as unknown as Clock).benchKey ?? 0) > after,
    last,
  );
  const end = await painted(frame);
  return end - (await frame.evaluate(() => (globalThis as unknown as Clock).benchKey ?? NaN));
}

async function painted(frame: Frame): Promise<number> {
  const isPainted = () => (globalThis as unknown as Clock).benchPainted;
  await frame.waitForFunction(isPainted, undefined, { timeout: 10_000 });
  return (await frame.evaluate(isPainted)) ?? NaN;
}
