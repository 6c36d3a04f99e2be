import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { findPreset } from '../../src/scenario/presets.ts';
import { serializeScenario } from '../../src/scenario/serializeScenario.ts';
import { lab } from './lab.ts';
import { cursorOf } from './shellPage.ts';

describe('the debugger as a part of VS Code', () => {
  const vscode = lab();

  /** What the command palette offers for a text. */
  async function offered(text: string): Promise<string[]> {
    const page = vscode.page();
    await page.keyboard.press('F1');
    await page.locator('.quick-input-widget input').fill(`>${text}`);
    const list = page.locator('.quick-input-list');
    await list.locator('.monaco-list-row').first().waitFor();
    const rows = await list.locator('.monaco-list-row .label-name').allInnerTexts();
    await page.keyboard.press('Escape');
    return rows;
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
    const page = vscode.page();
    const frame = await vscode.frame();
    const before = new Set(readdirSync(vscode.folder()));
    await frame.getByRole('button', { name: 'More actions' }).click();
    await frame.getByRole('menuitem', { name: 'Save Scenario As…' }).click();
    const box = page.locator('.quick-input-widget input');
    await box.waitFor();
    await page.waitForTimeout(300);
    await page.keyboard.press('Enter');
    const added = (): string[] => readdirSync(vscode.folder()).filter((name) => !before.has(name));
    for (let tries = 0; tries < 50 && added().length === 0; tries++) await page.waitForTimeout(100);
    await page.waitForTimeout(200);
    const [name = ''] = added();
    assert.deepEqual(added(), [name]);
    assert.match(name, /\.convt\.json$/);
    const preset = findPreset('strided');
    assert.ok(preset);
    const path = join(vscode.folder(), name);
    assert.equal(readFileSync(path, 'utf8'), serializeScenario(preset.scenario));
    rmSync(path);
  });
});
