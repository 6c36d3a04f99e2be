import type { Frame } from 'playwright-core';
import { debuggerFrame } from '../../../scripts/lab/debugger-frame.ts';
import { startWorkbench, type Workbench } from '../../../scripts/lab/workbench.ts';
import { spreadOf } from '../statistics.ts';
import type { Latency } from './latency.ts';
import { type Clock, startClock } from './clock.ts';

/** In the VS Code server, from a person's action to the painted verdict of the forum thread's call. */
export async function inVSCode(quick: boolean): Promise<readonly Latency[]> {
  const cold: number[] = [];
  const again: number[] = [];
  const change: number[] = [];
  for (let i = 0; i < (quick ? 1 : 5); i++) {
    const workbench = await startWorkbench();
    try {
      cold.push(await opening(workbench));
      again.push(await opening(workbench));
      const frame = await workbench.frame();
      for (let step = 0; step < (quick ? 6 : 12); step++) change.push(await changing(frame));
    } finally {
      await workbench.stop();
    }
  }
  return [
    { name: 'command → painted verdict, first in a fresh window', spread: spreadOf(cold) },
    { name: 'command → painted verdict, a second debugger', spread: spreadOf(again) },
    { name: 'parameter change (a key in a field) → painted verdict', spread: spreadOf(change) },
  ];
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
