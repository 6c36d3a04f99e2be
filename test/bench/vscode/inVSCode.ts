import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Frame } from 'playwright-core';
import { writeNpy } from '../../../src/formats/npy/writeNpy.ts';
import { debuggerFrame } from '../../../scripts/lab/debugger-frame.ts';
import { startWorkbench, type Workbench } from '../../../scripts/lab/workbench.ts';
import { type Spread, spreadOf } from '../statistics.ts';
import { type Frames, moving } from './moving.ts';
import { type Clock, startClock } from './clock.ts';

/** The time that a user waits for something in VS Code, in milliseconds. */
export interface Latency {
  readonly name: string;
  readonly spread: Spread;
}

/** The waiting times and the frame times in VS Code. */
export interface InVSCode {
  readonly latencies: readonly Latency[];
  readonly frames: readonly Frames[];
}

/** The pause before the first measurement, in milliseconds, in which the workbench finishes its own start. */
const restMilliseconds = 3000;

/** The size of the tensor file that is opened. */
const tensorMegabytes = 200;

/** Milliseconds from a user's action until the verdict and the pictures are painted. */
interface Seen {
  readonly verdict: number;
  readonly pictures: number;
}

/** The times of opening a debugger. `page` is when its page begins to load; the time until then is VS Code's. */
interface Opened extends Seen {
  readonly page: number;
}

/**
 * Measures in the VS Code server: the time from a user's action until the PyTorch forum example is painted, the frames
 * while a large matrix is zoomed and panned, and the time until the first slice of a large tensor file is painted.
 */
export async function inVSCode(quick: boolean): Promise<InVSCode> {
  const cold: Opened[] = [];
  const again: Opened[] = [];
  const change: Seen[] = [];
  const slices: number[] = [];
  let frames: readonly Frames[] = [];
  for (let i = 0; i < (quick ? 1 : 5); i++) {
    const workbench = await startWorkbench();
    try {
      await workbench.page.addInitScript(startClock);
      await sleep(restMilliseconds);
      cold.push(await opening(workbench));
      if (!quick) again.push(await opening(workbench));
      const frame = await workbench.frame();
      for (let step = 0; step < (quick ? 4 : 12); step++) change.push(await changing(frame));
      if (i === 0) frames = await moving(workbench, quick);
      slices.push(await openingTensor(workbench));
    } finally {
      await workbench.stop();
    }
  }
  return {
    latencies: [
      ...ofOpening('command, first in a window', cold),
      ...(quick ? [] : ofOpening('command, a second debugger', again)),
      ...ofSeen('parameter change (a key in a field)', change),
      { name: `click on a ${tensorMegabytes} MB tensor file → painted first slice`, spread: spreadOf(slices) },
    ],
    frames,
  };
}

function ofOpening(action: string, all: readonly Opened[]): readonly Latency[] {
  const page = { name: `${action} → its page begins to load`, spread: spreadOf(all.map((each) => each.page)) };
  return [page, ...ofSeen(action, all)];
}

function ofSeen(action: string, all: readonly Seen[]): readonly Latency[] {
  return [
    { name: `${action} → painted verdict`, spread: spreadOf(all.map(({ verdict }) => verdict)) },
    { name: `${action} → painted pictures`, spread: spreadOf(all.map(({ pictures }) => pictures)) },
  ];
}

async function opening({ page, driver }: Workbench): Promise<Opened> {
  const before = new Set(page.frames());
  const start = Date.now();
  await driver.run('convt.openPreset', 'forum');
  const frame = await debuggerFrame(page, 20_000, before);
  const seen = await painted(frame, start);
  return { ...seen, page: (await frame.evaluate(() => performance.timeOrigin)) - start };
}

/** Opens a large tensor file as a click in the explorer does. Returns milliseconds until its first slice is painted. */
async function openingTensor({ page, driver, folder }: Workbench): Promise<number> {
  const path = join(folder, 'large.npy');
  const shape = [tensorMegabytes / 4, 1000, 1000];
  const data = new Float32Array(shape.reduce((product, size) => product * size));
  for (let i = 0; i < data.length; i++) data[i] = Math.sin(i);
  writeFileSync(path, writeNpy({ dtype: 'float32', shape, data }));
  const before = new Set(page.frames());
  const start = Date.now();
  await driver.run('vscode.open', { $file: path });
  const frame = await debuggerFrame(page, 20_000, before);
  await frame.waitForFunction(() => (globalThis as unknown as Clock).benchSlice);
  return (await frame.evaluate(() => (globalThis as unknown as Clock).benchSlice ?? NaN)) - start;
}

/** Steps the padding up or down by a key and waits until the new result is painted. */
async function changing(frame: Frame): Promise<Seen> {
  const field = frame.getByRole('spinbutton', { name: 'Padding, height', exact: true });
  const up = (await field.getAttribute('aria-valuenow')) === '0';
  await field.focus();
  const last = await frame.evaluate(() => (globalThis as unknown as Clock).benchKey ?? 0);
  await frame.page().keyboard.press(up ? 'ArrowUp' : 'ArrowDown');
  await frame.waitForFunction((after) => ((globalThis as unknown as Clock).benchKey ?? 0) > after, last);
  const key = await frame.evaluate(() => (globalThis as unknown as Clock).benchKey ?? NaN);
  const seen = await painted(frame, key);
  // Lets the page finish other work, such as refining pictures, because a user looks at the result before the next key.
  await sleep(500);
  return seen;
}

async function painted(frame: Frame, start: number): Promise<Seen> {
  const pictures = () => (globalThis as unknown as Clock).benchPictures;
  await frame.waitForFunction(pictures, undefined, { timeout: 10_000 });
  const [verdict, all] = await frame.evaluate(() => {
    const { benchVerdict, benchPictures } = globalThis as unknown as Clock;
    return [benchVerdict ?? NaN, benchPictures ?? NaN] as const;
  });
  return { verdict: verdict - start, pictures: all - start };
}
