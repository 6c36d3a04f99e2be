import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { findPreset } from '../../src/scenario/presets/presets.ts';
import { serializeScenario } from '../../src/scenario/document/serializeScenario.ts';
import { acceptSave } from './acceptSave.ts';
import { eventually } from './eventually.ts';
import { lab } from './lab.ts';
import { paletteRows } from './palette.ts';
import { cursorOf } from './shellPage.ts';

describe('the debugger as a part of VS Code', function () {
  this.timeout(300_000);
  const vscode = lab();

  /** Waits until the rows that the command palette shows for a text pass a check. */
  async function assertOffered(text: string, check: (labels: readonly string[]) => void): Promise<void> {
    const page = vscode.page();
    const input = page.locator('.quick-input-widget input');
    await page.keyboard.press('F1');
    await input.fill(`>${text}`);
    await eventually(async () => {
      check(await paletteRows(page).locator('.label-name').allInnerTexts());
    });
    await page.keyboard.press('Escape');
    await input.waitFor({ state: 'hidden' });
  }

  it('offers its steps in the command palette only while it is in front', async () => {
    const steps = ['Step', 'Step Back', 'Next Mismatch', 'Previous Mismatch'];
    const names = steps.map((step) => `ConvTranspose2d: ${step}`);
    await assertOffered('ConvTranspose2d:', (rows) => {
      // Until the text has been looked up the palette shows other rows. A row of an earlier quick pick may stay.
      const labels = rows.filter((label) => label.startsWith('ConvTranspose2d:'));
      assert.ok(labels.length >= rows.length - 1 && labels.length > 0, `offered: ${rows.join(', ')}`);
      assert.ok(
        labels.includes('ConvTranspose2d: Open Debugger (Transposed Convolution, Deconvolution, Unfold)'),
        String(labels),
      );
      assert.deepEqual(
        names.filter((name) => labels.includes(name)),
        [],
      );
    });
    assert.equal(await vscode.openPreset('strided'), 'done');
    // The palette draws only the rows that are in view.
    for (const name of names) await assertOffered(name, (rows) => assert.ok(rows.includes(name), String(rows)));
  });

  it("steps by VS Code's own debugging keys, wherever in its tab the focus is", async () => {
    assert.equal(await vscode.openPreset('strided'), 'done');
    const page = vscode.page();
    const frame = await vscode.frame();
    const termField = frame.getByRole('spinbutton', { name: 'Term of the dot product' });
    const at = (expected: number): Promise<void> =>
      eventually(async () => assert.equal(await termField.inputValue(), String(expected)));
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
    assert.equal(await vscode.openPreset('strided'), 'done');
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
