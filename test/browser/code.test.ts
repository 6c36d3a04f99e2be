import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import { type Theme, themes } from '../../scripts/lab/theme.ts';
import { assertAccessible } from './accessible.ts';
import { eventually } from './eventually.ts';
import { lab } from './lab.ts';

const generator = `from torch import nn

stride = 2


class Generator(nn.Module):
    def __init__(self):
        super().__init__()
        self.up1 = nn.ConvTranspose2d(8, 4, kernel_size=4, stride=2, padding=1)
        self.up2 = nn.ConvTranspose2d(4, 2, kernel_size=3, stride=stride)

    def forward(self, x):
        # x: 1x8x4x4
        return self.up2(self.up1(x))
`;

describe('a call in a Python file', function () {
  this.timeout(300_000);
  const vscode = lab();

  /** Opens the file and clicks the line above a call; resolves with the debugger's page. */
  async function debug(name: string, lens: RegExp): Promise<Frame> {
    const file = join(vscode.folder(), name);
    writeFileSync(file, generator);
    await vscode.command('vscode.open', { $file: file });
    await vscode.page().locator('.codelens-decoration a').filter({ hasText: lens }).click();
    const frame = await vscode.frame();
    assert.equal(await vscode.settled(), 'done');
    return frame;
  }

  /** Returns the boxes of the marks in the editor: outlined, and visible. */
  async function marks(): Promise<readonly { readonly x: number; readonly width: number }[]> {
    return await vscode.page().evaluate(() =>
      [...document.querySelectorAll('.view-overlays .cdr')]
        .filter((each) => getComputedStyle(each).outlineStyle === 'solid')
        .map((each) => each.getBoundingClientRect())
        .map(({ x, width }) => ({ x, width })),
    );
  }

  /** Returns the box of a text in the lines of the editor. */
  async function boxOf(text: string): Promise<{ readonly left: number; readonly right: number }> {
    return await vscode.page().evaluate((wanted) => {
      for (const line of document.querySelectorAll('.view-line')) {
        const content = line.textContent.replaceAll('\u00a0', ' ');
        const at = content.indexOf(wanted);
        if (at < 0) continue;
        const span = line.firstElementChild;
        if (span === null) continue;
        const walker = document.createTreeWalker(span, NodeFilter.SHOW_TEXT);
        const range = document.createRange();
        let passed = 0;
        for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
          const length = node.textContent?.length ?? 0;
          if (at >= passed && at < passed + length) range.setStart(node, at - passed);
          if (at + wanted.length > passed && at + wanted.length <= passed + length) {
            range.setEnd(node, at + wanted.length - passed);
            const { left, right } = range.getBoundingClientRect();
            return { left, right };
          }
          passed += length;
        }
      }
      throw new Error(`${wanted} is not visible.`);
    }, text);
  }

  it('opens beside the code, and the focused field marks its argument', async () => {
    const frame = await debug('marks.py', /4×4 → 8×8/);
    await frame.getByRole('region', { name: 'Call in the code' }).getByText('marks.py:9').waitFor();
    await frame.getByRole('button', { name: /^conv_transpose2d/ }).click();
    for (const [field, text] of [
      ['Stride, height', 'stride=2'],
      ['Kernel width', 'kernel_size=4'],
      ['Padding, width', 'padding=1'],
    ] as const) {
      await frame.getByRole('spinbutton', { name: field, exact: true }).focus();
      await eventually(async () => {
        const [mark, ...others] = await marks();
        assert.ok(mark !== undefined && others.length === 0, `${others.length} further marks`);
        const { right } = await boxOf(text);
        assert.ok(
          Math.abs(mark.x + mark.width - right) < 3,
          `the mark ends at ${mark.x + mark.width}, ${text} at ${right}`,
        );
      }, `the mark of ${field}`);
    }
    await frame.getByRole('checkbox', { name: /^Bias/ }).focus();
    await eventually(async () => assert.deepEqual(await marks(), []), 'an argument that the call does not give');
    await eventually(async () => {
      const added = await vscode
        .page()
        .evaluate(() =>
          [...document.querySelectorAll('.view-line span')].map((each) => getComputedStyle(each, '::after').content),
        );
      assert.ok(added.some((content) => content.includes('bias is not given')));
    }, 'the argument that the call does not give');
  });

  it('is written by an edit of a field, and keeps the focus there', async () => {
    const frame = await debug('written.py', /4×4 → 8×8/);
    await frame.getByRole('button', { name: /^conv_transpose2d/ }).click();
    const field = frame.getByRole('spinbutton', { name: 'Padding, height', exact: true });
    await field.fill('0');
    await field.press('Enter');
    await eventually(() => boxOf('padding=(0, 1)'), 'the edit');
    assert.ok(await field.evaluate((element) => element === document.activeElement), 'the field has the focus');
    await frame.getByRole('button', { name: 'Undo' }).click();
    await eventually(() => boxOf('padding=1)'), 'the undo, in the words of before');
  });

  it('keeps a symbol until the user decides', async () => {
    const frame = await debug('symbol.py', /8×8 → 17×17/);
    await frame.getByRole('button', { name: /^conv_transpose2d/ }).click();
    const field = frame.getByRole('spinbutton', { name: 'Stride, height' });
    await field.fill('3');
    await field.press('Enter');
    const strip = frame.locator('.sidebar').getByRole('region', { name: 'Call in the code' });
    await strip.getByText('The code says stride=stride, which is left as it is').waitFor();
    await boxOf('stride=stride');
    await strip.getByRole('button', { name: 'Write stride=(3, 2)' }).click();
    await eventually(() => boxOf('stride=(3, 2)'), 'the number in place of the symbol');
    await strip.getByText('stride comes from').waitFor({ state: 'detached' });
  });

  it('is accessible beside its code in every theme', async () => {
    const frame = await debug('themes.py', /8×8 → 17×17/);
    await frame.getByRole('button', { name: /^conv_transpose2d/ }).click();
    await frame.getByRole('spinbutton', { name: 'Stride, height' }).fill('3');
    await frame.locator('.sidebar').getByText('The code says stride=stride, which is left as it is').waitFor();
    await assertAccessible(vscode, frame);
    for (const theme of Object.keys(themes) as Theme[]) {
      await vscode.setTheme(theme);
      await vscode.screenshot(`code-${theme}`, 'window');
    }
  });
});
