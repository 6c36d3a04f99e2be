import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';
import { assertAccessible, assertFits } from '../browser/accessible.ts';
import { eventually } from '../browser/eventually.ts';
import { field, outputSize, seriousFaults } from '../browser/shellPage.ts';
import { workbench } from './bench.ts';

describe('the Overlap tab', () => {
  const bench = workbench();

  async function open(preset: string): Promise<Frame> {
    assert.equal(await bench.openPreset(preset), 'done');
    const frame = await bench.frame();
    await frame.getByRole('tab', { name: 'Overlap' }).click();
    await frame.locator('.solutions').waitFor();
    return frame;
  }

  it('shows how many taps reach each element, and says what kernel mod stride leaves', async () => {
    // 1 → 1 channel, ones, kernel 3, stride 2.
    const frame = await open('checkerboard');
    await frame
      .locator('.overlap-words')
      .getByText(/3 mod stride 2 is 1; the overlap is uneven, 1 or 2 taps/)
      .waitFor();
    const cell = frame.locator('[data-pane="overlap"] [role="gridcell"]').first();
    await eventually(async () => assert.notEqual(await cell.innerText(), ''));
    // Phases of 1, 2, 2 and 4 taps: mean 9/4, amplitude 3/2, which is 66.7 % of it.
    const response = frame.getByRole('region', { name: 'Checkerboard strength' });
    const row = response.locator('tbody tr');
    await eventually(async () => assert.deepEqual(await row.locator('td').allInnerTexts(), ['2.25', '1.5', '66.7%']));
    const waste = frame.getByRole('region', { name: 'Cost by formulation' });
    await eventually(async () => assert.equal(await waste.locator('tbody tr').count(), 6));
  });

  it('lists calls of a wanted output and takes one with Enter, kernel and all; arrow keys go through them', async () => {
    const frame = await open('checkerboard');
    await outputSize(frame).getByText('21 × 21').waitFor();
    await field(frame, 'Wanted output height').fill('20');
    await field(frame, 'Wanted output width').fill('20');
    const first = frame.locator('.solutions tbody tr').first();
    await first.getByRole('button', { name: 'Use kernel_size 2,' }).waitFor();
    await first.getByRole('button').focus();
    await bench.page().keyboard.press('Enter');
    await eventually(async () => {
      assert.equal(await outputSize(frame).innerText(), '20 × 20');
      assert.equal(await field(frame, 'Kernel height').inputValue(), '2');
      assert.equal(await field(frame, 'Kernel width').inputValue(), '2');
    });
    await frame.locator('.solutions').getByText('current call').waitFor();
    await frame.getByRole('button', { name: 'Use kernel_size' }).first().focus();
    await bench.page().keyboard.press('ArrowDown');
    await frame.waitForFunction(
      () => document.activeElement === [...document.querySelectorAll('.solutions button')][1],
    );
  });

  it('checks the certificates of the call at hand, and forgets them when it changes', async () => {
    const frame = await open('strided');
    const part = frame.getByRole('region', { name: 'Proofs' });
    await part.getByRole('button', { name: 'Check' }).click();
    await part.getByText('All identities hold.').waitFor();
    await eventually(async () => {
      const results = await part.locator('tbody tr td:last-child').allInnerTexts();
      assert.ok(results.length >= 3);
      assert.ok(results.every((text) => text === '✓ holds'));
    });
    await field(frame, 'Padding, height').fill('1');
    await part.locator('table').waitFor({ state: 'detached' });
  });

  it('has no serious fault of accessibility in any theme, and fits a narrow page', async () => {
    const frame = await open('dcgan-1');
    const part = frame.getByRole('region', { name: 'Proofs' });
    await part.getByRole('button', { name: 'Check' }).click();
    await part.getByText('All identities hold.').waitFor();
    await assertAccessible(bench, frame, 'overlap');
    await assertFits(bench, frame, 700, 'overlap');
    assert.deepEqual(await seriousFaults(frame), []);
  });
});
