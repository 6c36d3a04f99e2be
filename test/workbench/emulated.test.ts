import assert from 'node:assert/strict';
import type { Frame, Locator } from 'playwright-core';
import { assertAccessible, assertFits } from '../browser/accessible.ts';
import { eventually } from '../browser/eventually.ts';
import { field } from '../browser/shellPage.ts';
import { workbench } from './bench.ts';

/**
 * The element y[0,0,3,5] of the strided preset has the factors −0.7 · 0.8, −1.2 · 0.2, 1.2 · 1.1 and 1.1 · 0.4
 * (see dotProduct.test.ts). bfloat16 has 8 bits: 0.7 is 179.2/2⁸ ≈ 179/2⁸ = 0.69921875, 0.8 ≈ 205/2⁸ = 0.80078125,
 * 1.2 ≈ 154/2⁷ = 1.203125, 0.2 ≈ 205/2¹⁰ = 0.2001953125, 1.1 ≈ 141/2⁷ = 1.1015625, 0.4 ≈ 205/2⁹ = 0.400390625, and
 * the bias 0.1 ≈ 205/2¹¹ = 0.10009765625. Their sum lies between 1 and 2: it is stored in steps of 2⁻⁷.
 */
const weights = [205 / 2 ** 8, 205 / 2 ** 10, 141 / 2 ** 7, 205 / 2 ** 9] as const;
const inputs = [-179 / 2 ** 8, -154 / 2 ** 7, 154 / 2 ** 7, 141 / 2 ** 7] as const;
const sum = weights.reduce((total, w, i) => total + w * (inputs[i] ?? NaN), 205 / 2 ** 11);
const stored = Math.round(sum * 2 ** 7) / 2 ** 7;
const minus = (text: string): string => text.replace('-', '−');

