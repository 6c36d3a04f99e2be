import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { findPreset } from '../../src/scenario/presets/presets.ts';
import { serializeScenario } from '../../src/scenario/document/serializeScenario.ts';
import { acceptSave } from './acceptSave.ts';
import { lab } from './lab.ts';
import { paletteRows } from './palette.ts';
import { cursorOf } from './shellPage.ts';

describe('the debugger as a part of VS Code', () => {
  const vscode = lab();

  /** What the command palette offers for a text. */
  async function offered(text: string): Promise<string[]> {
    const page = vscode.page();
    await page.keyboard.press('F1');
    await page.locator('.quick-input-widget input').fill(`>${text}`);
    const rows = (): Promise<string[]> => paletteRows(page).locator('.label-name').allInnerTexts();
    // Before what was typed has been looked up, other rows stand there.
    const lookedUp = (labels: readonly string[]): boolean =>
      labels.length > 0 && labels.every((label) => label.startsWith(text));
    for (let tries = 0; tries < 100 && !lookedUp(await rows()); tries++) {
      await page.waitForTimeout(50);
    }
    const labels = await rows();
    await page.keyboard.press('Escape');
    return labels;
  }

  it('offers its steps in the command palette only while it is in front', async () => {
    const steps = ['Step', 'Step Back', 'Next Mismatch', 'Previous Mismatch'];
    const names = steps.map((step) => `ConvTranspose2d: ${step}`);
    const elsewhere = await offered('ConvTranspose2d:');
    assert.ok(elsewhere.includes('ConvTranspose2d: Open Visual Debugger'), String(elsewhere));
    assert.deepEqual(
      names.filter((name) => elsewhere.includes(name)),
      [],
    );
    await vscode.openPreset('strided');
    const inFront = await offered('ConvTranspose2d:');
    assert.deepEqual(
      names.filter((name) => !inFront.includes(name)),
      [],
    );
  });

  it("steps by VS Code's own debugging keys, wherever in its tab the focus is", async () => {
    await vscode.openPreset('strided');
    const page = vscode.page();
    const frame = await vscode.frame();
    const termField = frame.getByRole('spinbutton', { name: 'Term of the dot product' });
    const at = async (expected: number): Promise<void> => {
      for (let tries = 0; tries < 50; tries++) {
        if ((await termField.inputValue()) === String(expected)) return;
        await page.waitForTimeout(50);
      }
      assert.equal(await termField.inputValue(), String(expected));
    };
    for (const place of [frame.locator('.main'), page.locator('.tab.active')]) {
      await place.click({ position: { x: 8, y: 8 } });
      const here = (await cursorOf(frame)).term;
      await page.keyboard.press('F10');
      await at(here + 1);
      await page.keyboard.press('ControlOrMeta+F10');
      await at(here);
    }
    // Away from the tab, or its hover covers what the next test clicks on.
    await page.mouse.move(700, 700);
  });

  it('saves its scenario where the dialog says, the whole file and no other', async () => {
    await vscode.openPreset('strided');
    const frame = await vscode.frame();
    await frame.getByRole('button', { name: 'More actions' }).click();
    await frame.getByRole('menuitem', { name: 'Save Scenario As…' }).click();
    const name = await acceptSave(vscode, '.convt.json');
    const preset = findPreset('strided');
    assert.ok(preset);
    const path = join(vscode.folder(), name);
    assert.equal(readFileSync(path, 'utf8'), serializeScenario(preset.scenario));
    rmSync(path);
  });
});
