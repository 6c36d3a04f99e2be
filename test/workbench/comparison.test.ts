import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Frame } from 'playwright-core';
import { writeNpy } from '../../src/formats/npy/writeNpy.ts';
import { assertAccessible } from '../browser/accessible.ts';
import { eventually } from '../browser/eventually.ts';
import { workbench } from './bench.ts';

const fixtures = resolve('test/fixtures/differences');

describe('the comparison of two files', function () {
  this.timeout(120_000);
  const bench = workbench();
  let frame: Frame;

  const open = async (a: string, b: string): Promise<void> => {
    assert.equal(await bench.openComparison(a, b), 'done');
    frame = await bench.frame();
    // The page has the focus, as it has in VS Code.
    await frame.locator('.compare-files').click();
  };
  const openStep = (): Promise<void> => open(join(fixtures, 'step-before.pt'), join(fixtures, 'step-after.pt'));
  /** The visible rows: name and status. */
  const rows = async (): Promise<string[]> =>
    await frame.locator('.pair-rows .pair-row').evaluateAll((all) =>
      all.map((row) => {
        const text = (which: string): string => row.querySelector(`.pair-${which}`)?.textContent.trim() ?? '';
        return `${text('tensor > .mono')}: ${text('status')}`;
      }),
    );
  const assertRows = async (...expected: readonly string[]): Promise<void> =>
    await eventually(async () => assert.deepEqual(await rows(), expected));
  const heading = (name: string): Promise<void> => frame.locator('.compare-header h1', { hasText: name }).waitFor();
  const value = (text: string): Promise<void> => frame.locator('.values-under', { hasText: text }).first().waitFor();
  const press = (key: string): Promise<void> => bench.page().keyboard.press(key);

  it('lists what became of each tensor, and shows the first that changed at its largest difference', async () => {
    await openStep();
    await assertRows(
      'stem.bias: other shape',
      'up.0.weight: changed',
      'up.1.weight: close',
      'norm.running_mean: changed',
      'norm.num_batches_tracked: changed',
      'half: changed',
      'brain: close',
      'wide: other dtype',
      'head.old: removed',
      'gone: removed',
      'head.new: added',
      'late: added',
    );
    const remark = (name: string, words: string): Promise<void> =>
      frame.locator('.pair-tensor', { hasText: name }).locator('.dim', { hasText: words }).waitFor();
    await remark('head.old', 'same values as head.new');
    await remark('norm.running_mean', '1 NaN or infinite in one file only');
    await remark('wide', 'float32 → float64');
    await heading('up.0.weight');
    // torch: (before - after).abs().argmax() is 43 of (4, 2, 4, 4).
    await value('[1, 0, 2, 3]');
    await value('|A − B| = 0.25');
    await press('F8');
    await value('[3, 1, 0, 0]');
    await press('F8');
    await value('[1, 0, 2, 3]');
  });

  it('lists equal tensors on request, filters as one types, and sorts by a column', async () => {
    await openStep();
    await frame.getByRole('combobox', { name: 'Which tensors are listed' }).selectOption({ label: 'All (16)' });
    await frame.getByText('stem.weight').first().waitFor();
    await frame.getByRole('textbox', { name: /^Filter/ }).fill('norm');
    await assertRows('norm.running_mean: changed', 'norm.num_batches_tracked: changed');
    await frame.getByRole('button', { name: 'Sort by max |Δ|' }).click();
    await assertRows('norm.num_batches_tracked: changed', 'norm.running_mean: changed');
    await frame.getByRole('textbox', { name: /^Filter/ }).fill('2x3');
    await assertRows('wide: other dtype');
    await frame.getByRole('textbox', { name: /^Filter/ }).fill('nothing like it');
    await frame.getByText('No tensor matches the filter.').waitFor();
    await frame.getByRole('button', { name: 'Show all' }).click();
    await eventually(async () => assert.equal((await rows()).length, 16));
  });

  it('is used by the keyboard alone', async () => {
    await openStep();
    await frame.getByRole('textbox', { name: /^Filter/ }).focus();
    await press('ArrowDown');
    await heading('up.0.weight');
    for (const name of ['up.1.weight', 'norm.running_mean']) {
      await press('ArrowDown');
      await heading(name);
    }
    await value('A = ');
    await press('n');
    await heading('norm.num_batches_tracked');
    await press('p');
    await heading('norm.running_mean');
    await press('End');
    await heading('late');
    await frame.getByText('Only in B.').waitFor();
    await press('Home');
    await heading('stem.bias');
    await frame.getByText('The shapes differ, so the values are not compared: 4 and 6 elements.').waitFor();
  });

  it('compares again with the tolerance that one sets', async () => {
    await openStep();
    await frame.getByRole('button', { name: 'edit' }).click();
    await frame.getByRole('textbox', { name: 'atol' }).fill('0.2');
    await frame.getByRole('textbox', { name: 'atol' }).press('Enter');
    // |Δ| is 0.25 and 0.125.
    await frame.locator('.pair-row[aria-selected=true] .pair-mismatches', { hasText: /^1$/ }).waitFor();
    await frame.locator('.statistics-table', { hasText: '1 / 128' }).waitFor();
  });

  it('says that two files are equal', async () => {
    await open(join(fixtures, 'same-before.pt'), join(fixtures, 'same-after.pt'));
    await frame.getByText('All 2 tensors are equal.').waitFor();
    await frame.getByRole('button', { name: 'Show all' }).click();
    await assertRows('w: equal', 'mask: equal');
  });

  it('draws a window of a plane that is too large, and moves it to the mismatch', async () => {
    const [a, b] = [join(bench.folder(), 'a.npy'), join(bench.folder(), 'b.npy')];
    const shape = [3000, 1000];
    const data = new Float32Array(3_000_000).fill(1);
    writeFileSync(a, writeNpy({ dtype: 'float32', shape, data }));
    data[2_900_500] = 3;
    data[7] = 2;
    writeFileSync(b, writeNpy({ dtype: 'float32', shape, data }));
    await open(a, b);
    await value('[2900, 500]');
    await frame.getByText(/rows .* of 3.000/).waitFor();
    await press('F8');
    await value('[0, 7]');
    await press('F8');
    await value('[2900, 500]');
  });

  it('is accessible in every theme, in a wide and a narrow page', async () => {
    await openStep();
    await heading('up.0.weight');
    await assertAccessible(bench, frame, 'comparison');
    for (const width of [500, 700, 1000, 1920]) {
      await bench.resize({ width, height: 900 });
      await bench.settled();
      await bench.screenshot(`comparison-${width}`);
      const overflow = await frame.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(overflow <= 0, `${width}: ${overflow}`);
    }
  });

  it('lists thousands of tensors', async () => {
    const count = 20_000;
    const header = Object.fromEntries(
      Array.from({ length: count }, (_, i) => [
        `layer.${i}.weight`,
        { dtype: 'F32', shape: [2], data_offsets: [8 * i, 8 * i + 8] },
      ]),
    );
    const text = JSON.stringify(header);
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(text.length));
    const data = new Float32Array(2 * count).fill(1);
    const file = (): Uint8Array => Buffer.concat([length, Buffer.from(text), Buffer.from(data.buffer)]);
    const [a, b] = [join(bench.folder(), 'a.safetensors'), join(bench.folder(), 'b.safetensors')];
    writeFileSync(a, file());
    for (const at of [3, 39_000]) data[at] = 2;
    writeFileSync(b, file());
    await open(a, b);
    await assertRows('layer.1.weight: changed', 'layer.19500.weight: changed');
    await frame.getByRole('combobox', { name: 'Which tensors are listed' }).selectOption('all');
    await frame.getByRole('textbox', { name: /^Filter/ }).fill('layer.1234.');
    await assertRows('layer.1234.weight: equal');
  });
});
