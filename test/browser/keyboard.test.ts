import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';
import { lab } from './lab.ts';
import { paletteRow } from './palette.ts';
import { cursorOf } from './shellPage.ts';

describe('the keyboard alone', function () {
  this.timeout(120_000);
  const vscode = lab();
  let frame: Frame;

  const press = async (...keys: readonly string[]): Promise<void> => {
    for (const key of keys) await vscode.page().keyboard.press(key);
  };
  /** Name and text of what has the focus. */
  const focus = (): Promise<string> =>
    frame.evaluate(() => {
      const e = document.activeElement;
      const place = e?.closest('[data-pane]')?.getAttribute('data-pane') ?? '';
      const parts = [place, e?.getAttribute('aria-label'), e?.textContent.slice(0, 60)];
      return parts.filter((part) => part).join(' ');
    });
  /** Tab until the focus is where it is wanted. */
  const tabTo = async (wanted: RegExp): Promise<void> => {
    const met: string[] = [];
    for (let i = 0; i < 80; i++) {
      await press('Tab');
      const now = await focus();
      if (wanted.test(now)) return;
      met.push(now);
    }
    assert.fail(`Tab does not lead to ${wanted.source}: ${met.join(' | ')}`);
  };

  it('leads from the command palette to a verdict, another stride, a cell’s value and its copy', async () => {
    // The debugger opens on the last call it showed.
    await vscode.openPreset('forum');
    await vscode.command('workbench.action.closeAllEditors');
    await press('F1');
    const input = vscode.page().locator('.quick-input-widget input');
    await input.waitFor();
    const title = 'ConvTranspose2d: Open Visual Debugger';
    await vscode.page().keyboard.type(title);
    // Enter takes the row in focus: until what was typed has been looked up, another one may have it.
    await paletteRow(vscode.page(), title).and(vscode.page().locator('.focused')).waitFor();
    await press('Enter');
    frame = await vscode.frame();
    assert.equal(await vscode.settled(), 'done');
    const said = frame.locator('[role=status]');
    await said.filter({ hasText: /Done\. (Rounding only|Exact)\./ }).waitFor();

    await tabTo(/^Stride, height/);
    await press('ArrowUp');
    assert.equal(await vscode.settled(), 'done');
    assert.equal(await frame.locator('[aria-label="Stride, height"]').inputValue(), '2');

    await tabTo(/^output \[0/);
    const before = await cursorOf(frame);
    await press('ArrowRight');
    const after = await cursorOf(frame);
    assert.deepEqual([after.y, after.x], [before.y, before.x + 1]);
    const cell = (await focus()).replace('output ', '');
    await press('Control+c');
    await frame.locator('.notice').waitFor();
    const copied = await vscode.page().evaluate(() => navigator.clipboard.readText());
    const [, index = '', value = ''] = /^(\[[\d, ]+\]) (\S+)$/.exec(cell) ?? [];
    assert.equal(copied, `y${index} = ${value}`);
  });

  it('finds one stop in the histogram, and its bars by arrow keys', async () => {
    assert.equal(await vscode.openPreset('forum'), 'done');
    frame = await vscode.frame();
    const bars = frame.locator('.histogram [role=button]');
    const first = bars.first();
    await first.focus();
    await press('ArrowRight');
    const second = (await bars.nth(1).getAttribute('aria-label')) ?? '';
    assert.ok((await focus()).startsWith(second));
    await press('Tab');
    assert.doesNotMatch(await focus(), /cells?, error/);
  });
});
