import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';
import { assertAccessible, assertFits } from './accessible.ts';
import { lab } from './lab.ts';
import { field, outputSize, seriousFaults } from './shellPage.ts';

describe('the Overlap tab', () => {
  const vscode = lab();

  async function open(preset: string): Promise<Frame> {
    assert.equal(await vscode.openPreset(preset), 'done');
    const frame = await vscode.frame();
    await frame.getByRole('tab', { name: 'Overlap' }).click();
    await frame.locator('.solutions').waitFor();
    return frame;
  }

  it('shows how many taps reach each element, and says what kernel mod stride leaves', async () => {
    // 1 → 1 channel, ones, kernel 3, stride 2.
    const frame = await open('checkerboard');
    assert.match(
      await frame.locator('.overlap-words').innerText(),
      /3 mod stride 2 is 1; the overlap is uneven, 1 or 2 taps/,
    );
    const cell = frame.locator('[data-pane="overlap"] [role="gridcell"]').first();
    assert.notEqual(await cell.innerText(), '');
    // Phases of 1, 2, 2 and 4 taps: mean 9/4, amplitude 3/2, which is 66.7 % of it.
    const response = frame.getByRole('region', { name: 'Response to ones' });
    const row = response.locator('tbody tr');
    await row.waitFor();
    assert.deepEqual(await row.locator('td').allInnerTexts(), ['2.25', '1.5', '66.7%']);
    const waste = frame.getByRole('region', { name: 'Waste' });
    assert.equal(await waste.locator('tbody tr').count(), 6);
  });

  it('lists calls of a wanted output and takes one with Enter, kernel and all; arrow keys go through them', async () => {
    const frame = await open('checkerboard');
    assert.equal(await outputSize(frame).innerText(), '21 × 21');
    await field(frame, 'Wanted output height').fill('20');
    await field(frame, 'Wanted output width').fill('20');
    const first = frame.locator('.solutions tbody tr').first();
    await first.getByRole('button', { name: 'Take kernel_size 2,' }).waitFor();
    await first.getByRole('button').focus();
    await vscode.page().keyboard.press('Enter');
    await frame.waitForFunction(
      () => document.querySelector('.section-output-size .section-aside')?.textContent === '20 × 20',
    );
    assert.equal(await field(frame, 'Kernel height').inputValue(), '2');
    assert.equal(await field(frame, 'Kernel width').inputValue(), '2');
    await frame.locator('.solutions').getByText('present call').waitFor();
    await frame.getByRole('button', { name: 'Take kernel_size' }).first().focus();
    await vscode.page().keyboard.press('ArrowDown');
    const focused = await frame.evaluate(() =>
      [...document.querySelectorAll('.solutions button')].findIndex((e) => e === document.activeElement),
    );
    assert.equal(focused, 1);
  });

  it('checks the certificates of the call at hand, and forgets them when it changes', async () => {
    const frame = await open('strided');
    const part = frame.getByRole('region', { name: 'Certificates' });
    await part.getByRole('button', { name: 'Check' }).click();
    await part.getByText('All of them hold.').waitFor();
    const results = await part.locator('tbody tr td:last-child').allInnerTexts();
    assert.ok(results.length >= 3);
    assert.ok(results.every((text) => text === '✓ holds'));
    await field(frame, 'Padding, height').fill('1');
    await part.locator('table').waitFor({ state: 'detached' });
  });

  it('has no serious fault of accessibility in any theme, and fits a narrow page', async () => {
    const frame = await open('dcgan-1');
    const part = frame.getByRole('region', { name: 'Certificates' });
    await part.getByRole('button', { name: 'Check' }).click();
    await part.getByText('All of them hold.').waitFor();
    await assertAccessible(vscode, frame, 'overlap');
    await assertFits(vscode, frame, 700, 'overlap');
    assert.deepEqual(await seriousFaults(frame), []);
  });
});
