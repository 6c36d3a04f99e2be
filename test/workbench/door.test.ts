import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';
import { assertAccessible } from '../browser/accessible.ts';
import { eventually } from '../browser/eventually.ts';
import { cursorOf } from '../browser/shellPage.ts';
import { workbench } from './bench.ts';

describe('the way into the debugger', function () {
  this.timeout(120_000);
  const bench = workbench();
  let frame: Frame;

  const open = async (query: Readonly<Record<string, string>>): Promise<void> => {
    await bench.open(query);
    frame = await bench.frame();
  };
  const press = async (...keys: readonly string[]): Promise<void> => {
    for (const key of keys) await bench.page().keyboard.press(key);
  };
  const headline = () => frame.locator('.tab-row .verdict-words');
  const tip = () => frame.locator('.term-tip');

  it('leads to the text of a document that is no scenario', async () => {
    await open({ state: 'refused-text' });
    await frame
      .getByText(/^The scenario is not JSON/)
      .last()
      .waitFor();
    await frame.getByRole('button', { name: 'Show the text' }).click();
    await bench.page().getByRole('dialog', { name: 'Text' }).getByText('"version": 1').waitFor();
  });

  describe('the verdict', () => {
    /** The kernel was not rotated: see the state's tensors. */
    const wrong = 'Wrong: the kernel was not rotated by 180°';

    it('names the mistake and its fix on every tab, and leads to Diagnose', async () => {
      await open({ state: 'diagnose-mistake', tab: 'code' });
      await headline().getByText(wrong, { exact: true }).waitFor();
      assert.equal(
        await frame.locator('.tab-row .verdict-fix').innerText(),
        'Fix: flip the kernel along both spatial axes before the multiplication: w.flip(2, 3).',
      );
      await frame.getByRole('tab', { name: 'Pipeline' }).click();
      const box = frame.locator('.statistics .verdict-box');
      await box.getByText(wrong, { exact: true }).waitFor();
      await box.getByText(/^That explains all 9 values\. Fix: /).waitFor();
      await frame.locator('.tab-row button.verdict').click();
      await frame.locator('.diagnose-header').waitFor();
      assert.equal(await frame.getByRole('tab', { name: 'Diagnose' }).getAttribute('aria-selected'), 'true');
      await assertAccessible(bench, frame);
    });

    it('steps through the mismatches by F8 from every tab, on one that follows the cursor', async () => {
      await open({ state: 'diagnose-mistake', tab: 'code' });
      await headline().getByText(wrong, { exact: true }).waitFor();
      await frame.locator('.main').click({ position: { x: 4, y: 4 } });
      await press('F8');
      const selected = async (): Promise<string> => await frame.locator('[role=tab][aria-selected=true]').innerText();
      await eventually(async () => assert.match(await selected(), /pipeline/i));
      // From the middle, [1, 1], to the next element; all are wrong.
      await eventually(async () => {
        const { y, x } = await cursorOf(frame);
        assert.deepEqual([y, x], [1, 2]);
      });
      await frame.getByRole('tab', { name: 'Diagnose' }).click();
      await frame.locator('.diagnose-header').waitFor();
      await press('Shift+F8');
      await frame.getByRole('tab', { name: 'Diagnose', selected: true }).waitFor();
      await frame.getByRole('tab', { name: 'Pipeline' }).click();
      await eventually(async () => {
        const { y, x } = await cursorOf(frame);
        assert.deepEqual([y, x], [1, 1]);
      });
    });

    it('calls a right output correct', async () => {
      await open({ preset: 'strided' });
      await headline().getByText('Correct, within float32 rounding', { exact: true }).waitFor();
      await open({ preset: 'checkerboard' });
      // Sums of ones are exact.
      await headline().getByText('Exactly correct', { exact: true }).waitFor();
    });
  });

  describe('the list of keys', () => {
    it('opens with ? and by its button, keeps the focus inside, and closes with Escape', async () => {
      await open({ preset: 'strided' });
      await frame.locator('.main').click({ position: { x: 4, y: 4 } });
      await press('?');
      const list = frame.getByRole('dialog', { name: 'Keys' });
      await list.getByText('next or previous mismatch').waitFor();
      const before = await cursorOf(frame);
      for (const key of ['Tab', 'Tab', 'Tab', 'Shift+Tab']) {
        await press(key);
        assert.equal(await list.evaluate((dialog) => dialog.contains(document.activeElement)), true, key);
      }
      // The page behind the list does not move.
      await press('ArrowRight', 'F8');
      await assertAccessible(bench, frame, 'keys');
      await press('Escape');
      await list.waitFor({ state: 'detached' });
      assert.deepEqual(await cursorOf(frame), before);
      const button = frame.getByRole('button', { name: 'Keys' });
      await button.click();
      await list.waitFor();
      await list.getByRole('button', { name: 'Close' }).click();
      await list.waitFor({ state: 'detached' });
      assert.equal(await button.evaluate((element) => element === document.activeElement), true);
    });

    for (const [page, query, key] of [
      ['a tensor file', { state: 'file-npz-selected' }, 'zoom in or out'],
      ['a comparison', { state: 'compare-differing' }, 'next or previous mismatch'],
    ] as const) {
      it(`is that of ${page} on its page`, async () => {
        await open(query);
        await frame.getByRole('button', { name: 'Keys' }).click();
        await frame.getByRole('dialog', { name: 'Keys' }).getByText(key).waitFor();
        assert.equal(await frame.getByText('go to an index').count(), 0);
        await assertAccessible(bench, frame);
        await press('Escape');
        await press('?');
        await frame.getByRole('dialog', { name: 'Keys' }).waitFor();
      });
    }
  });

  describe('a term', () => {
    it('explains itself on focus, for screen readers as well, until Escape', async () => {
      await open({ preset: 'strided' });
      await frame.locator('.statistics-table .link').first().focus();
      const term = frame.locator('.statistics-table [data-term="max-abs"]');
      await press('Shift+Tab');
      await eventually(async () =>
        assert.equal(await term.evaluate((element) => element === document.activeElement), true),
      );
      await tip().getByText('The largest absolute error, and the element it belongs to.').waitFor();
      const described = await term.getAttribute('aria-describedby');
      assert.equal(
        await frame.locator(`#${described ?? ''}`).innerText(),
        'The largest absolute error, and the element it belongs to.',
      );
      await assertAccessible(bench, frame, 'term');
      await press('Escape');
      await tip().waitFor({ state: 'detached' });
      assert.equal(await term.getAttribute('aria-describedby'), null);
    });

    it('keeps its explanation beside it while the page scrolls, and loses it when it leaves the view', async () => {
      await open({ preset: 'strided' });
      await bench.resize({ width: 1000, height: 420 });
      const term = frame.locator('.statistics-table [data-term="max-abs"]');
      // A focus moves the page to the term, and the event of that scroll comes after the explanation.
      await term.focus();
      await press('Shift+Tab', 'Tab');
      await tip().waitFor();
      const scroll = (pixels: number): Promise<void> =>
        term.evaluate((element, by) => {
          let scroller: Element | null = element;
          while (
            scroller !== null &&
            (scroller.scrollHeight <= scroller.clientHeight || getComputedStyle(scroller).overflowY === 'visible')
          )
            scroller = scroller.parentElement;
          (scroller ?? document.documentElement).scrollTop += by;
        }, pixels);
      const distance = async (): Promise<number> => {
        const [of, from] = [await tip().boundingBox(), await term.boundingBox()];
        assert.ok(of !== null && from !== null);
        return Math.max(of.y - (from.y + from.height), from.y - (of.y + of.height));
      };
      const before = await term.boundingBox();
      await scroll(-30);
      await eventually(async () => assert.notEqual((await term.boundingBox())?.y, before?.y));
      await eventually(async () => assert.ok(Math.abs((await distance()) - 4) < 1));
      await scroll(-2000);
      await tip().waitFor({ state: 'detached' });
    });

    it('explains itself under the pointer, inside the page, and leaves with it', async () => {
      await open({ preset: 'strided' });
      await frame.locator('.statistics-table [data-term=gamma]').hover();
      await tip().waitFor();
      const { inside } = await tip().evaluate((element) => {
        const box = element.getBoundingClientRect();
        return { inside: box.left >= 0 && box.top >= 0 && box.right <= innerWidth && box.bottom <= innerHeight };
      });
      assert.equal(inside, true);
      // The pointer can go into the explanation.
      await tip().hover();
      await tip().getByRole('button', { name: 'Read more' }).waitFor();
      await bench.page().mouse.move(2, 2);
      await tip().waitFor({ state: 'detached' });
    });

    it('leads to its section of the documentation by the keyboard alone', async () => {
      await open({ preset: 'strided' });
      const more = tip().getByRole('button', { name: 'Read more' });
      const isFocused = (element: Element): boolean => element === document.activeElement;
      await frame.locator('.statistics-table [data-term=gamma]').focus();
      await press('Enter');
      await eventually(async () => assert.ok(await more.evaluate(isFocused)));
      await press('Enter');
      // The workbench shows the address that VS Code would open.
      await bench
        .page()
        .getByText(/\/docs\/verdicts\.md#the-rounding-bound$/)
        .waitFor();
    });
  });

  describe('the hints', () => {
    const hint = () => frame.locator('.coach p');

    it('follow the cursor with its numbers', async () => {
      await open({ preset: 'strided', hints: '1' });
      await hint()
        .getByText(/^The output y\[0, 0, 4, 4\] = 1\.66 is Y\[0, 36\]/)
        .waitFor();
      await frame.locator('.main').click({ position: { x: 4, y: 4 } });
      await press('ArrowRight');
      // Term 5 is −0.6 beside an inserted zero.
      await hint()
        .getByText(/^Term 5 .*: −0\.6 × an inserted zero = 0\./)
        .waitFor();
      await press('Shift+ArrowRight');
      await hint()
        .getByText(/^Column 37 of U is the 3×3 window of x̂ that starts at row 4, column 5\./)
        .waitFor();
      await frame.getByRole('button', { name: 'Next hint' }).click();
      await hint()
        .getByText(/^Row 0 of K /)
        .waitFor();
      await frame.getByRole('button', { name: 'Previous hint' }).click();
      await hint()
        .getByText(/^Column 37/)
        .waitFor();
      await assertAccessible(bench, frame, 'hints');
    });

    it('are dismissed for good by one click, and come back with H', async () => {
      await open({ preset: 'strided', hints: '1' });
      await frame.getByRole('button', { name: 'Dismiss the hints' }).click();
      await hint().waitFor({ state: 'detached' });
      await frame.locator('.main').click({ position: { x: 4, y: 4 } });
      await press('h');
      await hint().waitFor();
    });

    it('take no room from a narrow page', async () => {
      await open({ preset: 'strided', hints: '1' });
      await bench.resize({ width: 700, height: 900 });
      await hint().waitFor({ state: 'hidden' });
    });
  });
});
