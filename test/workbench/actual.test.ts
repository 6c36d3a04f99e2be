import assert from 'node:assert/strict';
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bufferSource } from '../../src/formats/common/byteSource.ts';
import { openTensorFile } from '../../src/formats/openTensorFile.ts';
import { eventually } from '../browser/eventually.ts';
import { cursorOf, seriousFaults } from '../browser/shellPage.ts';
import { workbench } from './bench.ts';

const fixtures = new URL('../fixtures/cli/', import.meta.url);

/** PyTorch's own call, with its output to check. */
const checked = {
  ...(JSON.parse(readFileSync(new URL('call.convt.json', fixtures), 'utf8')) as object),
  actual: { file: 'y.npy' },
};

describe('an output to check', () => {
  const bench = workbench();
  const at = (name: string): string => join(bench.folder(), name);

  /** PyTorch's output with one element, (1, 2, 3, 4) of (2, 6, 10, 9), changed by 1. */
  function writeWrong(): void {
    const bytes = readFileSync(new URL('y.npy', fixtures));
    const place = 128 + 8 * (((1 * 6 + 2) * 10 + 3) * 9 + 4);
    bytes.writeDoubleLE(bytes.readDoubleLE(place) + 1, place);
    writeFileSync(at('y.npy'), bytes);
  }

  beforeEach(() => {
    for (const name of ['x.npy', 'w.npy', 'b.npy']) copyFileSync(new URL(name, fixtures), at(name));
    writeWrong();
  });

  afterEach(() => {
    for (const name of ['x.npy', 'w.npy', 'b.npy', 'y.npy']) rmSync(at(name), { force: true });
  });

  it('is shown beside the reference and judged, and the next mismatch is its wrong element', async () => {
    assert.equal(await bench.openScenario(checked, 'checked.convt.json'), 'done');
    const frame = await bench.frame();
    await frame
      .locator('.tab-row .verdict')
      .getByText(/^Wrong: /)
      .waitFor();
    const pane = frame.locator('[data-pane="output"]');
    await eventually(async () => {
      assert.match(await pane.innerText(), /Actual/);
      assert.match(await pane.innerText(), /y\.npy/);
    });
    await frame.locator('.main').click({ position: { x: 4, y: 4 } });
    await bench.page().keyboard.press('F8');
    await frame.waitForFunction(
      () => document.querySelector<HTMLInputElement>('[aria-label="Output channel c"]')?.value === '2',
    );
    await eventually(async () => {
      const { n, c, y, x } = await cursorOf(frame);
      assert.deepEqual([n, c, y, x], [1, 2, 3, 4]);
    });
    await bench.screenshot('actual');
  });

  it('is read again when the file changes, and let go by its button', async () => {
    assert.equal(await bench.openScenario(checked, 'checked.convt.json'), 'done');
    const frame = await bench.frame();
    const verdict = frame.locator('.tab-row .verdict');
    copyFileSync(new URL('y.npy', fixtures), at('y.npy'));
    await verdict.getByText('Correct, within float32 rounding').waitFor();
    writeWrong();
    await verdict.getByText(/^Wrong: /).waitFor();
    await frame.getByRole('button', { name: 'Stop checking y.npy' }).click();
    await verdict.getByText('Correct, within float32 rounding').waitFor();
    await eventually(async () => assert.equal(await frame.getByText('Actual', { exact: true }).count(), 0));
  });

  describe('where there is none yet', () => {
    const unchecked = { ...checked, actual: undefined };
    const verdict = async () => (await bench.frame()).locator('.tab-row .verdict');

    it('is asked for by a button, which the keyboard reaches and which then lets go of it', async () => {
      assert.equal(await bench.openScenario(unchecked, 'unchecked.convt.json'), 'done');
      const frame = await bench.frame();
      const choose = frame.getByRole('button', { name: 'Output to check Choose a file…' });
      await frame.locator('.section-data .file-drop[data-role=bias] select').focus();
      await bench.page().keyboard.press('Tab');
      await eventually(async () => assert.ok(await choose.evaluate((button) => button === document.activeElement)));
      await bench.page().keyboard.press('Enter');
      const path = bench.page().getByRole('dialog').getByRole('textbox', { name: 'Path' });
      await path.fill(at('y.npy'));
      await path.press('Enter');
      await (await verdict()).getByText(/^Wrong: /).waitFor();
      const stop = frame.getByRole('button', { name: 'Stop checking y.npy' });
      await stop.press('Enter');
      await (await verdict()).getByText('Correct, within float32 rounding').waitFor();
      // One button in one place: the focus stays.
      await eventually(async () => assert.ok(await choose.evaluate((button) => button === document.activeElement)));
    });

    it('is taken from a file that is dropped', async () => {
      assert.equal(await bench.openScenario(unchecked, 'unchecked.convt.json'), 'done');
      const frame = await bench.frame();
      await frame.getByText('or drop a tensor file here').waitFor();
      assert.deepEqual(await seriousFaults(frame), []);
      await bench.screenshot('actual-none');
      await frame.locator('.sidebar .file-drop[data-role=actual]').evaluate(
        (place, uri) => {
          const dataTransfer = new DataTransfer();
          dataTransfer.setData('text/uri-list', `${uri}\r\n`);
          for (const type of ['dragover', 'drop']) {
            place.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
          }
        },
        `file://${at('y.npy')}`,
      );
      await (await verdict()).getByText(/^Wrong: /).waitFor();
    });
  });

  it('stands beside the orders of summation, and no order is made up for it', async () => {
    assert.equal(await bench.openScenario(checked, 'checked.convt.json'), 'done');
    const frame = await bench.frame();
    await frame.locator('.main').click({ position: { x: 4, y: 4 } });
    await bench.page().keyboard.press('F8');
    await frame.waitForFunction(
      () => document.querySelector<HTMLInputElement>('[aria-label="Output channel c"]')?.value === '2',
    );
    await frame.getByRole('button', { name: 'Orders of summation' }).click();
    const row = frame.locator('.order-results tr', { hasText: 'y.npy' });
    await eventually(async () => {
      assert.match(await row.innerText(), /order of summation unknown/);
      const [, offBy = ''] = await row.locator('td').allInnerTexts();
      // What was added to the right output, give or take its rounding.
      assert.equal(offBy, '1');
    });
    await frame.getByRole('button', { name: 'Orders of summation' }).click();
  });

  it('goes into one .npz with everything else', async () => {
    assert.equal(await bench.openScenario(checked, 'checked.convt.json'), 'done');
    const frame = await bench.frame();
    await frame.getByRole('button', { name: 'Export' }).click();
    const [download] = await Promise.all([
      bench.page().waitForEvent('download'),
      frame.getByRole('menuitem', { name: 'All tensors and stages as .npz' }).click(),
    ]);
    assert.match(download.suggestedFilename(), /\.npz$/);
    const path = await download.path();
    const file = await openTensorFile(bufferSource(new Uint8Array(readFileSync(path)).buffer, 'all.npz'), () =>
      Promise.reject(new Error('nothing is beside it')),
    );
    assert.ok(file.ok);
    const shapes = new Map(file.value.entries.map(({ key, shape }) => [key, shape]));
    assert.deepEqual(shapes.get('input'), [2, 4, 5, 6]);
    for (const key of ['output', 'actual', 'reference', 'error']) {
      assert.deepEqual(shapes.get(key), [2, 6, 10, 9], key);
    }
    assert.ok(shapes.has('unfolded') && shapes.has('kernel-matrix'), [...shapes.keys()].join());
  });
});
