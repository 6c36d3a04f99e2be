import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';
import { cursorOf } from '../browser/shellPage.ts';
import { eventually } from '../browser/eventually.ts';
import { workbench } from './bench.ts';

/**
 * The strided preset by hand, from the definition: y[0,0,3,5] = b + Σ w[ky,kx]·x[iy,ix] over
 * 3 = 2·iy − 1 + ky and 5 = 2·ix − 1 + kx: (iy, ky) ∈ {(1, 2), (2, 0)}, (ix, kx) ∈ {(2, 2), (3, 0)}.
 * x[1,2] = −0.7, x[1,3] = −1.2, x[2,2] = 1.2, x[2,3] = 1.1; w[2,2] = 0.8, w[2,0] = 0.2,
 * w[0,2] = 1.1, w[0,0] = 0.4; b = 0.1:
 * 0.1 − 0.56 − 0.24 + 1.32 + 0.44 = 1.06.
 */
const element = { n: 0, c: 0, y: 3, x: 5 };
const byHand = { terms: ['−0.56', '−0.24', '+1.32', '+0.44'], value: '1.060000' };

describe('the dot product', () => {
  const bench = workbench();

  it('lists the products and the value that the definition gives', async () => {
    await bench.openPreset('strided');
    const frame = await bench.frame();
    await goTo(frame, element);
    await eventually(async () => {
      const products = await frame.locator('.terms tr.rule td:not(.zero)').allInnerTexts();
      assert.deepEqual(
        products.map((text) => text.replace(/(\.\d\d)\d*$/, '$1')),
        byHand.terms,
      );
      assert.equal(await frame.locator('.equation b').innerText(), byHand.value);
    });
  });

  it('moves the cursor to the term whose column is clicked', async () => {
    await bench.openPreset('strided');
    const frame = await bench.frame();
    await frame.locator('.terms th[scope=col]').nth(7).click();
    await eventually(async () => assert.equal((await cursorOf(frame)).term, 7));
  });

  it('moves the cursor to the worst cell of a histogram bar, by mouse and by keyboard', async () => {
    await bench.openPreset('strided');
    const frame = await bench.frame();
    const bars = frame.locator('.histogram-plot .bar');
    const first = await bars.first().getAttribute('aria-label');
    /** Waits until the cursor is at the worst element that a bar names. */
    const cursorIsAtWorstOf = (label: string | null): Promise<void> =>
      eventually(async () => {
        const { n, c, y, x } = await cursorOf(frame);
        assert.match(label ?? '', new RegExp(`worst at \\[${[n, c, y, x].join(', ')}\\]`));
      });
    await bars.first().click({ force: true });
    await cursorIsAtWorstOf(first);
    await bars.first().focus();
    await bench.page().keyboard.press('End');
    await bench.page().keyboard.press('Enter');
    await cursorIsAtWorstOf(await bars.last().getAttribute('aria-label'));
  });

  it('counts mismatches anew when the tolerance is edited, and refuses a negative one', async () => {
    await bench.openPreset('strided');
    const frame = await bench.frame();
    const row = frame.locator('.statistics-table tr', { hasText: 'mismatches' }).locator('.number');
    await eventually(async () => assert.equal(await row.innerText(), '0 / 64'));
    await frame.getByRole('button', { name: 'edit' }).click();
    await frame.getByRole('textbox', { name: 'rtol' }).fill('0');
    await bench.page().keyboard.press('Tab');
    await frame.getByRole('textbox', { name: 'atol' }).fill('0');
    await bench.page().keyboard.press('Tab');
    await frame
      .locator('.statistics-table tr', { hasText: 'mismatches' })
      .getByText(/^[1-9]\d* \/ 64$/)
      .waitFor();
    await frame.getByRole('textbox', { name: 'atol' }).fill('-1');
    await bench.page().keyboard.press('Tab');
    const alert = frame.locator('.tolerance-fields [role=alert]');
    await alert.getByText('atol = -1 must be a number of at least 0.', { exact: true }).waitFor();
  });
});

async function goTo(frame: Frame, at: typeof element): Promise<void> {
  for (const [name, value] of [
    ['Output row y', at.y],
    ['Output column x', at.x],
  ] as const) {
    const input = frame.getByRole('spinbutton', { name, exact: true });
    await input.fill(String(value));
    await input.press('Enter');
  }
}
