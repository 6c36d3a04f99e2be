import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame, Locator } from 'playwright-core';
import { lab } from './lab.ts';
import { cursorOf, field, typeInto } from './shellPage.ts';

const smooth = {
  version: 1,
  name: 'smooth',
  input: { fill: 'smooth', shape: [1, 2, 6, 6] },
  weight: { fill: 'randn', shape: [2, 3, 3, 3] },
  seed: 3,
};

describe('what the debugger says of itself', function () {
  this.timeout(120_000);
  const vscode = lab();
  let frame: Frame;

  const open = async (preset: string): Promise<void> => {
    assert.equal(await vscode.openPreset(preset), 'done');
    frame = await vscode.frame();
  };
  const choose = async (formulation: string): Promise<void> => {
    await frame.getByRole('combobox', { name: 'Formulation' }).selectOption(formulation);
    assert.equal(await vscode.settled(), 'done');
  };
  const notice = (): Locator => frame.locator('.notice');

  it('has a verdict on the page a frame before its pictures', async () => {
    await open('strided');
    await frame.evaluate(() => {
      const root = document.querySelector<HTMLElement>('[data-state]');
      const seen: string[] = [];
      const tell = (): void => {
        const picture = document.querySelector('[data-pane="output"] [role="img"]');
        const size = /\d+ × \d+/.exec(picture?.getAttribute('aria-label') ?? '')?.[0];
        const verdict = document.querySelector('.verdict')?.textContent ?? '';
        seen.push([root?.dataset.state, size, verdict === '' ? 'silent' : 'spoken'].join(' '));
        document.documentElement.dataset.seen = JSON.stringify(seen.filter((each, i) => each !== seen[i - 1]));
      };
      // Later than the page's own rendering, before the next frame.
      new MutationObserver(() => setTimeout(tell)).observe(root as HTMLElement, { attributeFilter: ['data-state'] });
    });
    await typeInto(frame, 'Stride, height', '3');
    assert.equal(await vscode.settled(), 'done');
    // (4 − 1)·3 − 2·1 + 1·(3 − 1) + 1 + 1 = 11
    await frame.locator('[data-pane="output"] [aria-label*="11 × 8"]').first().waitFor();
    const seen = await frame.locator('html').getAttribute('data-seen');
    assert.deepEqual((JSON.parse(seen ?? '[]') as string[]).slice(-2), ['judged 8 × 8 spoken', 'done 11 × 8 spoken']);
  });

  it('lets a read-only document be looked at and not edited, and says so', async () => {
    const path = join(vscode.folder(), 'readonly.convt.json');
    writeFileSync(path, JSON.stringify(smooth));
    await vscode.command('vscode.openWith', { $readonly: path }, 'convt.scenario');
    assert.equal(await vscode.settled(), 'done');
    frame = await vscode.frame();
    assert.match(await frame.locator('.readonly-note').innerText(), /Read-only document/);
    assert.equal(await field(frame, 'Stride, height').isDisabled(), true);
    assert.equal(await field(frame, 'Seed').isDisabled(), true);
    assert.equal(await frame.getByRole('combobox', { name: 'Preset' }).isDisabled(), true);
    assert.equal(await frame.getByRole('combobox', { name: 'Formulation' }).isDisabled(), true);
    assert.equal(await frame.getByRole('button', { name: 'edit' }).isDisabled(), true);
    // The cursor is no edit.
    await typeInto(frame, 'Output row y', '2');
    assert.equal((await cursorOf(frame)).y, 2);
  });

  it('offers a preset and the forum’s call where a document is empty', async () => {
    const path = join(vscode.folder(), 'nothing.convt.json');
    writeFileSync(path, '');
    await vscode.command('vscode.openWith', { $file: path }, 'convt.scenario');
    assert.equal(await vscode.settled({ orEmpty: true }), 'empty');
    frame = await vscode.frame();
    await frame.getByRole('button', { name: 'PyTorch forum example' }).click();
    assert.equal(await vscode.settled(), 'done');
    assert.equal(await field(frame, 'Input channels').inputValue(), '50');
    await vscode.command('workbench.action.files.revert');
  });

  it('shows for some seconds what was copied, without moving anything', async () => {
    await open('strided');
    const before = await frame.locator('.main').boundingBox();
    await frame.locator('[data-pane="unfolded"] [role=gridcell][tabindex="0"]').focus();
    await vscode.page().keyboard.press('Control+c');
    await notice().waitFor();
    assert.match(await notice().innerText(), /^Copied U\[4, 36\] = 1\.2$/);
    assert.deepEqual(await frame.locator('.main').boundingBox(), before);
    await notice().waitFor({ state: 'detached', timeout: 8000 });
  });

  it('clips the colours of the dot product with those of the panes', async () => {
    await open('strided');
    const chip = frame.locator('.terms td.current .chip').last();
    const colour = (): Promise<string> => chip.evaluate((e) => getComputedStyle(e).backgroundColor);
    const before = await colour();
    await frame.getByRole('slider', { name: 'Colour limit of x' }).focus();
    for (let i = 0; i < 12; i++) await vscode.page().keyboard.press('ArrowLeft');
    assert.notEqual(await colour(), before);
  });

  it('stays on the same tap when the formulation counts its terms differently', async () => {
    await open('strided');
    const tap = (): Promise<string> =>
      frame.locator('.terms tr', { hasText: 'w tap' }).locator('td.current').innerText();
    await field(frame, 'Output row y').fill('3');
    await choose('sub-pixel');
    await field(frame, 'Term of the dot product').fill('1');
    const before = await tap();
    for (const formulation of ['unfold-matmul', 'naive', 'matmul-fold', 'transposed-matrix']) {
      await choose(formulation);
      assert.equal(await tap(), before, formulation);
    }
  });

  it('has its debug bar on one line at the width of the pictures', async () => {
    await vscode.resize({ width: 1440, height: 1000 });
    for (const preset of ['forum', 'dcgan-1', 'fcn-8s']) {
      await open(preset);
      const box = await frame.locator('.debug-row').boundingBox();
      assert.equal(box?.height, 36, preset);
    }
  });

  /** What stands beyond the page's right edge, and by how many pixels the panes would have to be scrolled. */
  const outside = (): Promise<{ readonly over: number; readonly names: readonly string[] }> =>
    frame.evaluate(() => {
      const end = document.documentElement.clientWidth;
      const parts = [...document.querySelectorAll('.pane, .statistics-table, .terms')].filter(
        (e) => e.getBoundingClientRect().right > end,
      );
      const main = document.querySelector('.main');
      return {
        over: main === null ? 0 : main.scrollWidth - main.clientWidth,
        names: parts.map((e) => e.getAttribute('aria-label') ?? e.className),
      };
    });

  it('keeps every pane of every formulation within the page, at every width', async () => {
    await open('strided');
    for (const formulation of ['unfold-matmul', 'matmul-fold', 'sub-pixel', 'transposed-matrix', 'naive']) {
      await choose(formulation);
      for (const width of [1440, 1400, 1000, 700, 480]) {
        const before = await frame.evaluate(() => innerWidth);
        await vscode.resize({ width, height: 900 });
        await frame.waitForFunction((old) => innerWidth !== old, before);
        await vscode.page().waitForTimeout(150);
        // On a slow machine the panes are laid out anew still later.
        let found = await outside();
        for (let tries = 0; tries < 40 && found.over + found.names.length > 0; tries++) {
          await vscode.page().waitForTimeout(50);
          found = await outside();
        }
        assert.deepEqual(found, { over: 0, names: [] }, `${formulation} at ${width}`);
      }
    }
  });
});
