import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import { root } from '../../scripts/lab/paths.ts';
import { elementCount, tensorOf } from '../../src/engine/core/tensor.ts';
import { writeNpy } from '../../src/formats/npy/writeNpy.ts';
import { assertAccessible } from '../browser/accessible.ts';
import { eventually } from '../browser/eventually.ts';
import { workbench } from './bench.ts';

/** The bytes of a `.npy` file of uint8, as numpy.save writes it. */
function bytesNpy(shape: readonly number[], values: Uint8Array): Uint8Array {
  const header = `{'descr': '|u1', 'fortran_order': False, 'shape': (${shape.join(', ')}), }`.padEnd(117) + '\n';
  return Buffer.concat([Buffer.from('\x93NUMPY\x01\x00v\x00', 'latin1'), Buffer.from(header, 'latin1'), values]);
}

/** The bytes of a safetensors file of float32 tensors. */
function safetensors(
  tensors: Readonly<Record<string, readonly number[]>>,
  shapes: Readonly<Record<string, readonly number[]>>,
): Uint8Array {
  let at = 0;
  const header = Object.fromEntries(
    Object.entries(tensors).map(([key, values]) => {
      const from = at;
      at += 4 * values.length;
      return [key, { dtype: 'F32', shape: shapes[key] ?? [values.length], data_offsets: [from, at] }];
    }),
  );
  const text = JSON.stringify(header);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  const data = Float32Array.from(Object.values(tensors).flat());
  return Buffer.concat([length, Buffer.from(text), new Uint8Array(data.buffer)]);
}

const fixtures = join(root, 'test/fixtures');

const range = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => i);

