import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import { assertAccessible, assertFits } from '../browser/accessible.ts';
import { eventually } from '../browser/eventually.ts';
import { workbench } from './bench.ts';

function scenario(kernel: number, outputPadding = 0): object {
  return {
    version: 1,
    name: 'Generator.__init__ › self.up',
    input: { fill: 'randn', shape: [1, 2, 14, 14] },
    weight: { fill: 'randn', shape: [2, 1, kernel, kernel] },
    stride: 2,
    padding: 1,
    output_padding: outputPadding,
  };
}

describe('the switch between two versions of a call', () => {
  const bench = workbench();
  let frame: Frame;

  const open = async (before: object = scenario(4), after: object = scenario(3)): Promise<void> => {
    const paths = {
      before: join(bench.folder(), 'before.convt.json'),
      after: join(bench.folder(), 'after.convt.json'),
    };
    writeFileSync(paths.before, JSON.stringify(before));
    writeFileSync(paths.after, JSON.stringify(after));
    await bench.open(paths);
    frame = await bench.frame();
  };
  /** Returns the size of the output as its picture is named: "27 × 27". */
  const size = async (): Promise<string> => {
    const name = await frame.locator('[data-pane="output"] canvas[role="img"]').getAttribute('aria-label');
    return (/, (\d+ × \d+)/.exec(name ?? '')?.[1] ?? '').replaceAll(' ', '');
  };
  const shows = async (text: string): Promise<void> => {
    await eventually(async () => assert.equal(await size(), text));
  };
  const isChecked = (name: string) => frame.getByRole('radio', { name: new RegExp(`^${name}`) }).isChecked();
  const announced = async (): Promise<string> => await frame.locator('[aria-live="polite"]').first().innerText();

  it('shows either by a click, by the key b and by the arrow keys, and says which', async () => {
    // (14 − 1)·2 − 2 + k: 28 with k 4 and 27 with k 3.
    await open();
    await shows('27×27');
    assert.equal(await isChecked('After'), true);
    await frame.locator('.version-switch').getByText('Before').click();
    await shows('28×28');
    await eventually(async () => assert.match(await announced(), /^Before the change: output 1×1×28×28\. Done\./));
    await bench.page().keyboard.press('ArrowRight');
    await shows('27×27');
    await frame.locator('#tab-panel').focus();
    await bench.page().keyboard.press('b');
    await shows('28×28');
    assert.equal(await isChecked('Before'), true);
    await bench.page().keyboard.press('?');
    await frame.getByText('show the call before or after the change').waitFor();
  });

  it('keeps the cursor, and the edits of each version through a reload', async () => {
    await open();
    await shows('27×27');
    const field = (name: string) => frame.getByLabel(name, { exact: true });
    await field('Output row y').fill('5');
    await field('Output row y').press('Enter');
    await frame.locator('#tab-panel').focus();
    await bench.page().keyboard.press('b');
    await shows('28×28');
    assert.equal(await field('Output row y').inputValue(), '5');
    await bench.reload();
    frame = await bench.frame();
    await shows('28×28');
    assert.equal(await isChecked('Before'), true);
    await frame.locator('.version-switch').getByText('After').click();
    await shows('27×27');
  });

  it('explains a version that is illegal, and leads back', async () => {
    await open(scenario(4), scenario(4, 2));
    await frame
      .locator('.sidebar')
      .getByText(/must be smaller than stride/)
      .first()
      .waitFor();
    await frame.locator('.version-switch').getByText('Before').click();
    await shows('28×28');
    await frame.locator('.version-switch').getByText('After').click();
    await frame
      .locator('.sidebar')
      .getByText(/must be smaller than stride/)
      .first()
      .waitFor();
  });

  it('shows the new pictures at once where motion is unwelcome', async () => {
    await open();
    await shows('27×27');
    await bench.page().emulateMedia({ reducedMotion: 'reduce' });
    await frame.locator('.version-switch').getByText('Before').click();
    await shows('28×28');
    await bench.page().emulateMedia({ reducedMotion: null });
  });

  it('is absent from the page of one call', async () => {
    await bench.openPreset('strided');
    frame = await bench.frame();
    assert.equal(await frame.locator('.version-switch').count(), 0);
    await frame.locator('#tab-panel').focus();
    await bench.page().keyboard.press('?');
    await frame.getByText('go to an index').waitFor();
    assert.equal(await frame.getByText('show the call before or after the change').count(), 0);
  });

  it('has no fault that axe-core finds in any theme, and fits a narrow page', async () => {
    await open();
    await shows('27×27');
    await assertAccessible(bench, frame, 'versions');
    await assertFits(bench, frame, 400, 'versions');
  });
});
