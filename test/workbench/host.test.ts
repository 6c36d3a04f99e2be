import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import { tensorOf } from '../../src/engine/core/tensor.ts';
import { writeNpy } from '../../src/formats/npy/writeNpy.ts';
import { findPreset } from '../../src/scenario/presets/presets.ts';
import { serializeScenario } from '../../src/scenario/document/serializeScenario.ts';
import { cursorOf, field, saved, typeInto } from '../browser/shellPage.ts';
import { eventually } from '../browser/eventually.ts';
import { workbench } from './bench.ts';

const archive = join(import.meta.dirname, '../fixtures/cli-files/tensors.npz');

/** Writes a tensor of 0, 1, 2, … plus `add`. */
function writeTensor(path: string, shape: readonly number[], add = 0): string {
  const count = shape.reduce((product, size) => product * size, 1);
  const values = Array.from({ length: count }, (_, i) => i + add);
  writeFileSync(path, writeNpy(tensorOf('float32', shape, values)));
  return path;
}

describe('the host of a page in a plain browser', () => {
  const bench = workbench();
  let frame: Frame;
  const open = async (preset: string): Promise<void> => {
    assert.equal(await bench.openPreset(preset), 'done');
    frame = await bench.frame();
  };

  it('keeps what the page saved, and the edits of a document, over a reload', async () => {
    const scenario = JSON.parse(serializeScenario(findPreset('strided')?.scenario ?? assert.fail())) as object;
    assert.equal(await bench.openScenario(scenario), 'done');
    frame = await bench.frame();
    await typeInto(frame, 'Stride, height', '3');
    await typeInto(frame, 'Output row y', '2');
    await frame.getByRole('tab', { name: 'Code' }).click();
    await saved(frame);
    assert.equal(await bench.reload(), 'done');
    frame = await bench.frame();
    await eventually(async () => {
      assert.equal(await field(frame, 'Stride, height').inputValue(), '3');
      assert.equal((await cursorOf(frame)).y, 2);
    });
    await frame.getByRole('tab', { name: 'Code', selected: true }).waitFor();
  });

  it('saves as a download, under the name that the page suggests', async () => {
    await open('strided');
    const download = bench.page().waitForEvent('download');
    await frame.getByRole('button', { name: 'More actions' }).click();
    await frame.getByRole('menuitem', { name: 'Save Scenario As…' }).click();
    const file = await download;
    assert.match(file.suggestedFilename(), /\.convt\.json$/);
    const text = readFileSync(await file.path(), 'utf8');
    assert.equal(text, serializeScenario(findPreset('strided')?.scenario ?? assert.fail()));
  });

  it('copies to the clipboard', async () => {
    await open('strided');
    await frame.locator('[data-pane="unfolded"] [role=gridcell][tabindex="0"]').focus();
    await bench.page().keyboard.press('Control+c');
    await frame.locator('.notice', { hasText: 'Copied U[4, 36] = 1.2' }).waitFor();
    const copied = await bench.page().evaluate(() => navigator.clipboard.readText());
    assert.equal(copied, 'U[4, 36] = 1.2');
  });

  it('tells the page of a file that changes on the disk', async () => {
    const path = writeTensor(join(bench.folder(), 'changed.npy'), [4, 5]);
    assert.equal(await bench.openTensorFile(path), 'done');
    frame = await bench.frame();
    await frame.locator('.value-under', { hasText: '[0, 0] = 0' }).waitFor();
    writeTensor(path, [4, 5], 1000);
    await frame.locator('.value-under', { hasText: '[0, 0] = 1000' }).waitFor();
  });

  it('runs the command that VS Code has bound to a key which the page leaves alone', async () => {
    await open('strided');
    await frame.locator('.main').click({ position: { x: 8, y: 8 } });
    const before = (await cursorOf(frame)).term;
    await bench.page().keyboard.press('F10');
    await frame.waitForFunction(
      (term) => document.querySelector<HTMLInputElement>('[aria-label="Term of the dot product"]')?.value === term,
      String(before + 1),
    );
  });

  it('asks which file and which of its tensors is meant', async () => {
    await open('strided');
    const page = bench.page();
    await frame.getByRole('button', { name: 'Choose a file…' }).click();
    await page.getByRole('dialog').getByRole('textbox', { name: 'Path' }).fill(archive);
    await page.getByRole('button', { name: 'Open the Path' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'w float16' }).click();
    // (2, 3, 2, 2) is not the shape of this call's output, and the page says so.
    await frame.locator('.sidebar').getByText('tensors.npz#w').first().waitFor();
    assert.equal(await bench.settled(), 'refused');
  });

  it('opens another panel on a tensor, and takes the first page away meanwhile', async () => {
    const path = writeTensor(join(bench.folder(), 'weight.npy'), [3, 2, 4, 4]);
    assert.equal(await bench.openTensorFile(path), 'done');
    frame = await bench.frame();
    await frame.getByRole('button', { name: 'Use as part of a call' }).click();
    await frame.getByRole('menuitem', { name: 'Use as weight' }).click();
    const tabs = bench.page().getByRole('navigation', { name: 'Open panels' });
    await tabs.getByRole('button', { pressed: true, name: /^ConvTranspose2d/ }).waitFor();
    assert.equal(await bench.settled(), 'done');
    await (await bench.frame()).locator('#root[data-view="debugger"]').waitFor({ state: 'attached' });
    await tabs.getByRole('button', { name: 'weight.npy', exact: true }).click();
    await bench.page().frameLocator('iframe.webview').locator('#root[data-view="file"]').waitFor({ state: 'attached' });
    await eventually(async () => assert.equal(await bench.page().locator('iframe.webview').count(), 1));
  });

  it('lets the page run no script that it did not bring along', async () => {
    await open('strided');
    const ran = await frame.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'window.intruder = true';
      document.body.append(script);
      return 'intruder' in window;
    });
    assert.equal(ran, false);
    assert.match(bench.consoleErrors().splice(0).join('\n'), /Content Security Policy/);
  });

  it('refuses a file outside of the folders that are served', async () => {
    assert.equal(await bench.openTensorFile('/etc/hosts.npy'), 'refused');
    frame = await bench.frame();
    await frame.getByRole('alert').getByText('may not be read').waitFor();
    // The browser reports the answer 404.
    bench.consoleErrors().length = 0;
  });
});
