import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import { readNpy } from '../../src/formats/npy/readNpy.ts';
import { acceptSave } from './acceptSave.ts';
import { lab } from './lab.ts';
import { cursorOf } from './shellPage.ts';

/** The strided preset's input, as its author wrote it down. */
const input = [2.8, -0.1, -0.9, 0.1, -0.1, 0.9, -0.7, -1.2, -1.5, 0, 1.2, 1.1, -0.5, 0.1, 1.9, -0.8];

describe('what a pane gives away', () => {
  const vscode = lab();

  /** Opens the menu of the input's pane and chooses. */
  async function choose(frame: Frame, item: string): Promise<void> {
    await frame.locator('[data-pane="input"]').hover();
    await frame.getByRole('button', { name: 'Input: actions' }).click();
    await frame.getByRole('menuitem', { name: item }).click();
  }

  /** Takes what the save dialog suggests, and gives the new file's bytes. */
  async function saved(ending: string): Promise<ArrayBuffer> {
    const path = join(vscode.folder(), await acceptSave(vscode, ending));
    const bytes = new Uint8Array(readFileSync(path)).buffer;
    rmSync(path);
    return bytes;
  }

  it('is its numbers as a NumPy literal', async () => {
    await vscode.openPreset('strided');
    const frame = await vscode.frame();
    await choose(frame, 'Copy as NumPy');
    await frame
      .getByText(/^Copied /)
      .first()
      .waitFor();
    const literal = await vscode.page().evaluate(() => navigator.clipboard.readText());
    const numbers = [...literal.matchAll(/-?\d+\.?\d*(?:e-?\d+)?(?=[,\]\s])/g)].map(([text]) => Number(text));
    assert.match(literal, /^np\.array\(\[\[/);
    assert.deepEqual(numbers.map(Math.fround), input.map(Math.fround));
  });

  it('is its numbers as a .npy file', async () => {
    await vscode.openPreset('strided');
    await choose(await vscode.frame(), 'Save .npy…');
    const tensor = readNpy(await saved('.npy'), 'the saved file');
    assert.ok(tensor.ok);
    assert.deepEqual([tensor.value.dtype, tensor.value.shape], ['float32', [4, 4]]);
    assert.deepEqual([...tensor.value.data], input.map(Math.fround));
  });

  it('is its picture as a PNG file', async () => {
    await vscode.openPreset('strided');
    await choose(await vscode.frame(), 'Save PNG…');
    assert.deepEqual([...new Uint8Array(await saved('.png'), 0, 8)], [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  });
});

describe('a call of several batch elements', () => {
  const vscode = lab();

  it('has a selector that moves every pane to another one', async () => {
    await vscode.openScenario({
      version: 1,
      name: 'two',
      input: { shape: [2, 1, 1, 1], values: [[[[3]]], [[[5]]]] },
      weight: { shape: [1, 1, 1, 1], values: [[[[2]]]] },
    });
    const frame = await vscode.frame();
    const y = frame.locator('.equation b');
    assert.equal(await y.innerText(), '6.000000');
    await frame.getByRole('combobox', { name: /batch/i }).first().selectOption('1');
    await frame.locator('.equation b', { hasText: '10.000000' }).waitFor();
    assert.equal((await cursorOf(frame)).n, 1);
  });
});

describe('a user who wants less motion', () => {
  const vscode = lab();

  it('sees the debugger play two terms a second at most', async () => {
    await vscode.page().emulateMedia({ reducedMotion: 'reduce' });
    try {
      await vscode.openPreset('forum');
      const frame = await vscode.frame();
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
        await vscode.page().waitForTimeout(50);
      }
    } finally {
      await vscode.page().emulateMedia({ reducedMotion: null });
    }
  });
});