describe('the tensor viewer', function () {
  this.timeout(120_000);
  const bench = workbench();
  let frame: Frame;

  const open = async (name: string, bytes: Uint8Array): Promise<void> => {
    const path = join(bench.folder(), name);
    writeFileSync(path, bytes);
    assert.equal(await bench.openTensorFile(path), 'done');
    frame = await bench.frame();
  };
  /** Opens a tensor of 0, 1, 2, …, so that every element is its own flat index. */
  const openCounted = (name: string, ...shape: number[]): Promise<void> =>
    open(name, writeNpy(tensorOf('float32', shape, range(elementCount(shape)))));
  const openModel = (): Promise<void> =>
    open(
      'model.safetensors',
      safetensors(
        { 'stem.bias': [1, 2], 'dec.up.weight': range(24), 'dec.up.bias': [NaN, 1, 2], step: [7] },
        { 'dec.up.weight': [2, 3, 2, 2], step: [] },
      ),
    );
  const value = (text: string): Promise<void> => frame.locator('.value-under', { hasText: text }).first().waitFor();
  const press = (...keys: string[]): Promise<void> =>
    keys.reduce((before, key) => before.then(() => bench.page().keyboard.press(key)), Promise.resolve());
  /** The visible rows of the tree: their texts, without what only screen readers are told. */
  const rows = (): Promise<string[]> => frame.locator('[role=treeitem] .tensor-key').allTextContents();
  const assertActive = async (name: string): Promise<void> => {
    const tree = frame.getByRole('tree');
    await eventually(async () => {
      const id = await tree.getAttribute('aria-activedescendant');
      assert.equal(await frame.locator(`#${id ?? 'none'} .tensor-key`).textContent(), name);
    });
  };

  it('shows the first weight of four axes at once, in a tree of the keys', async () => {
    await openModel();
    await value('[0, 0, 0, 0] = 0');
    assert.deepEqual(await rows(), ['stem.bias', 'dec.up', 'weight', 'bias', 'step']);
    await frame.locator('[role=treeitem][aria-selected=true]', { hasText: '2×3×2×2' }).waitFor();
    await frame.locator('[role=treeitem]', { hasText: 'bias' }).locator('.warned', { hasText: '1 NaN' }).waitFor();
  });

  it('is moved through by keyboard, from the filter on', async () => {
    await openModel();
    await frame.getByRole('textbox', { name: 'Filter the tensors' }).focus();
    await press('ArrowDown');
    await assertActive('weight');
    await press('ArrowDown');
    await value('[0] = NaN');
    await press('Home');
    await value('[0] = 1');
    await press('ArrowDown', 'ArrowLeft');
    await eventually(async () => assert.deepEqual(await rows(), ['stem.bias', 'dec.up', 'step']));
    await press('ArrowRight', 'ArrowRight');
    await value('[0, 0, 0, 0] = 0');
    await press('ArrowLeft');
    await assertActive('dec.up');
    await press('End');
    await value('[] = 7');
    await frame.getByRole('textbox', { name: 'Filter the tensors' }).fill('weight');
    await eventually(async () => assert.deepEqual(await rows(), ['dec.up.weight']));
    await press('Enter');
    await value('[0, 0, 0, 0] = 0');
  });

  it('gives the whole page to a file of one tensor, until its list is wanted', async () => {
    await openCounted('x.npy', 3, 4);
    assert.equal(await frame.getByRole('tree').count(), 0);
    await frame.getByRole('button', { name: 'Show the list of tensors' }).click();
    await frame.getByRole('tree').waitFor();
  });

  it('shows any axes as rows and columns, with the true index of each cell', async () => {
    await openCounted('x.npy', 2, 3, 4, 5);
    await value('[0, 0, 0, 0] = 0');
    await frame.getByRole('spinbutton', { name: 'Index of axis 0' }).fill('1');
    await value('[1, 0, 0, 0] = 60');
    await frame.locator('[data-pane="tensor"] [role=gridcell][tabindex="0"]').focus();
    await press('ArrowDown', 'ArrowRight', 'ArrowRight');
    await value('[1, 0, 1, 2] = 67');
    await frame.getByRole('combobox', { name: 'Axis 1 is shown as' }).selectOption('columns');
    await frame.locator('[data-pane="tensor"] b', { hasText: '[1, :, :, 2]' }).waitFor();
    // The cursor stays at its element.
    await value('[1, 0, 1, 2] = 67');
    await frame.locator('[data-pane="tensor"] [role=gridcell][tabindex="0"]').focus();
    await press('ArrowRight');
    await value('[1, 1, 1, 2] = 87');
    assert.equal(await bench.reload(), 'done');
    frame = await bench.frame();
    await frame.locator('[data-pane="tensor"] b', { hasText: '[1, :, :, 2]' }).waitFor();
  });

  it('steps the slices by the keys of the debugger, and copies the value at the cursor', async () => {
    await openCounted('x.npy', 2, 3, 4, 5);
    await value('[0, 0, 0, 0] = 0');
    await frame.locator('.tensor-header').click();
    await press('PageDown', 'PageDown', 'PageDown');
    await value('[0, 2, 0, 0] = 40');
    await press(']');
    await value('[1, 2, 0, 0] = 100');
    await press('PageUp', '[');
    await value('[0, 1, 0, 0] = 20');
    await press('Control+c');
    await frame.locator('.notice', { hasText: 'Copied x.npy[0, 1, 0, 0] = 20' }).waitFor();
    assert.equal(await bench.page().evaluate(() => navigator.clipboard.readText()), 'x.npy[0, 1, 0, 0] = 20');
  });

  /** The colour of the canvas at the middle of a cell of a picture with `rows` × `columns` cells. */
  const colourAt = (row: number, column: number, rows: number, columns: number): Promise<readonly number[]> =>
    frame
      .locator('[data-pane="tensor"] canvas')
      .first()
      .evaluate(
        (canvas, [y, x]) => {
          const element = canvas as HTMLCanvasElement;
          const at = element.getContext('2d')?.getImageData(x * element.width, y * element.height, 1, 1).data;
          return [...(at ?? [])];
        },
        [(row + 0.5) / rows, (column + 0.5) / columns] as const,
      );

  it('shows bytes with colours as an image, whose pixels it reads out', async () => {
    // Red grows with the row, green with the column.
    const values = Uint8Array.from({ length: 16 * 20 * 3 }, (_, i) => {
      const [row, column] = [Math.floor(i / 60), Math.floor(i / 3) % 20];
      return [row * 10, column * 10, 200][i % 3] as number;
    });
    await open('image.npy', bytesNpy([16, 20, 3], values));
    await value('[0, 0, :] = (0, 0, 200)');
    await eventually(async () => assert.deepEqual(await colourAt(7, 12, 16, 20), [70, 120, 200, 255]));
    await frame.locator('[data-pane="tensor"] [role=gridcell][tabindex="0"]').focus();
    await press('ArrowDown');
    await value('[1, 0, :] = (10, 0, 200)');
    await frame.getByRole('combobox', { name: 'Axis 2 is shown as' }).selectOption('index');
    await value('[1, 0, 0] = 10');
  });

  it('says how the values are distributed, and colours them between the limits that are set', async () => {
    // 0 … 99, of which one is NaN.
    await open(
      'v.npy',
      writeNpy(
        tensorOf(
          'float32',
          [10, 10],
          range(100).map((i) => (i === 50 ? NaN : i)),
        ),
      ),
    );
    const row = (name: string) =>
      frame.locator('.values-table tr', { has: frame.getByText(name, { exact: true }) }).locator('td');
    await eventually(async () => {
      assert.equal(await row('elements').textContent(), '100');
      assert.equal(await row('zeros').textContent(), '1 (1.0%)');
      assert.equal(await row('NaN').textContent(), '1 (1.0%)');
      // np.nanmedian and np.nanstd
      assert.equal(await row('median').textContent(), '49');
      assert.equal(await row('std').textContent(), '29.01');
    });
    const high = frame.getByRole('slider', { name: 'Last colour' });
    const field = frame.getByRole('textbox', { name: 'Value of the last colour' });
    assert.equal(await field.inputValue(), '99');
    const box = await high.boundingBox();
    assert.ok(box !== null);
    await high.hover();
    await bench.page().mouse.down();
    await bench.page().mouse.move(box.x - 60, box.y + 10);
    await bench.page().mouse.up();
    await eventually(async () => assert.ok(Number(await field.inputValue()) < 90, await field.inputValue()));
    await high.focus();
    await press('Delete');
    await eventually(async () => assert.equal(await field.inputValue(), '99'));
    await field.fill('49');
    await field.press('Enter');
    // Whatever is above the last colour's value has its colour.
    await eventually(async () => assert.deepEqual(await colourAt(7, 7, 10, 10), await colourAt(4, 9, 10, 10)));
    await frame.getByRole('combobox', { name: 'Colour map' }).selectOption('grey');
    await eventually(async () => assert.deepEqual((await colourAt(7, 7, 10, 10)).slice(0, 3), [255, 255, 255]));
  });

  it('offers no use that is impossible, and says why', async () => {
    await openCounted('v.npy', 7);
    await frame.getByRole('button', { name: 'Use as part of a call' }).click();
    const item = frame.getByRole('menuitem', { name: /Use as weight/ });
    assert.equal(await item.getAttribute('aria-disabled'), 'true');
    assert.match((await item.textContent()) ?? '', /it must have the axes \(Cin, Cout, kH, kW\)/);
    assert.equal(await frame.getByRole('menuitem', { name: /Use as bias/ }).getAttribute('aria-disabled'), null);
  });

  it('says how a composed weight is made, and does not offer its parts for a call', async () => {
    await open('composed.pt', readFileSync(join(fixtures, 'composed/half.pt')));
    await frame.locator('.tensor-header', { hasText: 'From weight_norm: half.weight_v · half.weight_g' }).waitFor();
    await frame.locator('.tensor-row', { hasText: 'weight_v' }).click();
    await frame
      .locator('.tensor-header', { hasText: 'it is a part of the weight "half.weight" (weight_norm)' })
      .waitFor();
    await frame.getByRole('button', { name: 'Use as part of a call' }).click();
    const item = frame.getByRole('menuitem', { name: /Use as weight/ });
    assert.equal(await item.getAttribute('aria-disabled'), 'true');
    assert.match((await item.textContent()) ?? '', /It is a part of the weight "half\.weight"/);
    await frame.locator('.tensor-header').press('Escape');
    await assertAccessible(bench, frame, 'tensor-viewer-part');
  });

  it('reads a slice of many megabytes in blocks', async () => {
    // 12 MB: more than is read at a time.
    await openCounted('large.npy', 1500, 2000);
    await frame.locator('[data-pane="tensor"] .pane-note', { hasText: 'area mean' }).waitFor();
    await value('[0, 0] = 0');
    await frame.locator('.values-table').waitFor();
  });

  it('draws the histogram in the colour of the text, in whatever theme comes next', async () => {
    await openModel();
    await frame.locator('.values-table').waitFor();
    for (const theme of ['dark', 'light', 'hc-dark'] as const) {
      await bench.setTheme(theme);
      await eventually(async () => {
        const [colour, bar] = await frame.locator('.value-histogram canvas').evaluate((canvas: HTMLCanvasElement) => {
          const { width, height } = canvas;
          const pixels = canvas.getContext('2d')?.getImageData(0, 0, width, height - 20).data ?? [];
          const at = pixels.findIndex((alpha, i) => i % 4 === 3 && alpha > 0);
          const text = getComputedStyle(canvas).color;
          return [text.match(/\d+/g)?.slice(0, 3).map(Number), [...pixels.slice(at - 3, at)]] as const;
        });
        assert.deepEqual(bar, colour);
      });
    }
  });

  it('has no serious fault of accessibility in any theme, and fits every width', async () => {
    await openModel();
    await frame.locator('.values-table').waitFor();
    await assertAccessible(bench, frame, 'tensor-viewer');
    for (const width of [500, 700, 1000, 1400, 1920]) {
      await bench.resize({ width, height: 900 });
      await eventually(async () => {
        const [content, page] = await frame.evaluate(() => [document.documentElement.scrollWidth, innerWidth] as const);
        assert.ok(content <= page, `${content} > ${page} at ${width}`);
      });
      await bench.screenshot(`tensor-viewer-${width}`);
    }
  });
});
