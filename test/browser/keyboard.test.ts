import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';
import { noDebugger } from '../../scripts/lab/debugger-frame.ts';
import { eventually } from './eventually.ts';
import { lab } from './lab.ts';
import { paletteRow } from './palette.ts';
import { assertCursor, assertField, cursorOf } from './shellPage.ts';

describe('the keyboard alone', function () {
  this.timeout(300_000);
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
  /** Presses Tab and returns what has the focus then: something else, unless the focus is outside the page. */
  const tab = async (): Promise<string> => {
    const before = await frame.evaluateHandle(() => document.activeElement);
    await press('Tab');
    const moved = frame.waitForFunction((element) => document.activeElement !== element, before, { timeout: 2000 });
    await moved.catch(() => undefined);
    return await focus();
  };
  /** Presses Tab until the focus is where it is wanted. */
  const tabTo = async (wanted: RegExp): Promise<void> => {
    const met: string[] = [];
    for (let i = 0; i < 80; i++) {
      const now = await tab();
      if (wanted.test(now)) return;
      met.push(now);
    }
    assert.fail(`Tab does not lead to ${wanted.source}: ${met.join(' | ')}`);
  };

  it('leads from the command palette to a verdict, another stride, a cell’s value and its copy', async () => {
    // The debugger opens on the last call it showed.
    assert.equal(await vscode.openPreset('forum'), 'done');
    await vscode.command('workbench.action.closeAllEditors');
    await noDebugger(vscode.page());
    await press('F1');
    const input = vscode.page().locator('.quick-input-widget input');
    await input.waitFor();
    const title = 'ConvTranspose2d: Open Debugger (Transposed Convolution, Deconvolution, Unfold)';
    await vscode.page().keyboard.type(title);
    // Enter takes the row in focus: until what was typed has been looked up, another one may have it.
    await paletteRow(vscode.page(), title).and(vscode.page().locator('.focused')).waitFor();
    await press('Enter');
    frame = await vscode.frame();
    assert.equal(await vscode.settled(), 'done');
    const said = frame.locator('[role=status]');
    await said.filter({ hasText: /Done\. (Correct, within float32 rounding|Exactly correct)\./ }).waitFor();

    await tabTo(/^Stride, height/);
    await press('ArrowUp');
    assert.equal(await vscode.settled(), 'done');
    await assertField(frame, 'Stride, height', '2');

    await tabTo(/^output \[0/);
    const before = await cursorOf(frame);
    await press('ArrowRight');
    await assertCursor(frame, { y: before.y, x: before.x + 1 });
    const [index, value] = await eventually(async () => {
      const cell = (await focus()).replace('output ', '');
      const found = /^(\[[\d, ]+\]) (\S+)$/.exec(cell);
      assert.ok(found, `the focus is on ${cell}`);
      assert.ok(found[1]?.endsWith(`${before.y}, ${before.x + 1}]`), `the focus is on ${cell}`);
      return found.slice(1) as [string, string];
    });
    await press('Control+c');
    await eventually(async () => {
      const copied = await vscode.page().evaluate(() => navigator.clipboard.readText());
      assert.equal(copied, `y${index} = ${value}`);
    });
  });

  it('finds one stop in the histogram, and its bars by arrow keys', async () => {
    assert.equal(await vscode.openPreset('forum'), 'done');
    frame = await vscode.frame();
    const bars = frame.locator('.histogram [role=button]');
    const first = bars.first();
    await first.focus();
    await press('ArrowRight');
    const second = (await bars.nth(1).getAttribute('aria-label')) ?? '';
    await eventually(async () => {
      const now = await focus();
      assert.ok(now.startsWith(second), `${now}, not ${second}`);
    });
    assert.doesNotMatch(await tab(), /cells?, error/);
  });
});
