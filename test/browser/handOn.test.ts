import assert from 'node:assert/strict';
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { acceptSave } from './acceptSave.ts';
import { eventually } from './eventually.ts';
import { lab } from './lab.ts';
import { paletteRow, paletteRows } from './palette.ts';
import { assertText } from './shellPage.ts';

describe('what VS Code hands on', function () {
  this.timeout(600_000);
  const vscode = lab();

  it('is a report, whose parts and size are said before it is written', async () => {
    await vscode.openPreset('strided');
    const page = vscode.page();
    const frame = await vscode.frame();
    await frame.getByRole('button', { name: 'Export' }).click();
    await frame.getByRole('menuitem', { name: 'Report (HTML, Markdown, JSON)…' }).click();
    await paletteRow(page, 'HTML').click();
    await paletteRow(page, 'Debugger').waitFor();
    const title = page.locator('.quick-input-titlebar .quick-input-title');
    await assertText(title, /^ConvTranspose2d: Export Report, about \d+\sKB$/);
    const withDebugger = await title.innerText();
    await paletteRow(page, 'Debugger').click();
    await eventually(async () => assert.notEqual(await title.innerText(), withDebugger));
    await page.keyboard.press('Enter');
    const name = await acceptSave(vscode, '.html');
    const html = readFileSync(join(vscode.folder(), name), 'utf8');
    assert.match(html, /✓ Correct, within float32 rounding/);
    assert.doesNotMatch(html, /<iframe/);
  });

  it('is a link, which opens the call after a question', async () => {
    await vscode.openPreset('strided');
    const page = vscode.page();
    const frame = await vscode.frame();
    await frame.getByRole('button', { name: 'More actions' }).click();
    await frame.getByRole('menuitem', { name: 'Copy Share Link' }).click();
    await page.getByText('Copied a link that opens this call.').first().waitFor();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    assert.match(link, /^[\w-]+:\/\/convt\.conv-transpose2d-debugger\/open\?v=1&s=[\w-]+$/);
    await vscode.command('workbench.action.closeAllEditors');
    await vscode.palette('Developer: Open URL');
    await page.locator('.quick-input-widget input').fill(link);
    await page.keyboard.press('Enter');
    // First VS Code asks whether the extension may open the address, then the extension says what it holds.
    const dialog = page.locator('.monaco-dialog-box');
    await dialog.getByRole('button', { name: 'Open', exact: true }).click();
    await dialog.getByText('Open the call of this link?').waitFor();
    const text = await dialog.innerText();
    assert.match(text, /x 1×1×4×4 · w 1×1×\d×\d → y/);
    assert.match(text, /holds all its numbers\. No file is read\./);
    await dialog.getByRole('button', { name: 'Open', exact: true }).click();
    assert.equal(await vscode.settled(), 'done');
  });

  // The tests share the window, and a sidebar would narrow it.
  after(async () => {
    await vscode.command('workbench.action.closeSidebar');
    await vscode.command('workbench.action.closePanel');
  });

  it('is checked in the Test Explorer, from which a failure opens in Diagnose', async () => {
    cpSync(new URL('../fixtures/checks', import.meta.url), join(vscode.folder(), 'checks'), { recursive: true });
    const page = vscode.page();
    await vscode.command('workbench.view.testing.focus');
    const row = page.locator('.test-explorer .monaco-list-row', { hasText: 'unrotated' });
    await row.waitFor();
    await vscode.command('testing.runAll');
    await eventually(async () => assert.match((await row.getAttribute('aria-label')) ?? '', /Failed/));
    await vscode.screenshot('test-explorer', 'window');
    await row.hover();
    await row.getByRole('button', { name: 'Open in ConvTranspose2d Debugger' }).first().click();
    assert.equal(await vscode.settled(), 'done');
    const frame = await vscode.frame();
    await frame.getByRole('tab', { name: 'Diagnose', selected: true }).waitFor();
    await frame.getByRole('heading', { name: 'Wrong: the kernel was not rotated by 180°' }).first().waitFor();
  });

  it('offers reports and links in the palette only where there is a call', async () => {
    const page = vscode.page();
    await vscode.command('workbench.action.closeAllEditors');
    await page.keyboard.press('F1');
    await page.locator('.quick-input-widget input').fill('>ConvTranspose2d: Get Started');
    await paletteRow(page, 'ConvTranspose2d: Get Started').waitFor();
    await page.locator('.quick-input-widget input').fill('>ConvTranspose2d: Export Report');
    await eventually(async () => {
      const rows = await paletteRows(page).allInnerTexts();
      assert.ok(
        rows.every((text) => !text.includes('Export Report')),
        rows.join(),
      );
    });
    await page.keyboard.press('Escape');
  });
});
