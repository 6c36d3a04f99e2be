import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame, Locator } from 'playwright-core';
import { eventually } from './eventually.ts';
import { lab } from './lab.ts';
import { assertAttribute, assertCursor, assertField, assertText, field, typeInto } from './shellPage.ts';

const smooth = {
  version: 1,
  name: 'smooth',
  input: { fill: 'smooth', shape: [1, 2, 6, 6] },
  weight: { fill: 'randn', shape: [2, 3, 3, 3] },
  seed: 3,
};

describe('what the debugger says of itself', function () {
  this.timeout(600_000);
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
    await eventually(async () => {
      const seen = await frame.locator('html').getAttribute('data-seen');
      const last = (JSON.parse(seen ?? '[]') as string[]).slice(-2);
      assert.deepEqual(last, ['judged 8 × 8 spoken', 'done 11 × 8 spoken']);
    });
  });

  it('lets a read-only document be looked at and not edited, and says so', async () => {
    const path = join(vscode.folder(), 'readonly.convt.json');
    writeFileSync(path, JSON.stringify(smooth));
    await vscode.command('vscode.openWith', { $readonly: path }, 'convt.scenario');
    assert.equal(await vscode.settled(), 'done');
    frame = await vscode.frame();
    await assertText(frame.locator('.readonly-note'), /Read-only document/);
    for (const control of [
      field(frame, 'Stride, height'),
      field(frame, 'Seed'),
      frame.getByRole('combobox', { name: 'Example' }),
      frame.getByRole('combobox', { name: 'Formulation' }),
      frame.getByRole('button', { name: 'edit' }),
    ]) {
      await eventually(async () => assert.ok(await control.isDisabled(), `${String(control)} is enabled`));
    }
    // The cursor is no edit.
    await typeInto(frame, 'Output row y', '2');
    await assertCursor(frame, { y: 2 });
  });

  it('offers examples where a document is empty, the small call first', async () => {
    const path = join(vscode.folder(), 'nothing.convt.json');
    writeFileSync(path, '');
    await vscode.command('vscode.openWith', { $file: path }, 'convt.scenario');
    assert.equal(await vscode.settled({ orEmpty: true }), 'empty');
    frame = await vscode.frame();
    await frame.getByRole('button', { name: 'Start here: 4×4 → 8×8' }).click();
    assert.equal(await vscode.settled(), 'done');
    await assertField(frame, 'Input channels', '1');
    await vscode.command('workbench.action.files.revert');
  });

  it('shows for some seconds what was copied, without moving anything', async () => {
    await open('strided');
    const before = await frame.locator('.main').evaluate((main) => JSON.stringify(main.getBoundingClientRect()));
    await frame.locator('[data-pane="unfolded"] [role=gridcell][tabindex="0"]').focus();
    // A slow machine may look only after the notice is gone, so the page notes where things are while it is there.
    await frame.evaluate(() => {
      const root = document.documentElement;
      new MutationObserver(() => {
        const text = document.querySelector<HTMLElement>('.notice')?.innerText ?? '';
        const main = document.querySelector('.main')?.getBoundingClientRect();
        if (text !== '') root.dataset.noticed = `${text} ${JSON.stringify(main)}`;
      }).observe(document.body, { subtree: true, childList: true, characterData: true });
    });
    await vscode.page().keyboard.press('Control+c');
    await eventually(async () => {
      const noticed = await frame.locator('html').getAttribute('data-noticed');
      assert.equal(noticed, `Copied U[4, 36] = 1.2 ${before}`);
    });
    await notice().waitFor({ state: 'detached' });
  });

  it('clips the colours of the dot product with those of the panes', async () => {
    await open('strided');
    const chip = frame.locator('.terms td.current .chip').last();
    const colour = (): Promise<string> => chip.evaluate((e) => getComputedStyle(e).backgroundColor);
    const before = await colour();
    await frame.getByRole('slider', { name: 'Colour limit of x' }).focus();
    for (let i = 0; i < 12; i++) await vscode.page().keyboard.press('ArrowLeft');
    await eventually(async () => assert.notEqual(await colour(), before));
  });

  it('stays on the same tap when the formulation counts its terms differently', async () => {
    await open('strided');
    const tap = frame.locator('.terms tr', { hasText: 'w tap' }).locator('td.current');
    await field(frame, 'Output row y').fill('3');
    await choose('sub-pixel');
    await field(frame, 'Term of the dot product').fill('1');
    await assertAttribute(field(frame, 'Term of the dot product'), 'aria-valuenow', '1');
    const before = await tap.innerText();
    for (const formulation of ['unfold-matmul', 'naive', 'matmul-fold', 'transposed-matrix']) {
      await choose(formulation);
      await assertText(tap, before);
    }
  });

  it('has its debug bar on one line at the width of the pictures', async () => {
    await vscode.resize({ width: 1440, height: 1000 });
    for (const preset of ['forum', 'dcgan-1', 'fcn-8s']) {
      await open(preset);
      await eventually(async () => {
        const box = await frame.locator('.debug-row').boundingBox();
        // One line of controls, and the slider over the terms under it.
        assert.equal(box?.height, 41, preset);
      });
    }
  });

  /** What stands beyond the page's right edge, and by how many pixels the panes would have to be scrolled. */
  const outside = (): Promise<{ readonly over: number; readonly names: readonly string[] }> =>
    frame.evaluate(() => {
      const end = document.documentElement.clientWidth;
      const parts = [...document.querySelectorAll('.pane, .statistics-table, .terms')].filter(
        (e) => e.getBoundingClientRect().right > end,
      );
      // The parts of the tab Pipeline scroll by themselves.
      const scrolled = [...document.querySelectorAll('.main, .pipeline-part')];
      return {
        over: Math.max(0, ...scrolled.map((part) => part.scrollWidth - part.clientWidth)),
        names: parts.map((e) => e.getAttribute('aria-label') ?? e.className),
      };
    });

  it('keeps every pane of every formulation within the page, at every width', async () => {
    await open('strided');
    for (const formulation of ['unfold-matmul', 'matmul-fold', 'sub-pixel', 'transposed-matrix', 'naive']) {
      await choose(formulation);
      for (const width of [1440, 1400, 1000, 700, 480]) {
        await vscode.resize({ width, height: 900 });
        // The panes are laid out anew after the page.
        await eventually(async () =>
          assert.deepEqual(await outside(), { over: 0, names: [] }, `${formulation} at ${width}`),
        );
      }
    }
  });
});