describe('an emulated precision on the page', function () {
  this.timeout(120_000);
  const bench = workbench();
  let frame: Frame;

  const settled = async (): Promise<string> => {
    const state = await bench.settled();
    frame = await bench.frame();
    return state;
  };
  const precision = () => frame.getByRole('combobox', { name: 'Precision' });
  const choose = async (dtype: string): Promise<void> => {
    await precision().selectOption(dtype);
    assert.equal(await settled(), 'done');
  };
  const open = async (): Promise<void> => {
    assert.equal(await bench.openPreset('strided'), 'done');
    frame = await bench.frame();
  };

  it('is chosen by keyboard, explained, and judged by its own bound', async () => {
    await open();
    await precision().focus();
    for (const title of ['float64', 'TF32', 'bfloat16']) {
      await bench.page().keyboard.press('ArrowDown');
      assert.equal(await settled(), 'done');
      await eventually(async () => assert.equal(await precision().locator('option:checked').innerText(), title));
    }
    await eventually(async () => {
      const about = (await precision().getAttribute('aria-describedby'))?.split(' ')[0] ?? '';
      const text = await frame.locator(`[id="${about}"]`).innerText();
      assert.match(text, /Emulated: bfloat16, summed in float32/);
      assert.match(text, /torch\.autocast/);
    });

    const verdict = frame.locator('.tab-row .verdict, .verdict').first();
    await eventually(async () => assert.equal(await verdict.innerText(), 'Correct, within bfloat16 rounding'));
    await eventually(async () => {
      const box = await frame.locator('.statistics .verdict-box').innerText();
      assert.match(box, /^Correct, within bfloat16 rounding/);
      assert.match(box, /within the bound of bfloat16, summed in float32: \(ρ \+ γ\S+\) Σ\|w\|\|x\| \+ u\|y\|/);
    });
    // Said a moment later: whoever types on is not told of every step.
    await frame
      .locator('[aria-live=polite]')
      .getByText('Done. Correct, within bfloat16 rounding.', { exact: true })
      .waitFor({ state: 'attached' });
    await frame.getByRole('radio', { name: 'Error divided by the bound of bfloat16, summed in float32' }).waitFor();
    await frame.getByRole('radio', { name: 'Error in units in the last place of bfloat16' }).waitFor();
    await eventually(async () => {
      const names = await frame.locator('.statistics-table th').allInnerTexts();
      assert.ok(names.includes('max bf16 ULP'), names.join());
    });
  });

  it('says in the panes’ headers what enters and what is stored', async () => {
    await open();
    const header = (key: string) => frame.locator(`[data-pane=${key}] .pane-header`).first();
    const outputs = frame.locator('.results .pane-header').first();
    const says = (place: Locator, words: RegExp): Promise<void> =>
      eventually(async () => assert.match(await place.innerText(), words));
    await says(header('input'), /\S/);
    assert.doesNotMatch(await header('input').innerText(), /f16/);
    await choose('bfloat16');
    for (const key of ['input', 'weight']) await says(header(key), /\bbf16\b/);
    await says(outputs, /\bbf16\b/);
    await choose('tf32');
    await says(header('weight'), /\btf32\b/);
    await says(outputs, /\bf32\b/);
  });

  it('shows the rounded factors in the dot product, and how their sum is stored', async () => {
    await open();
    await choose('bfloat16');
    for (const [name, value] of [
      ['Output row y', 3],
      ['Output column x', 5],
    ] as const) {
      await field(frame, name).fill(String(value));
      await field(frame, name).press('Enter');
    }
    const rows = frame.locator('.terms tbody tr');
    const factorsOf = async (row: RegExp): Promise<readonly string[]> =>
      await rows.filter({ hasText: row }).locator('td:not(.zero)').allInnerTexts();
    await eventually(async () => {
      assert.deepEqual(
        await factorsOf(/^K\[0, r\] bf16/),
        weights.map((w) => w.toFixed(3)),
      );
      assert.deepEqual(
        await factorsOf(/^× U\[r, 29\] bf16/),
        inputs.map((x) => minus(x.toFixed(3))),
      );
      const equation = await frame.locator('.equation').innerText();
      assert.match(equation, new RegExp(`= ${sum.toFixed(6).slice(0, -1)}\\d, stored in bfloat16: `));
      assert.equal(await frame.locator('.equation b').innerText(), stored.toFixed(6));
    });
    await choose('float16-accumulate');
    await eventually(async () => {
      assert.match((await frame.locator('.terms th[scope=row]').allInnerTexts()).join('\n'), /^Σ f16$/m);
      // What is summed in float16 is in that format already.
      assert.doesNotMatch(await frame.locator('.equation').innerText(), /stored/);
    });
  });

  it('is refused for winograd, in a sentence', async () => {
    // Winograd serves this call in float32.
    const call = { input: { fill: 'randn', shape: [1, 1, 4, 4] }, weight: { fill: 'randn', shape: [1, 1, 3, 3] } };
    assert.equal(await bench.openScenario({ version: 1, ...call, formulation: 'winograd' }), 'done');
    frame = await bench.frame();
    await precision().selectOption('float16');
    assert.equal(await settled(), 'refused');
    await frame
      .locator('.banner.refused')
      .getByText(/^Winograd tiles can be computed in float32 and float64 only/)
      .waitFor();
    await frame.getByRole('combobox', { name: 'Formulation' }).selectOption('auto');
    await eventually(async () => assert.equal(await settled(), 'done'));
    // It cannot be chosen any more, and its text says why.
    const option = frame.getByRole('combobox', { name: 'Formulation' }).locator('option[value=winograd]');
    assert.ok(await option.isDisabled());
    assert.match(await option.innerText(), /float32 and float64 only/);
  });

  it('has no serious fault that axe-core finds in any theme, and fits a narrow page', async () => {
    await open();
    await choose('bfloat16');
    await assertAccessible(bench, frame, 'emulated');
    await assertFits(bench, frame, 600, 'emulated');
  });
});
