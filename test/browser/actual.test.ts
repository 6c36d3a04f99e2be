import assert from 'node:assert/strict';
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sourceOf } from '../../src/formats/byteSource.ts';
import { openTensorFile } from '../../src/formats/openTensorFile.ts';
import { acceptSave } from './acceptSave.ts';
import { lab } from './lab.ts';
import { cursorOf } from './shellPage.ts';

const fixtures = new URL('../fixtures/cli/', import.meta.url);

/** PyTorch's own call, with its output to check. */
const checked = {
  ...(JSON.parse(readFileSync(new URL('call.convt.json', fixtures), 'utf8')) as object),
  actual: { file: 'y.npy' },
};

describe('an output to check', () => {
  const vscode = lab();
  const at = (name: string): string => join(vscode.folder(), name);

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
    assert.equal(await vscode.openScenario(checked, 'checked.convt.json'), 'done');
    const frame = await vscode.frame();
    assert.match(await frame.locator('.tab-row .verdict').innerText(), /Bug/);
    const pane = frame.locator('[data-pane="output"]');
    assert.match(await pane.innerText(), /Actual/);
    assert.match(await pane.innerText(), /y\.npy/);
    await frame.locator('.main').click({ position: { x: 4, y: 4 } });
    await vscode.page().keyboard.press('F8');
    await frame.waitForFunction(() => document.querySelector<HTMLInputElement>('[aria-label="Output channel c"]')?.value === '2'); // prettier-ignore
    const { n, c, y, x } = await cursorOf(frame);
    assert.deepEqual([n, c, y, x], [1, 2, 3, 4]);
    await vscode.screenshot('actual');
  });

  it('is read again when the file changes, and let go by its button', async () => {
    assert.equal(await vscode.openScenario(checked, 'checked.convt.json'), 'done');
    const frame = await vscode.frame();
    const verdict = frame.locator('.tab-row .verdict');
    copyFileSync(new URL('y.npy', fixtures), at('y.npy'));
    await verdict.getByText('Rounding only').waitFor();
    writeWrong();
    await verdict.getByText('Bug').waitFor();
    await frame.getByRole('button', { name: 'Stop checking y.npy' }).click();
    await verdict.getByText('Rounding only').waitFor();
    assert.equal(await frame.getByText('Actual', { exact: true }).count(), 0);
    await vscode.command('workbench.action.files.revert');
  });

  it('goes into one .npz with everything else', async () => {
    assert.equal(await vscode.openScenario(checked, 'checked.convt.json'), 'done');
    const frame = await vscode.frame();
    await frame.getByRole('button', { name: 'Export' }).click();
    await frame.getByRole('menuitem', { name: 'All tensors and stages as .npz' }).click();
    const path = at(await acceptSave(vscode, '.npz'));
    const file = await openTensorFile(
      sourceOf(new Uint8Array(readFileSync(path)).buffer, 'all.npz'),
      () => Promise.reject(new Error('nothing is beside it')),
    );
    rmSync(path);
    assert.ok(file.ok);
    const shapes = new Map(file.value.entries.map(({ key, shape }) => [key, shape]));
    assert.deepEqual(shapes.get('input'), [2, 4, 5, 6]);
    for (const key of ['output', 'actual', 'reference', 'error']) {
      assert.deepEqual(shapes.get(key), [2, 6, 10, 9], key);
    }
    assert.ok(shapes.has('unfolded') && shapes.has('kernel-matrix'), [...shapes.keys()].join());
  });
});
