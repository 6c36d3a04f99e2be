import assert from 'node:assert/strict';
import { copyFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Frame } from 'playwright-core';
import { tensorOf } from '../../src/engine/core/tensor.ts';
import { writeNpy } from '../../src/formats/npy/writeNpy.ts';
import { assertAccessible } from './accessible.ts';
import { eventually } from './eventually.ts';
import { lab } from './lab.ts';
import { paletteRow } from './palette.ts';
import { assertAttribute, assertText } from './shellPage.ts';

/** What safetensors.torch.save_file writes: the header's length, the header, the data. */
function safetensors(header: object, data: Float32Array<ArrayBuffer>): Buffer {
  const text = JSON.stringify(header);
  const length = new DataView(new ArrayBuffer(8));
  length.setBigUint64(0, BigInt(text.length), true);
  return Buffer.concat([new Uint8Array(length.buffer), Buffer.from(text), new Uint8Array(data.buffer)]);
}

/** A layer. */
const stateDict = safetensors(
  {
    'up.weight': { dtype: 'F32', shape: [2, 3, 2, 2], data_offsets: [0, 96] },
    'up.bias': { dtype: 'F32', shape: [3], data_offsets: [96, 108] },
  },
  Float32Array.from({ length: 27 }, (_, i) => i / 27),
);

/** As many tensors as a file may have: element i is all of tensor i. */
const most = 20_000;
const manyTensors = safetensors(
  Object.fromEntries(
    Array.from({ length: most }, (_, i) => [`t.${i}`, { dtype: 'F32', shape: [1], data_offsets: [4 * i, 4 * i + 4] }]),
  ),
  // Every third is no number: its row says more than others'.
  Float32Array.from({ length: most }, (_, i) => (i % 3 === 0 ? NaN : i)),
);

const archive = join(import.meta.dirname, '../fixtures/cli-files/tensors.npz');
const onnxCases = join(import.meta.dirname, '../fixtures/onnx-cases/operator');

