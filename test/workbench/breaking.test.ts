import assert from 'node:assert/strict';
import type { Frame, Locator } from 'playwright-core';
import { assertAccessible, assertFits } from '../browser/accessible.ts';
import { eventually } from '../browser/eventually.ts';
import { typeInto } from '../browser/shellPage.ts';
import { workbench } from './bench.ts';

describe('Break it', function () {
  this.timeout(120_000);
  const bench = workbench();
  let frame: Frame;

  async function open(query: Readonly<Record<string, string>> = { preset: 'strided', tab: 'diagnose' }): Promise<void> {
    await bench.open(query);
    frame = await bench.frame();
    await frame.getByRole('button', { name: 'Break it…' }).click();
    await list().waitFor();
  }
  const list = (): Locator => frame.getByRole('listbox', { name: /^Known mistakes/ });
  const option = (id: string): Locator => frame.locator(`.mistake-option[data-mistake="${id}"]`);
  const made = (): Locator => frame.locator('.break-made');
  const headline = (): Locator => frame.locator('.diagnose-headline');
  const cell = (pane: string, place: string): Locator =>
    frame.locator(`[data-pane="${pane}"] [role=gridcell]`, { hasText: place });

  it('makes a mistake, and the diagnosis finds it in the output', async () => {
    await open();
    await option('kernel-not-rotated').click();
    await made().getByText('The kernel was not rotated by 180°').waitFor();
    await made()
      .getByText(/\d+ of 64 values changed/)
      .waitFor();
    await frame.getByRole('button', { name: 'Let the diagnosis find it' }).click();
    await headline().getByText('Wrong: the kernel was not rotated by 180°').waitFor();
    await frame.locator('.diagnose-header').getByText('Output with a mistake made on purpose').waitFor();
    // Another mistake: the diagnosis of the one before is gone.
    await option('bias-twice').click();
    await made().getByText('The bias was added twice').waitFor();
    assert.equal(await headline().count(), 0);
    await frame.getByRole('button', { name: 'Let the diagnosis find it' }).click();
    await headline().getByText('Wrong: the bias was added twice').waitFor();
  });

  it('shows the right output or the wrong one', async () => {
    await open();
    await option('bias-missing').click();
    await made().getByText('The bias was not added').waitFor();
    // The middle element of the preset, whose right value is 1.66, without its bias of 0.1.
    await cell('break-output', '[0, 0, 4, 4] 1.56').waitFor({ state: 'attached' });
    await frame.locator('.break-made').getByText('Right', { exact: true }).click();
    await cell('break-output', '[0, 0, 4, 4] 1.66').waitFor({ state: 'attached' });
    await frame.locator('.break-made').getByText('Wrong', { exact: true }).click();
    await cell('break-output', '[0, 0, 4, 4] 1.56').waitFor({ state: 'attached' });
  });

  it('has a keyboard: search, arrows and Escape', async () => {
    await open();
    await frame.getByRole('textbox', { name: 'Search the known mistakes' }).focus();
    const { keyboard } = bench.page();
    const options = frame.locator('.mistake-option');
    const all = await options.count();
    await keyboard.type('bias');
    await eventually(async () => assert.ok((await options.count()) < all / 2));
    // The arrow keys pass over mistakes that make no difference for the call.
    const possible = frame.locator('.mistake-option:not([aria-disabled=true])');
    const ids = await possible.evaluateAll((found) => found.map(({ id }) => id));
    const wanted = ids.indexOf((await option('bias-twice').getAttribute('id')) ?? '');
    assert.ok(wanted > 0, ids.join());
    // The first press leads into the list.
    for (let i = 0; i <= wanted + 1; i++) await keyboard.press('ArrowDown');
    await eventually(async () => assert.equal(await option('bias-twice').getAttribute('aria-selected'), 'true'));
    await made().getByText('The bias was added twice').waitFor();
    await eventually(async () =>
      assert.equal(await list().getAttribute('aria-activedescendant'), await option('bias-twice').getAttribute('id')),
    );
    await keyboard.press('Escape');
    await frame.locator('.break-it').waitFor({ state: 'detached' });
    await eventually(async () => assert.equal(await frame.evaluate(() => document.activeElement?.id), 'tab-diagnose'));
  });

  it('says which mistakes make no difference for the call, and follows its edits', async () => {
    await open();
    await option('dilation-ignored').getByText('makes no difference for this call').waitFor();
    assert.equal(await option('dilation-ignored').getAttribute('aria-disabled'), 'true');
    await option('dilation-ignored').click({ force: true });
    assert.equal(await option('dilation-ignored').getAttribute('aria-selected'), 'false');
    await typeInto(frame, 'Dilation, height', '2');
    await option('dilation-ignored').getByText('d = (1, 1)').waitFor();
    await option('dilation-ignored').click();
    await made().getByText('The dilation was ignored').waitFor();
    // The document and the verdict are untouched.
    await frame
      .locator('.tab-row .verdict')
      .getByText(/Bug|Wrong/)
      .waitFor({ state: 'detached' });
  });

  it('lets one guess, and the diagnosis settle it', async () => {
    await open();
    await frame.getByText('Guess the mistake').click();
    const options = frame.locator('.guess-option');
    await frame.locator('.guess-option:enabled').first().waitFor();
    assert.equal(await options.count(), 4);
    assert.equal(await made().getByRole('heading').innerText(), 'A mistake was made');
    await options.first().click();
    const outcome = frame.locator('.guess-outcome');
    await eventually(async () => assert.match(await outcome.innerText(), /^(Right|No): .+\.$/));
    const answer = (await outcome.innerText()).replace(/^\w+: /, '');
    await frame.getByRole('button', { name: 'Let the diagnosis find it' }).click();
    await eventually(async () => {
      // A variant stands in parentheses, and another mistake may give the same output.
      const found = await frame.locator('.hypotheses .fit-match .hypothesis-name').allInnerTexts();
      assert.ok(found.includes(answer.replace(/\.$/, '')), `${answer} in ${found.join()}`);
    });
    await frame.getByRole('button', { name: 'Another one' }).click();
    await frame.locator('.guess-option:enabled').first().waitFor();
    assert.match(await frame.locator('.break-side').innerText(), /of 1 guessed/);
  });

  it('opens a prepared example, and leaving it restores the call’s own check', async () => {
    await bench.open({ state: 'diagnose-mistake' });
    frame = await bench.frame();
    const own = (await headline().innerText()).trim();
    await frame.getByRole('button', { name: 'Break it…' }).click();
    await frame.locator('.break-switches').getByText('Small example').click();
    await option('bias-missing').click();
    await frame.getByRole('button', { name: 'Let the diagnosis find it' }).click();
    await headline().getByText('Wrong: the bias was not added').waitFor();
    await frame.getByRole('button', { name: 'Leave' }).click();
    await headline().getByText(own).waitFor();
    await frame.locator('.diagnose-header .file-name').getByText('y.npy').waitFor();

    await bench.open({ preset: 'dilated', tab: 'diagnose' });
    frame = await bench.frame();
    await frame.getByRole('button', { name: 'See it on an example' }).click();
    await headline().getByText('Wrong: the kernel was not rotated by 180°').waitFor();
  });

  it('works without a call', async () => {
    await bench.open({ state: 'empty', tab: 'diagnose' });
    frame = await bench.frame();
    await frame.getByRole('button', { name: 'Break it…' }).click();
    await option('bias-missing').click();
    await made().getByText('The bias was not added').waitFor();
  });

  it('has no fault that axe-core finds in any theme, and fits a narrow page', async () => {
    await open();
    await option('kernel-not-rotated').click();
    await made().waitFor();
    await frame.getByRole('button', { name: 'Let the diagnosis find it' }).click();
    await headline().waitFor();
    await frame.locator('.hypotheses').waitFor();
    await list().focus();
    await assertAccessible(bench, frame, 'break-it');
    await frame.getByText('Guess the mistake').click();
    await frame.locator('.guess-option:enabled').first().click();
    await frame
      .locator('.guess-outcome')
      .getByText(/Right|No/)
      .waitFor();
    await assertAccessible(bench, frame, 'break-it-guess');
    await assertFits(bench, frame, 400, 'break-it');
  });
});
