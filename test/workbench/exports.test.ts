import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Frame } from 'playwright-core';
import { readNpy } from '../../src/formats/npy/readNpy.ts';
import { cursorOf } from '../browser/shellPage.ts';
import { eventually } from '../browser/eventually.ts';
import { workbench } from './bench.ts';

/** The strided preset's input, as its author wrote it down. */
const input = [2.8, -0.1, -0.9, 0.1, -0.1, 0.9, -0.7, -1.2, -1.5, 0, 1.2, 1.1, -0.5, 0.1, 1.9, -0.8];

describe('what a pane gives away', () => {
  const bench = workbench();

  /** Opens the menu of the input's pane and chooses. */
  async function choose(frame: Frame, item: string): Promise<void> {
    await frame.locator('[data-pane="input"]').hover();
    await frame.getByRole('button', { name: 'Input: actions' }).click();
    await frame.getByRole('menuitem', { name: item }).click();
  }

  /** Chooses what saves a file with this ending; returns the downloaded file's bytes. */
  async function save(item: string, ending: string): Promise<ArrayBuffer> {
    const frame = await bench.frame();
    const [download] = await Promise.all([bench.page().waitForEvent('download'), choose(frame, item)]);
    assert.ok(download.suggestedFilename().endsWith(ending), download.suggestedFilename());
    return new Uint8Array(readFileSync(await download.path())).buffer;
  }

  it('is its numbers as a NumPy literal', async () => {
    await bench.openPreset('strided');
    const frame = await bench.frame();
    await choose(frame, 'Copy as NumPy');
    await frame
      .getByText(/^Copied /)
      .first()
      .waitFor();
    const literal = await bench.page().evaluate(() => navigator.clipboard.readText());
    const numbers = [...literal.matchAll(/-?\d+\.?\d*(?:e-?\d+)?(?=[,\]\s])/g)].map(([text]) => Number(text));
    assert.match(literal, /^np\.array\(\[\[/);
    assert.deepEqual(numbers.map(Math.fround), input.map(Math.fround));
  });

  it('is its numbers as a .npy file', async () => {
    await bench.openPreset('strided');
    const tensor = readNpy(await save('Save .npy…', '.npy'), 'the saved file');
    assert.ok(tensor.ok);
    assert.deepEqual([tensor.value.dtype, tensor.value.shape], ['float32', [4, 4]]);
    assert.deepEqual([...tensor.value.data], input.map(Math.fround));
  });

  it('is its picture as a PNG file', async () => {
    await bench.openPreset('strided');
    const signature = [...new Uint8Array(await save('Save PNG…', '.png'), 0, 8)];
    assert.deepEqual(signature, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  });
});

describe('a call of several batch elements', () => {
  const bench = workbench();

  it('has a selector that moves every pane to another one', async () => {
    await bench.openScenario({
      version: 1,
      name: 'two',
      input: { shape: [2, 1, 1, 1], values: [[[[3]]], [[[5]]]] },
      weight: { shape: [1, 1, 1, 1], values: [[[[2]]]] },
    });
    const frame = await bench.frame();
    const y = frame.locator('.equation b');
    await eventually(async () => assert.equal(await y.innerText(), '6.000000'));
    await frame.getByRole('combobox', { name: /batch/i }).first().selectOption('1');
    await frame.locator('.equation b', { hasText: '10.000000' }).waitFor();
    await eventually(async () => assert.equal((await cursorOf(frame)).n, 1));
  });
});

describe('a user who wants less motion', () => {
  const bench = workbench();

  it('sees the debugger play two terms a second at most', async () => {
    await bench.page().emulateMedia({ reducedMotion: 'reduce' });
    await bench.openPreset('forum');
    const frame = await bench.frame();
    const field = frame.getByRole('spinbutton', { name: 'Term of the dot product' });
    /** The term on show and the page's clock (milliseconds), read in one go. */
    const look = (): Promise<{ readonly term: number; readonly now: number }> =>
      field.evaluate((e: HTMLInputElement) => ({
        term: Number(e.value),
        now: performance.now(),
      }));
    const start = await look();
    await frame.getByRole('button', { name: /^Play/ }).click();
    for (;;) {
      const { term, now } = await look();
      const steps = term - start.term;
      // However late a slow machine looks: it has had that much time to step in.
      const most = (now - start.now) / 500 + 1;
      assert.ok(steps <= most, `${steps} steps in ${now - start.now} ms`);
      if (steps >= 3) break;
      await bench.page().waitForTimeout(50);
    }
  });
});