describe('the pages of tensor files', function () {
  this.timeout(600_000);
  const vscode = lab();
  let frame: Frame;

  /** A tensor of 0, 1, 2, … plus `add`, so that every element is its own flat index. */
  const write = (name: string, shape: readonly number[], add = 0, at = -1): string => {
    const count = shape.reduce((product, size) => product * size, 1);
    const values = Array.from({ length: count }, (_, i) => (i === at ? i + add : i));
    const path = join(vscode.folder(), name);
    writeFileSync(path, writeNpy(tensorOf('float32', shape, values)));
    return path;
  };
  const open = async (path: string): Promise<void> => {
    assert.equal(await vscode.openTensorFile(path), 'done');
    frame = await vscode.frame();
  };
  const value = async (text: string): Promise<void> => {
    await frame.locator('.value-under, .values-under', { hasText: text }).first().waitFor();
  };

  it('list what is in the file, narrow it, and read what arrow keys rest on', async () => {
    const path = join(vscode.folder(), 'tensors.npz');
    copyFileSync(archive, path);
    await open(path);
    const items = frame.locator('.tensor-list [role=treeitem]');
    const all = await eventually(async () => {
      const count = await items.count();
      assert.ok(count > 1, `${count} tensors`);
      return count;
    });
    // The first tensor with four axes.
    await frame.locator('[role=treeitem][aria-selected=true]', { hasText: /\d×\d+×\d+×\d/ }).waitFor();
    await frame.locator('[data-pane="tensor"]').waitFor();
    await frame.getByRole('textbox', { name: 'Filter the tensors' }).focus();
    await vscode.page().keyboard.press('ArrowDown');
    await vscode.page().keyboard.press('Home');
    await frame.locator('#tensor-0[aria-selected=true]').waitFor();
    await frame.locator('[role=treeitem][data-statistics=known]').first().waitFor();
    await frame.getByRole('textbox', { name: 'Filter the tensors' }).fill('w');
    await frame.locator('.tensor-filter', { hasText: `1 of ${all}` }).waitFor();
    await eventually(async () => assert.equal(await items.count(), 1));
  });

  describe('with as many tensors as a file may have', () => {
    const list = () => frame.locator('.tensor-list [role=tree]');
    /** The row of the group that all tensors are in comes first. */
    const rowOf = (tensor: number): number => tensor + 1;
    /** The rows of tensors in the page: their place, height, statistics, and whether any of them is visible. */
    const rows = () =>
      list().evaluate((tree) => {
        const { top, bottom } = tree.getBoundingClientRect();
        return Array.from(tree.querySelectorAll('[role=treeitem][aria-level="2"]'), (row) => {
          const box = row.getBoundingClientRect();
          return {
            place: Number(row.getAttribute('aria-posinset')),
            setSize: row.getAttribute('aria-setsize'),
            height: box.height,
            cut: row.scrollHeight > row.clientHeight + 1 || row.scrollWidth > row.clientWidth + 1,
            statistics: row.getAttribute('data-statistics') ?? '',
            visible: box.bottom > top && box.top < bottom,
          };
        });
      });
    type Row = Awaited<ReturnType<typeof rows>>[number];
    /** Waits until the rows in the page pass a check. */
    const assertRows = (check: (drawn: readonly Row[]) => void): Promise<void> =>
      eventually(async () => check(await rows()));
    const assertSummarised = (drawn: readonly Row[]): void => {
      const visible = drawn.filter((row) => row.visible);
      assert.ok(visible.length > 0, 'no row is visible');
      assert.deepEqual(
        visible.filter(({ statistics }) => statistics === 'none'),
        [],
      );
    };
    beforeEach(async () => {
      const path = join(vscode.folder(), 'many.safetensors');
      writeFileSync(path, manyTensors);
      await open(path);
      await frame.locator('.tensor-count', { hasText: /^20.000$/ }).waitFor();
    });

    it('have in the page those near the visible ones, and read the numbers of the visible ones only', async () => {
      await assertRows((drawn) => {
        assertSummarised(drawn);
        assert.ok(drawn.length < 100, `${drawn.length} rows`);
        assert.deepEqual(
          drawn.map(({ place }) => place),
          drawn.map((_, i) => i + 1),
        );
        assert.deepEqual([...new Set(drawn.map(({ setSize }) => setSize))], [`${most}`]);
        const hidden = drawn.filter(({ visible }) => !visible);
        assert.ok(hidden.length > 0, 'every row is visible');
        assert.deepEqual(
          hidden.filter(({ statistics }) => statistics !== 'none'),
          [],
        );
      });
    });

    /** Waits until the row at a place, which is in the page, is visible or is not. */
    const assertVisible = (place: number, expected: boolean): Promise<void> =>
      assertRows((drawn) => {
        const row = drawn.find((each) => each.place === place);
        const places = drawn.map((each) => each.place).join(', ');
        assert.ok(row !== undefined, `row ${place} is not among ${places}`);
        assert.equal(row.visible, expected, `row ${place} among ${places}`);
      });

    it('go from the first to the last by keyboard, and keep the active one in the page wherever one scrolls', async () => {
      await frame.getByRole('textbox', { name: 'Filter the tensors' }).focus();
      await vscode.page().keyboard.press('ArrowDown');
      await vscode.page().keyboard.press('End');
      const active = frame.locator(`#tensor-${rowOf(most - 1)}[aria-selected=true][aria-posinset="${most}"]`);
      await active.waitFor();
      await assertAttribute(list(), 'aria-activedescendant', `tensor-${rowOf(most - 1)}`);
      await assertVisible(most, true);
      await list().evaluate((tree) => tree.scrollTo(0, 0));
      await frame.locator('[aria-level="2"][aria-posinset="1"]').waitFor();
      await assertVisible(most, false);
      await active.waitFor({ state: 'attached' });
      await vscode.page().keyboard.press('ArrowUp');
      await frame.locator(`#tensor-${rowOf(most - 2)}[aria-selected=true]`).waitFor();
      await assertVisible(most - 1, true);
      await vscode.page().keyboard.press('Home');
      await assertAttribute(list(), 'aria-activedescendant', 'tensor-0');
      await vscode.page().keyboard.press('ArrowDown');
      await frame.locator(`#tensor-${rowOf(0)}[aria-selected=true]`).waitFor();
      await assertVisible(1, true);
    });

    it('show the ones that the filter leaves, wherever the list was scrolled to', async () => {
      await list().evaluate((tree) => tree.scrollTo(0, tree.scrollHeight));
      await frame.locator(`[aria-posinset="${most}"]`).waitFor();
      await frame.getByRole('textbox', { name: 'Filter the tensors' }).fill('t.1234');
      // t.1234 and t.12340 to t.12349
      await frame.locator('.tensor-count', { hasText: '11 of' }).waitFor();
      await frame.locator('[role=treeitem]', { hasText: /^12349/ }).waitFor();
      await assertRows((drawn) => assert.equal(drawn.length, 11));
    });

    it('have rows of one height that cuts no line of their text, at every width and zoom', async () => {
      for (const [width, zoom] of [
        [1920, 1],
        [1000, 1],
        [760, 1],
        [500, 1],
        [1920, 2],
        [1000, 2],
        [500, 2],
      ] as const) {
        await vscode.resize({ width, height: 900 }, zoom);
        await assertRows((drawn) => {
          assertSummarised(drawn);
          const heights = new Set(drawn.map(({ height }) => height));
          assert.equal(heights.size, 1, `${width} px at zoom ${zoom}: ${[...heights].join(', ')}`);
          assert.ok(!drawn.some(({ cut }) => cut), `${width} px at zoom ${zoom}`);
        });
      }
    });

    it('have no serious fault of accessibility in any theme', async () => {
      await frame.getByRole('textbox', { name: 'Filter the tensors' }).focus();
      await vscode.page().keyboard.press('ArrowDown');
      await vscode.page().keyboard.press('End');
      await frame.locator(`#tensor-${rowOf(most - 1)}[aria-selected=true]`).waitFor();
      await assertAccessible(vscode, frame);
    });
  });

  it('show a plane of a tensor, chosen by an index for each of the axes before, by keyboard alone', async () => {
    await open(write('planes.npy', [2, 3, 4, 5]));
    await value('[0, 0, 0, 0] = 0');
    await frame.getByRole('spinbutton', { name: 'Index of axis 1' }).fill('2');
    await frame.getByRole('spinbutton', { name: 'Index of axis 0' }).fill('1');
    await value('[1, 2, 0, 0] = 100');
    const cell = frame.locator('[data-pane="tensor"] [role=gridcell][tabindex="0"]');
    await cell.focus();
    for (const key of ['ArrowDown', 'ArrowRight', 'ArrowRight']) {
      await vscode.page().keyboard.press(key);
    }
    await value('[1, 2, 1, 2] = 107');
    await assertText(cell, '[1, 2, 1, 2] 107');
  });

  for (const shape of [[], [7], [1, 3000]] as const) {
    it(`show a tensor of shape (${shape.join(', ')})`, async () => {
      await open(write(`rank${shape.length}.npy`, shape));
      await value(`[${shape.map(() => 0).join(', ')}] = 0`);
      await frame.locator('[data-pane="tensor"] .heatmap-cells').waitFor();
    });
  }

  it('show of a large tensor the exact mean of the cells in a pixel, once it is refined', async () => {
    await open(write('large.npy', [1200, 1500]));
    await frame.locator('[data-pane="tensor"] .pane-note', { hasText: 'area mean' }).waitFor();
  });

  it('show what stands in the file after it has changed, at the same place', async () => {
    const path = write('changed.npy', [2, 4, 5]);
    await open(path);
    await frame.getByRole('spinbutton', { name: 'Index of axis 0' }).fill('1');
    await value('[1, 0, 0] = 20');
    write('changed.npy', [2, 4, 5], 1000, 20);
    await value('[1, 0, 0] = 1020');
  });

  it('open at a click on a file in the explorer', async () => {
    const path = write('clicked.npy', [2, 3]);
    await vscode.command('vscode.open', { $file: path });
    frame = await eventually(async () => {
      const found = await vscode.frame();
      assert.equal(await found.locator('.tensor-name').textContent(), 'clicked.npy');
      return found;
    });
    await value('[0, 0] = 0');
  });

  it('show the first slice of a large tensor before its statistics', async () => {
    // 96 MB, in slices of 4 MB.
    const path = join(vscode.folder(), 'hundred.npy');
    writeFileSync(
      path,
      writeNpy({ dtype: 'float32', shape: [24, 1000, 1000], data: new Float32Array(24_000_000).fill(3) }),
    );
    await open(path);
    await value('[0, 0, 0] = 3');
    await frame.locator('.values-panel', { hasText: /elements.*24.000.000/ }).waitFor();
  });

  it('refuse a file that is none in a sentence', async () => {
    const path = join(vscode.folder(), 'broken.npy');
    writeFileSync(path, 'no array at all');
    assert.equal(await vscode.openTensorFile(path), 'refused');
    frame = await vscode.frame();
    await assertText(frame.getByRole('alert'), /broken\.npy/);
  });

  it('compare two tensors with one cursor, and step through the mismatches', async () => {
    const a = write('a.npy', [2, 4, 5]);
    const b = write('b.npy', [2, 4, 5], 3, 27);
    assert.equal(await vscode.openComparison(a, b), 'done');
    frame = await vscode.frame();
    // Where they differ most comes first.
    await value('[1, 1, 2]');
    await value('A = 27');
    await value('B = 30');
    await frame.locator('.verdict-box', { hasText: 'Mismatch' }).waitFor();
    await frame.getByRole('spinbutton', { name: 'Index of axis 0' }).fill('0');
    await value('[0, 1, 2]');
    await frame.locator('.compare-files').click();
    await vscode.page().keyboard.press('F8');
    await value('[1, 1, 2]');
    await frame.locator('[data-pane="compare-a"] .heatmap-cells').hover({ position: { x: 3, y: 3 } });
    await value('[1, 0, 0]');
    await vscode.page().mouse.move(700, 880);
    await value('[1, 1, 2]');
  });

  it('say in which unit the differences are written in their cells', async () => {
    const a = write('a.npy', [2, 4, 5]);
    // |27 − 27.5| is written as 5.0.
    const b = write('b.npy', [2, 4, 5], 0.5, 27);
    assert.equal(await vscode.openComparison(a, b), 'done');
    frame = await vscode.frame();
    const footer = frame.locator('[data-pane="compare-difference"] .error-footer');
    await assertText(footer, /cells × 0\.1/);
  });

  it('are compared by the tolerance that one sets, which the panel keeps while it is hidden', async () => {
    const a = write('a.npy', [2, 4, 5]);
    const b = write('b.npy', [2, 4, 5], 3, 27);
    assert.equal(await vscode.openComparison(a, b), 'done');
    frame = await vscode.frame();
    const box = (words: string) => frame.locator('.verdict-box', { hasText: words }).waitFor();
    await box('Mismatch');
    await frame.getByRole('button', { name: 'edit' }).click();
    await frame.getByRole('textbox', { name: 'rtol' }).fill('-1');
    await frame.getByRole('textbox', { name: 'rtol' }).press('Enter');
    await assertText(frame.getByRole('alert'), /rtol = -1 must be a number of at least 0/);
    await box('Mismatch');
    // |27 − 30| = 3 ≤ 1e-5 + 0.2 · 30
    await frame.getByRole('textbox', { name: 'rtol' }).fill('0.2');
    await frame.getByRole('textbox', { name: 'rtol' }).press('Enter');
    await box('Within');
    await vscode.command('workbench.action.files.newUntitledFile');
    await vscode.command('workbench.action.previousEditor');
    assert.equal(await vscode.settled(), 'done');
    frame = await vscode.frame();
    await box('Within');
    await frame.getByRole('button', { name: 'edit' }).click();
    await frame.getByRole('textbox', { name: 'rtol' }).fill('');
    await frame.getByRole('textbox', { name: 'rtol' }).press('Enter');
    await box('Mismatch');
  });

  /** The frame of the debugger once one is in front and has run. */
  const debuggerInFront = async (): Promise<Frame> => {
    const front = await eventually(async () => {
      const found = await vscode.frame();
      const view = await found.locator('#root').getAttribute('data-view');
      assert.ok(found !== frame && view === 'debugger', `the view in front is ${view ?? 'without a name'}`);
      return found;
    });
    assert.equal(await vscode.settled(), 'done');
    return front;
  };
  const assertSource = (label: string, debugging: Frame, text: string | RegExp): Promise<void> =>
    assertText(debugging.getByLabel(label).locator('option:checked'), text);

  it('put a tensor into a call, at its place in the menu', async () => {
    await open(write('weight.npy', [3, 2, 4, 4]));
    await frame.getByRole('button', { name: 'Use as part of a call' }).click();
    await frame.getByRole('menuitem', { name: 'Use as weight' }).click();
    await assertSource('Weight w', await debuggerInFront(), 'File weight.npy');
  });

  it('open a layer of a state_dict with the parameters that are typed, refused as PyTorch would', async () => {
    const path = join(vscode.folder(), 'layer.safetensors');
    writeFileSync(path, stateDict);
    await open(path);
    await frame.getByRole('button', { name: 'Open as layer…' }).click();
    const input = vscode.page().locator('.quick-input-widget input');
    await input.fill('stride=2, output_padding=2');
    await vscode.page().locator('.quick-input-message', { hasText: 'output_padding' }).waitFor();
    await input.fill('stride=2, output_padding=1');
    await vscode.page().locator('.quick-input-message', { hasText: 'output_padding' }).waitFor({ state: 'hidden' });
    await input.press('Enter');
    const debugging = await debuggerInFront();
    await assertSource('Weight w', debugging, 'File layer.safetensors#up.weight');
    await assertSource('Bias b', debugging, 'File layer.safetensors#up.bias');
  });

  it('open a layer of a model at a click', async () => {
    const path = join(vscode.folder(), 'one.onnx');
    copyFileSync(join(import.meta.dirname, '../fixtures/cli-files/one.onnx'), path);
    await open(path);
    await frame
      .getByRole('button', { name: /in the debugger/ })
      .first()
      .click();
    await assertSource('Weight w', await debuggerInFront(), /^File one\.onnx#/);
  });

  it('give their tensors to a field of the form that a file is dropped on', async () => {
    const path = write('dropped.npy', [1, 1, 2, 2]);
    assert.equal(await vscode.openPreset('strided'), 'done');
    const front = await vscode.frame();
    await front.locator('.file-drop[data-role=input]').evaluate((field, uri) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.setData('text/uri-list', `# a comment\r\n${uri}\r\n`);
      const event = (type: string) => new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true });
      field.dispatchEvent(event('dragover'));
      field.dispatchEvent(event('drop'));
    }, `file://${path}`);
    await front.locator('option:checked', { hasText: 'File dropped.npy' }).waitFor({ state: 'attached' });
  });

  it('ask for the weight that a model takes as an input, and open its layer with it', async () => {
    const model = join(vscode.folder(), 'extw.onnx');
    const weight = join(vscode.folder(), 'extw_w.npy');
    for (const path of [model, weight]) copyFileSync(join(onnxCases, basename(path)), path);
    await open(model);
    const choose = frame.locator('.layer button', { hasText: 'Open…' });
    await choose.click();
    // The dialog of a remote window is a quick input with the path.
    const dialog = vscode.page().locator('.quick-input-widget').filter({ visible: true });
    await dialog.getByText(/^Choose the Weight of /).waitFor();
    await vscode.page().keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    await choose.click();
    await dialog.waitFor();
    await eventually(async () => {
      // While the dialog lists its first folder it neither keeps a path nor takes one.
      if (await dialog.isVisible()) {
        const path = dialog.locator('input').first();
        await path.fill(weight, { timeout: 2_000 });
        await paletteRow(vscode.page(), basename(weight)).waitFor({ timeout: 2_000 });
        await path.press('Enter', { timeout: 2_000 });
      }
      await dialog.waitFor({ state: 'hidden', timeout: 3_000 });
    });
    await eventually(async () => {
      const debuggerPage = await vscode.frame();
      const chosen = debuggerPage.locator('option:checked', { hasText: 'File extw_w.npy' });
      assert.equal(await chosen.count(), 1);
    });
  });

  it('of different shapes are drawn side by side, and the page says why there is no difference', async () => {
    assert.equal(await vscode.openComparison(write('a.npy', [2, 3]), write('c.npy', [3, 2])), 'done');
    frame = await vscode.frame();
    await frame.getByText('The shapes differ, so the values are not compared: 6 and 6 elements.').waitFor();
    await frame.locator('[data-pane="compare-b"]').waitFor();
    assert.equal(await frame.locator('[data-pane="compare-difference"]').count(), 0);
  });

  it('have no serious fault of accessibility in any theme', async () => {
    await open(write('planes.npy', [2, 3, 4, 5]));
    await value('[0, 0, 0, 0] = 0');
    await assertAccessible(vscode, frame);
    assert.equal(await vscode.openComparison(write('a.npy', [2, 4]), write('b.npy', [2, 4], 3, 5)), 'done');
    await assertAccessible(vscode, await vscode.frame());
  });

  it('fit a narrow window', async () => {
    await vscode.resize({ width: 520, height: 900 });
    await open(write('planes.npy', [2, 3, 4, 5]));
    await value('[0, 0, 0, 0] = 0');
    await eventually(async () => {
      const [content, width] = await frame.evaluate(() => [document.documentElement.scrollWidth, innerWidth] as const);
      assert.ok(content <= width, `${content} > ${width}`);
    });
  });
});
