import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Frame, Locator } from 'playwright-core';
import { assertAccessible, assertFits } from '../browser/accessible.ts';
import { eventually } from '../browser/eventually.ts';
import { cursorOf, seriousFaults } from '../browser/shellPage.ts';
import { workbench } from './bench.ts';

describe('the hands of the figure', function () {
  this.timeout(120_000);
  const bench = workbench();
  let frame: Frame;

  const open = async (preset: string): Promise<void> => {
    assert.equal(await bench.openPreset(preset), 'done');
    frame = await bench.frame();
    await bench.page().mouse.move(2, 2);
  };
  const cells = (pane: string): Locator => frame.locator(`[data-pane="${pane}"] .heatmap-cells`);
  const header = (pane: string): Locator => frame.locator(`[data-pane="${pane}"] .pane-header`);
  const boxOf = async (locator: Locator) => (await locator.boundingBox()) ?? assert.fail('not on the page');
  const press = async (...keys: readonly string[]): Promise<void> => {
    for (const key of keys) await bench.page().keyboard.press(key);
  };
  /** The first and the last visible column of U. */
  const columnsOfU = async (): Promise<readonly number[]> => {
    const found = /columns (\d+)–(\d+) of/.exec((await header('unfolded').textContent()) ?? '');
    return [Number(found?.[1] ?? NaN), Number(found?.[2] ?? NaN)];
  };
  const zoomIn = async (pane: string, steps: number): Promise<void> => {
    await cells(pane).hover({ position: { x: 200, y: 100 } });
    await bench.page().keyboard.down('Control');
    for (let i = 0; i < steps; i++) await bench.page().mouse.wheel(0, -300);
    await bench.page().keyboard.up('Control');
    await frame.locator(`[data-pane="${pane}"] .mini-map`).waitFor();
  };

  it('U and Y stay around the cursor after every edit of the geometry', async () => {
    await open('strided');
    for (const [name, key] of [
      ['Stride, height', 'ArrowUp'],
      ['Kernel height', 'ArrowUp'],
      ['Dilation, width', 'ArrowUp'],
      ['Stride, height', 'ArrowDown'],
    ] as const) {
      const field = frame.getByRole('spinbutton', { name });
      const before = Number(await field.inputValue());
      await field.focus();
      await press(key);
      await eventually(async () =>
        assert.equal(Number(await field.inputValue()), before + (key === 'ArrowUp' ? 1 : -1)),
      );
      assert.equal(await bench.settled(), 'done');
      await eventually(async () => {
        const { y, x } = await cursorOf(frame);
        const [, width = NaN] =
          /(\d+) × (\d+)/
            .exec(await outputSize())
            ?.slice(1)
            .map(Number) ?? [];
        const [first = NaN, last = NaN] = await columnsOfU();
        const column = y * width + x;
        assert.ok(first <= column && column <= last, `${name}: ${column} in ${first} to ${last}`);
      });
    }
  });
  const outputSize = async (): Promise<string> =>
    (await frame
      .locator('.sidebar')
      .getByText(/^\d+ × \d+$/)
      .first()
      .textContent()) ?? '';

  it('says the value at the mouse beside the cell, and whose values the readout shows', async () => {
    await open('strided');
    const box = await boxOf(cells('padded'));
    const cell = box.width / 10;
    await cells('padded').hover({ position: { x: 1.5 * cell, y: 1.5 * cell } });
    const tip = frame.locator('.cell-tip');
    // x̂ has one row and column of padding, then x[0, 0] = 2.8.
    await eventually(async () => assert.equal(await tip.innerText(), 'x̂[0, 0, 1, 1] = 2.8'));
    const place = await boxOf(tip);
    const hovered = { right: box.x + 2 * cell, bottom: box.y + 2 * cell };
    assert.ok(place.y >= hovered.bottom || place.x >= hovered.right, JSON.stringify({ place, hovered }));
    // Windows of three cells cover row 1 from rows 0 and 1; the nearer one to the cursor is shown.
    await frame.locator('.readout').getByText('[0, 0, 1, 1]').waitFor();
    await cells('padded').hover({ position: { x: 3, y: 3 } });
    await eventually(async () => assert.equal(await tip.innerText(), 'x̂[0, 0, 0, 0] = 0 (padding zero)'));
    await cells('unfolded').hover({ position: { x: 5, y: 5 } });
    await eventually(async () =>
      assert.match(await tip.innerText(), /^U\[0, 32\] = .*\nrow 0: c 0, window \(0, 0\) · column 32: y 4, x 0$/),
    );
    await bench.page().mouse.move(2, 2);
    await tip.waitFor({ state: 'detached' });
    assert.equal(await frame.locator('.readout').getByText('at', { exact: false }).count(), 0);
    // The keyboard has the grid and the ring; it opens no tip.
    await frame.locator('[data-pane="padded"] [role=gridcell][tabindex="0"]').focus();
    await press('ArrowRight');
    assert.equal(await tip.count(), 0);
  });

  it('a drag moves what is visible and picks nothing; a click picks', async () => {
    await open('forum');
    await zoomIn('unfolded', 6);
    const before = await cursorOf(frame);
    const start = await columnsOfU();
    const box = await boxOf(cells('unfolded'));
    const { mouse } = bench.page();
    await mouse.move(box.x + 300, box.y + 100);
    await mouse.down();
    await mouse.move(box.x + 200, box.y + 100, { steps: 4 });
    await eventually(async () => {
      const [first = NaN] = await columnsOfU();
      assert.ok(first > (start[0] ?? NaN), `${first}`);
    });
    await mouse.up();
    assert.deepEqual(await cursorOf(frame), before);
    await mouse.click(box.x + 300, box.y + 100);
    await eventually(async () => assert.notDeepEqual(await cursorOf(frame), before));
  });

  it('zooms by buttons and shows the whole in a mini-map, whose places can be clicked', async () => {
    await open('forum');
    const zoom = header('unfolded').getByRole('group', { name: 'Zoom of Unfolded' });
    await zoom.getByRole('button', { name: 'Zoom in (+)' }).focus();
    await press('Enter', 'Enter', 'Enter', 'Enter');
    const map = frame.locator('[data-pane="unfolded"] .mini-map');
    await map.waitFor();
    await map.click({ position: { x: 2, y: 2 } });
    await eventually(async () => assert.equal((await columnsOfU())[0], 0));
    await zoom.getByRole('button', { name: 'Fit (0)' }).focus();
    await press('Enter');
    await map.waitFor({ state: 'detached' });
    await eventually(async () =>
      assert.equal(await zoom.getByRole('button', { name: 'Fit (0)' }).getAttribute('aria-disabled'), 'true'),
    );
    // A pane without room for buttons has them in its menu.
    await frame.locator('[data-pane="input"] [role=gridcell][tabindex="0"]').focus();
    await press('Shift+F10');
    await frame.getByRole('menuitem', { name: 'Zoom in (+)' }).click();
    await frame.locator('[data-pane="input"] .mini-map').waitFor();
  });

  it('scrubs through the terms and changes the speed by keyboard', async () => {
    await open('forum');
    const slider = frame.getByRole('slider', { name: 'Terms of the dot product' });
    const { term } = await cursorOf(frame);
    await slider.focus();
    await press('ArrowRight', 'ArrowRight');
    await eventually(async () => assert.equal((await cursorOf(frame)).term, term + 2));
    assert.equal(await slider.getAttribute('aria-valuetext'), `term ${term + 2} / 450, counted from 0`);
    await press('End');
    await eventually(async () => assert.equal((await cursorOf(frame)).term, 449));
    const speed = frame.getByRole('combobox', { name: 'Speed of playing' });
    await press('>', '>');
    await eventually(async () => assert.equal(await speed.inputValue(), '4'));
    await press('<');
    await eventually(async () => assert.equal(await speed.inputValue(), '2'));
  });

  it('has the figure and the dot product on one screen, and a size that survives a reload', async () => {
    await open('strided');
    const bottom = (await frame.locator('body').evaluate(() => innerHeight)) + 1;
    for (const part of ['unfolded', 'product', 'padded']) {
      const { y, height } = await boxOf(cells(part));
      assert.ok(y + height <= bottom, part);
    }
    const table = await boxOf(frame.locator('.terms'));
    assert.ok(table.y + table.height <= bottom, 'the terms');
    const splitter = frame.getByRole('separator', { name: 'Size of the dot product' });
    const before = Number(await splitter.getAttribute('aria-valuenow'));
    await splitter.focus();
    await press('ArrowUp', 'ArrowUp');
    await eventually(async () => assert.equal(Number(await splitter.getAttribute('aria-valuenow')), before + 32));
    const { x, y, width } = await boxOf(splitter);
    const { mouse } = bench.page();
    await mouse.move(x + width / 2, y);
    await mouse.down();
    await mouse.move(x + width / 2, y + 60, { steps: 3 });
    await mouse.up();
    await eventually(async () => assert.equal(Number(await splitter.getAttribute('aria-valuenow')), before - 28));
    await frame.locator('html[data-saved="true"]').waitFor({ state: 'attached' });
    await bench.reload();
    frame = await bench.frame();
    await eventually(async () => assert.equal(Number(await splitterOf().getAttribute('aria-valuenow')), before - 28));
    await splitterOf().focus();
    await press('Enter');
    await eventually(async () => assert.equal(Number(await splitterOf().getAttribute('aria-valuenow')), before));
    await bench.resize({ width: 1920, height: 900 });
    await eventually(async () => assert.equal(await splitterOf().getAttribute('aria-orientation'), 'vertical'));
  });
  const splitterOf = (): Locator => frame.getByRole('separator', { name: 'Size of the dot product' });

  it('draws the numbers of an 8 × 8 output, and no ring through its content', async () => {
    await open('strided');
    const { width } = await boxOf(cells('output'));
    assert.ok(width / 8 >= 24, `${width}`);
    await frame.locator('.main').click({ position: { x: 4, y: 4 } });
    await press('ArrowRight');
    assert.equal(await frame.locator('#tab-panel').evaluate((panel) => getComputedStyle(panel).outlineStyle), 'none');
  });

  it('keeps the menu beside the selector and the caption, and cuts names instead', async () => {
    await open('forum');
    await header('input').hover();
    const menu = await boxOf(header('input').locator('.pane-menu'));
    const select = await boxOf(header('input').getByRole('combobox'));
    assert.ok(menu.x >= select.x + select.width, JSON.stringify({ menu, select }));
    await header('unfolded').hover();
    const note = await boxOf(header('unfolded').locator('.pane-note'));
    const button = await boxOf(header('unfolded').locator('.pane-menu'));
    assert.ok(button.x >= note.x + note.width, JSON.stringify({ note, button }));
  });

  it('stamps an input element on the output in the scatters, and steps over the input', async () => {
    await open('strided');
    await frame.getByRole('combobox', { name: 'Formulation' }).selectOption('naive');
    assert.equal(await bench.settled(), 'done');
    await frame.getByRole('radio', { name: 'Stamp' }).click();
    const words = frame.locator('.stamp-words');
    // Row 1, column 1 of x is 0.9; away from the borders all nine products land inside.
    const box = await boxOf(cells('input'));
    await cells('input').click({ position: { x: (1.5 * box.width) / 4, y: (1.5 * box.height) / 4 } });
    await bench.page().mouse.move(2, 2);
    await eventually(async () =>
      assert.equal(
        await words.innerText(),
        'x[0, 0, 1, 1] = 0.9000 times the kernel is added to 9 outputs of channel 0.',
      ),
    );
    // 0.9 times the kernel 0.4, −0.9, 1.1 / −0.6, 1.3, 0.7 / 0.2, −1.2, 0.8.
    const products = await frame.locator('.stamp .chip').allInnerTexts();
    assert.deepEqual(
      products.map((text) => Number(text.replace('−', '-').replace('+', ''))),
      [0.36, -0.81, 0.99, -0.54, 1.17, 0.63, 0.18, -1.08, 0.72],
    );
    await frame.locator('.main').click({ position: { x: 4, y: 4 } });
    await press('ArrowRight');
    await eventually(async () => assert.match(await words.innerText(), /^x\[0, 0, 1, 2\] = −0\.7000/));
    // Another product of the same stamp.
    await frame.locator('.stamp td').first().click();
    await eventually(async () => {
      const { y, x } = await cursorOf(frame);
      assert.deepEqual([y, x], [1, 3]);
      assert.match(await words.innerText(), /^x\[0, 0, 1, 2\]/);
    });
    assert.deepEqual(await seriousFaults(frame), []);
    await press('i');
    await frame.locator('.terms thead').getByText(/^term/).waitFor();
  });

  it('is saved as one SVG with texts and cells, and as one PNG', async () => {
    await open('strided');
    const save = async (item: string): Promise<Buffer> => {
      await frame.getByRole('button', { name: 'Export', exact: true }).click();
      const [download] = await Promise.all([
        bench.page().waitForEvent('download'),
        frame.getByRole('menuitem', { name: item, exact: true }).click(),
      ]);
      return readFileSync(await download.path());
    };
    const svg = (await save('Save Figure as SVG…')).toString();
    const parsed = await bench.page().evaluate((text) => {
      const root = new DOMParser().parseFromString(text, 'image/svg+xml');
      return {
        faults: root.querySelectorAll('parsererror').length,
        texts: [...root.querySelectorAll('text')].map((each) => each.textContent),
        rects: root.querySelectorAll('svg svg rect').length,
        background: root.querySelector('svg > rect')?.getAttribute('fill'),
      };
    }, svg);
    assert.equal(parsed.faults, 0);
    for (const text of ['Input', '4×4', 'Unfolded', 'Reference', '2.8', 'l 36', '−1.5']) {
      assert.ok(parsed.texts.includes(text), text);
    }
    // The cells of x, x̂, w, its rotation, K, Y, U's window, y, the reference and the error, at least.
    const singles = 16 + 100 + 9 + 9 + 9 + 16 + 9 * 16 + 3 * 64;
    assert.ok(parsed.rects >= singles, `${parsed.rects} of ${singles}`);
    assert.equal(parsed.background, '#1f1f1f');
    const white = (await save('Save Figure as SVG on White…')).toString();
    assert.match(white, /<rect width="100%" height="100%" fill="#ffffff"\/>/);
    const png = await save('Save Figure as PNG…');
    assert.deepEqual([...png.subarray(0, 4)], [0x89, 0x50, 0x4e, 0x47]);
    await frame.getByRole('button', { name: 'Export', exact: true }).click();
    await frame.getByRole('menuitem', { name: 'Copy Figure as PNG' }).click();
    await frame.locator('.notice').getByText('Copied the figure as PNG.').waitFor();
    const types = await bench
      .page()
      .evaluate(async () => (await navigator.clipboard.read()).flatMap(({ types }) => types));
    assert.deepEqual(types, ['image/png']);
  });

  it('embeds the pictures of zoomed-out matrices', async () => {
    await open('forum');
    await frame.getByRole('button', { name: 'Export', exact: true }).click();
    const [download] = await Promise.all([
      bench.page().waitForEvent('download'),
      frame.getByRole('menuitem', { name: 'Save Figure as SVG…' }).click(),
    ]);
    const svg = readFileSync(await download.path(), 'utf8');
    // U, K and Y, and the colour bars.
    assert.ok([...svg.matchAll(/<image [^>]*href="data:image\/png;base64,/g)].length >= 3);
  });

  it('has no serious fault of accessibility in any theme while it is zoomed', async () => {
    await open('forum');
    await zoomIn('unfolded', 4);
    await assertAccessible(bench, frame, 'figure-zoomed');
  });

  it('fits a narrow page', async () => {
    await open('forum');
    await assertFits(bench, frame, 700, 'figure');
    await assertFits(bench, frame, 500, 'figure-500');
  });
});
