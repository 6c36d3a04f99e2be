import assert from 'node:assert/strict';
import type { Frame, Locator } from 'playwright-core';
import { eventually } from '../browser/eventually.ts';
import { cursorOf } from '../browser/shellPage.ts';
import { workbench } from './bench.ts';

describe('the panes of the debugger', function () {
  this.timeout(120_000);
  const bench = workbench();
  let frame: Frame;

  const open = async (preset: string): Promise<void> => {
    assert.equal(await bench.openPreset(preset), 'done');
    frame = await bench.frame();
    await bench.page().mouse.move(2, 2);
  };
  const cells = (pane: string): Locator => frame.locator(`[data-pane="${pane}"] .heatmap-cells`);
  /** The middle of a cell, from the corner of a picture of so many rows and columns. */
  const at = async (pane: string, row: number, column: number, rows: number, columns = rows) => {
    const box = await cells(pane).boundingBox();
    assert.ok(box !== null);
    return {
      x: ((column + 0.5) * box.width) / columns,
      y: ((row + 0.5) * box.height) / rows,
    };
  };
  const header = (pane: string): Locator => frame.locator(`[data-pane="${pane}"] .pane-header`);
  /** The one cell of a pane's twin that Tab reaches. */
  const reached = (pane: string): Locator => frame.locator(`[data-pane="${pane}"] [role=gridcell][tabindex="0"]`);
  /** Waits until a pane's note says that each pixel is the exact mean of its cells. */
  const refined = async (pane: string, shows = 'area mean'): Promise<void> => {
    await frame.waitForFunction(
      ([key = '', text = '']) => document.querySelector(`[data-pane="${key}"] .pane-note`)?.textContent.includes(text),
      [pane, shows],
    );
  };
  /** The same once it is this cell: without focus the twin follows the cursor a moment later. */
  const reachedAt = async (pane: string, index: string): Promise<Locator> => {
    const cell = reached(pane).filter({ hasText: index });
    await cell.waitFor({ state: 'attached' });
    return cell;
  };
  const press = async (...keys: readonly string[]): Promise<void> => {
    for (const key of keys) await bench.page().keyboard.press(key);
  };

  it('picking a cell of the output moves the cursor there, in every pane', async () => {
    await open('strided');
    await cells('output').click({ position: await at('output', 2, 7, 8) });
    await eventually(async () => {
      const { n, c, y, x } = await cursorOf(frame);
      assert.deepEqual([n, c, y, x], [0, 0, 2, 7]);
    });
    // Column l = y·Wo + x of U and Y, and the element's own cell in the reference.
    await reachedAt('product', '[0, 23]');
    await reachedAt('reference', '[0, 0, 2, 7]');
  });

  it('hovering previews a place without moving the cursor, and leaving takes it back', async () => {
    await open('strided');
    const before = await cursorOf(frame);
    const equation = frame.locator('.product-note');
    await equation.getByText(/\S/).first().waitFor();
    const said = await equation.innerText();
    await cells('output').hover({ position: await at('output', 0, 0, 8) });
    await frame.waitForFunction(
      () => document.querySelector('.product-note')?.textContent.startsWith('Y[0, 0]') === true,
    );
    assert.deepEqual(await cursorOf(frame), before);
    await bench.page().mouse.move(2, 2);
    await frame.waitForFunction(
      (text) => document.querySelector<HTMLElement>('.product-note')?.innerText === text,
      said,
    );
  });

  it('arrow keys walk a pane’s cells and say what stands in them', async () => {
    await open('strided');
    await cells('padded').click({ position: await at('padded', 3, 4, 10) });
    await (await reachedAt('padded', '[0, 0, 3, 4]')).focus();
    await press('ArrowRight');
    await frame.waitForFunction(() =>
      /^\[0, 0, 3, 5\] (-?\d|padding zero|inserted zero)/.test(document.activeElement?.textContent ?? ''),
    );
    const grid = frame.locator('[data-pane="padded"] [role=grid]');
    await eventually(async () => assert.equal(await grid.getAttribute('aria-rowcount'), '10'));
    // Nine by nine about the place at most.
    assert.ok((await grid.getByRole('gridcell', { includeHidden: true }).count()) <= 81);
  });

  it('tells padding, inserted and stored zeros apart in words', async () => {
    await open('strided');
    const twin = frame.locator('[data-pane="padded"] [role=grid]');
    await cells('padded').click({ position: await at('padded', 2, 2, 10) });
    await reachedAt('padded', '[0, 0, 2, 2]');
    await eventually(async () => {
      const text = await twin.innerText();
      assert.match(text, /padding zero/);
      assert.match(text, /inserted zero/);
    });
  });

  it('zooms about the pointer until cells have numbers, and a double click fits again', async () => {
    await open('forum');
    await refined('unfolded');
    await eventually(async () =>
      assert.match((await header('unfolded').textContent()) ?? '', /1 px ≈ .* cells, area mean/),
    );
    await cells('unfolded').hover({ position: { x: 200, y: 100 } });
    await bench.page().keyboard.down('Control');
    for (let i = 0; i < 6; i++) await bench.page().mouse.wheel(0, -300);
    await bench.page().keyboard.up('Control');
    await frame.waitForFunction(() =>
      /rows \d+–\d+ of 450, columns \d+–\d+ of 900/.test(
        document.querySelector('[data-pane="unfolded"] .pane-header')?.textContent ?? '',
      ),
    );
    await cells('unfolded').dblclick({ position: { x: 200, y: 100 } });
    await frame.waitForFunction(() =>
      document.querySelector('[data-pane="unfolded"] .pane-header')?.textContent.includes('area mean'),
    );
  });

  it('moving the cursor paints no cells again', async () => {
    await open('forum');
    await reached('output').focus();
    await refined('unfolded');
    // What is in sight may still be waiting for its first painting, or for exact areas.
    await frame.waitForFunction(() =>
      [...document.querySelectorAll<HTMLElement>('.heatmap-cells')]
        .filter((canvas) => {
          const { top, bottom } = canvas.getBoundingClientRect();
          return bottom > 0 && top < innerHeight;
        })
        .every((canvas) => {
          const tip = canvas.closest('.pane')?.querySelector('.pane-shape')?.getAttribute('title');
          return canvas.dataset.paintMs !== undefined && !(tip ?? '').includes('refining');
        }),
    );
    await frame.evaluate(() => {
      for (const canvas of document.querySelectorAll<HTMLElement>('.heatmap-cells')) {
        delete canvas.dataset.paintMs;
      }
    });
    await press('ArrowRight', 'ArrowDown', 'ArrowLeft', 'ArrowDown');
    // Two frames, and the moment after which what lags behind the cursor follows it.
    await frame.evaluate(
      () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 250)))),
    );
    const painted = await frame.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('.heatmap-cells')]
        .filter((canvas) => canvas.dataset.paintMs !== undefined)
        .map((canvas) => canvas.closest<HTMLElement>('.pane')?.dataset.pane),
    );
    assert.deepEqual(painted, []);
  });

  it('clips colours by keyboard, in both maps that share them, and a double click resets', async () => {
    await open('forum');
    const slider = frame.getByRole('slider', { name: 'Colour limit of y' });
    const reference = frame.getByRole('slider', { name: 'Colour limit of the reference' });
    const natural = Number(await slider.getAttribute('aria-valuemax'));
    await slider.focus();
    await press('ArrowLeft', 'ArrowLeft');
    await eventually(async () => {
      const clipped = Number(await slider.getAttribute('aria-valuenow'));
      assert.ok(Math.abs(clipped - 0.9 * natural) < 1e-9 * natural);
      assert.equal(await reference.getAttribute('aria-valuenow'), String(clipped));
    });
    await frame.locator('[data-pane="output"] .colour-track').dblclick();
    await eventually(async () => assert.equal(Number(await slider.getAttribute('aria-valuenow')), natural));
  });

  it('shows the error in the measure that is chosen', async () => {
    await open('strided');
    // Without focus the twin follows the cursor a moment later: both readings have to be of its element.
    const { n, c, y, x } = await cursorOf(frame);
    const cell = await reachedAt('error', `[${[n, c, y, x].join(', ')}]`);
    const group = frame.getByRole('radiogroup', { name: 'Error measure' });
    const read = async (): Promise<number> => Number((await cell.innerText()).split(' ').pop());
    const absolute = await read();
    await group.getByRole('radio', { name: 'Error in units in the last place' }).click();
    await group.getByRole('radio', { name: 'Error in units in the last place', checked: true }).waitFor();
    // The map and its twin follow the switch a moment later.
    const ulp = await eventually(async () => {
      const shown = await read();
      // The error is about 0.7 ULP; by the other measures the number is below 1e−6.
      assert.ok(shown > 0.1, String(shown));
      return shown;
    });
    await group.getByRole('radio', { checked: true }).focus();
    await press('ArrowLeft', 'ArrowLeft');
    await group.getByRole('radio', { name: 'Absolute error', checked: true }).waitFor();
    await eventually(async () => assert.equal(await read(), absolute));
    // One ULP of a float32 of magnitude 2^k is 2^(k − 23).
    assert.ok(Number.isInteger(Math.log2(absolute / ulp)), `${absolute} and ${ulp}`);
  });

  it('chooses the input channel from the list over x, on the same tap', async () => {
    await open('forum');
    const before = await cursorOf(frame);
    await frame.getByRole('combobox', { name: 'Input channel' }).selectOption('3');
    await eventually(async () => {
      const after = await cursorOf(frame);
      assert.deepEqual([after.y, after.x, after.c], [before.y, before.x, before.c]);
      assert.equal(after.term, 3 * 9 + (before.term % 9));
    });
  });

  it('opens a pane’s menu by keyboard', async () => {
    await open('strided');
    await reached('unfolded').focus();
    await press('Shift+F10');
    const menu = frame.getByRole('menu', { name: 'Unfolded: actions' });
    const items = ['Copy value (Ctrl+C)', 'Copy as NumPy', 'Save PNG…', 'Save .npy…', 'Zoom in (+)'];
    await eventually(async () => assert.deepEqual(await menu.getByRole('menuitem').allInnerTexts(), items));
    const isFocused = (item: Element): boolean => item === document.activeElement;
    await eventually(async () => assert.ok(await menu.getByRole('menuitem').first().evaluate(isFocused)));
    await press('Escape');
    await menu.waitFor({ state: 'detached' });
  });

  /** A U of 2304 × 16384 cells: too many to be read in a frame. */
  const large = {
    version: 1,
    name: 'large U',
    dtype: 'float32',
    input: { fill: 'randn', shape: [1, 256, 64, 64] },
    weight: { fill: 'ones', shape: [256, 1, 3, 3] },
    stride: [2, 2],
    padding: [1, 1],
    output_padding: [1, 1],
    seed: 0,
    formulation: 'unfold-matmul',
  } as const;

  it('a large matrix is sampled at first and says so, then every pixel is exact', async () => {
    assert.equal(await bench.openScenario(large, 'large.convt.json'), 'done');
    frame = await bench.frame();
    await refined('unfolded');
    // Zooming makes other pixels of it: what they are is noted as it comes.
    await frame.evaluate(() => {
      const noted: string[] = [];
      (globalThis as { noted?: string[] }).noted = noted;
      const note = document.querySelector('[data-pane="unfolded"] .pane-note');
      if (note === null) throw new Error('there is no note');
      new MutationObserver(() => noted.push(note.textContent)).observe(note, {
        subtree: true,
        childList: true,
        characterData: true,
      });
    });
    await cells('unfolded').hover({ position: { x: 200, y: 100 } });
    await bench.page().keyboard.down('Control');
    await bench.page().mouse.wheel(0, -100);
    await bench.page().keyboard.up('Control');
    await bench.page().mouse.move(2, 2);
    await frame.waitForFunction(() => {
      const noted = (globalThis as { noted?: string[] }).noted ?? [];
      const sampled = noted.findIndex((text) => text.includes('sampled, refining'));
      return sampled >= 0 && noted.slice(sampled).some((text) => text.includes('area mean'));
    });
  });

  it('chooses by keyboard what a pixel shows, says it, and tells what stands in a pixel', async () => {
    await open('forum');
    await refined('unfolded');
    const button = header('unfolded').getByRole('button', { name: /^Pixels of Unfolded show/ });
    const saysButton = (words: RegExp): Promise<void> =>
      eventually(async () => assert.match((await button.getAttribute('aria-label')) ?? '', words));
    await saysButton(/area mean$/);
    const colours = (): Promise<string> =>
      cells('unfolded').evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
    const mean = await colours();
    await button.focus();
    await press('Enter');
    const menu = header('unfolded').getByRole('menu', { name: /^Pixels of Unfolded show/ });
    const checked = menu.getByRole('menuitemradio', { checked: true });
    await eventually(async () => assert.equal(await checked.innerText(), 'Pixels show the area mean'));
    // Arrow keys are for the menu once it has the focus, which it takes after it is drawn.
    const focused = (text: string): Promise<unknown> =>
      frame.waitForFunction((t) => {
        const { activeElement } = document;
        return activeElement?.role === 'menuitemradio' && activeElement.textContent.includes(t);
      }, text);
    await focused('area mean');
    await press('ArrowDown', 'ArrowDown');
    await focused('max');
    await press('Enter');
    await refined('unfolded', 'area max');
    await saysButton(/area max$/);
    await frame.waitForFunction(
      (before) =>
        document.querySelector<HTMLCanvasElement>('[data-pane="unfolded"] .heatmap-cells')?.toDataURL() !== before,
      mean,
    );
    await cells('unfolded').hover({ position: { x: 300, y: 110 } });
    await frame.waitForFunction(() =>
      /^U\[\d+, \d+\] to \[\d+, \d+\]min .*, mean .*, max /.test(
        document.querySelector('.cell-tip')?.textContent ?? '',
      ),
    );
  });

  it('shows every formulation’s stages', async () => {
    const stages = {
      'unfold-matmul': ['input', 'padded', 'unfolded', 'weight', 'rotated', 'kernel-matrix', 'product'],
      'matmul-fold': ['input', 'input-matrix', 'weight', 'weight-matrix', 'columns', 'output'],
      'sub-pixel': ['input', 'phase-unfolded', 'weight', 'phase-kernel', 'phase-kernel-matrix', 'phase-product'],
      'transposed-matrix': ['input', 'weight', 'convolution-matrix', 'input-vector', 'output-vector'],
      winograd: [
        'input',
        'tile',
        'transformed-tile',
        'transformed-input',
        'weight',
        'phase-kernel',
        'transformed-kernel',
        'transformed-kernel-matrix',
        'transformed-product',
        'output',
      ],
      naive: ['input', 'weight', 'output'],
    } as const;
    await open('strided');
    for (const [formulation, panes] of Object.entries(stages)) {
      // A stride phase of one tap is not for winograd.
      if (formulation === 'winograd') await open('forum');
      await frame.getByRole('combobox', { name: 'Formulation' }).selectOption(formulation);
      assert.equal(await bench.settled(), 'done');
      await eventually(async () => {
        const shown = await frame.evaluate(() =>
          [...document.querySelectorAll<HTMLElement>('.figure .pane')].map((p) => p.dataset.pane),
        );
        assert.deepEqual(shown, panes);
      });
    }
  });

  it('says that there is nothing to draw of an empty batch', async () => {
    assert.equal(
      await bench.openScenario({
        version: 1,
        name: 'empty batch',
        dtype: 'float32',
        input: { fill: 'ones', shape: [0, 1, 3, 3] },
        weight: { fill: 'ones', shape: [1, 1, 2, 2] },
        seed: 0,
        formulation: 'unfold-matmul',
      }),
      'done',
    );
    frame = await bench.frame();
    await frame.locator('.figure-empty').getByText('N = 0').waitFor();
  });

  it('count the errors of the elements that are finite', async () => {
    assert.equal(await bench.open({ state: 'non-finite' }), 'done');
    frame = await bench.frame();
    const histogram = frame.getByRole('region', { name: 'Error distribution' });
    // NaN, −2 · 1 and −2 · −Infinity
    assert.equal(await histogram.locator('.pane-shape').innerText(), 'y − ref, n = 1');
    await histogram.getByText('1 cell', { exact: true }).waitFor();
  });
});
