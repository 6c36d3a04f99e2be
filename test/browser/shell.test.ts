import assert from 'node:assert/strict';
import type { Frame, Locator } from 'playwright-core';
import { assertAccessible } from './accessible.ts';
import { eventually } from './eventually.ts';
import { lab } from './lab.ts';
import {
  assertAttribute,
  assertCursor,
  assertField,
  assertText,
  controlsOf,
  cursorOf,
  engineWorker,
  field,
  focusOf,
  messageOf,
  outputSize,
  saved,
  typeInto,
} from './shellPage.ts';

describe('the shell of the debugger', function () {
  this.timeout(600_000);
  const vscode = lab();
  let frame: Frame;

  const settled = async (): Promise<string> => {
    const state = await vscode.settled();
    frame = await vscode.frame();
    return state;
  };
  const press = async (...keys: readonly string[]): Promise<void> => {
    for (const key of keys) await vscode.page().keyboard.press(key);
  };
  const open = async (preset: string): Promise<void> => {
    assert.equal(await vscode.openPreset(preset), 'done');
    frame = await vscode.frame();
  };

  it('computes again while a parameter is being edited, without a button', async () => {
    await open('strided');
    await assertText(outputSize(frame), '8 × 8');
    await typeInto(frame, 'Stride, height', '3');
    assert.equal(await settled(), 'done');
    // (4 − 1)·3 − 2·1 + 1·(3 − 1) + 1 + 1 = 11
    await assertText(outputSize(frame), '11 × 8');
    await assertText(frame.locator('.formula'), /= \(4−1\)·3 − 2·1 \+ 1·2 \+ 1 \+ 1/);
  });

  it('steps within what is legal: output padding stays below stride and dilation', async () => {
    await open('strided');
    await field(frame, 'Output padding, width').focus();
    await press('ArrowUp', 'ArrowUp', 'ArrowUp');
    await assertField(frame, 'Output padding, width', '1');
    assert.equal(await settled(), 'done');
    await press('ArrowDown', 'ArrowDown');
    await assertField(frame, 'Output padding, width', '0');
    assert.equal(await settled(), 'done');
  });

  it('refuses at the field, keeps the figure, and Escape restores the field', async () => {
    await open('forum');
    await typeInto(frame, 'Groups', '4');
    assert.equal(await settled(), 'refused');
    await assertAttribute(field(frame, 'Groups'), 'aria-invalid', 'true');
    await eventually(async () =>
      assert.match(
        await messageOf(frame, 'Groups'),
        /groups = 4 does not divide the 50 input channels\..*\n?The figure still shows groups = 1\./s,
      ),
    );
    await assertText(frame.locator('.verdict'), /Correct, within float32 rounding/);
    await field(frame, 'Groups').press('Escape');
    await assertField(frame, 'Groups', '1');
    assert.equal(await settled(), 'done');
    await eventually(async () => assert.deepEqual(await frame.locator('[role=alert]').allInnerTexts(), []));
  });

  it('moves the cursor by keys, each press once', async () => {
    await open('strided');
    await frame.locator('.main').click({ position: { x: 4, y: 4 } });
    await press('g');
    await vscode.page().keyboard.type('0, 0, 3, 5');
    await press('Enter');
    await assertCursor(frame, { n: 0, c: 0, y: 3, x: 5, term: 4 });
    await press('ArrowRight');
    await assertCursor(frame, { term: 5 });
    await press('ArrowLeft', 'ArrowLeft');
    await assertCursor(frame, { term: 3 });
    await press('Alt+ArrowDown', 'Alt+ArrowRight');
    await assertCursor(frame, { n: 0, c: 0, y: 4, x: 6, term: 3 });
    await press('Home');
    await assertCursor(frame, { n: 0, c: 0, y: 4, x: 6, term: 0 });
    await press('Home');
    await assertCursor(frame, { n: 0, c: 0, y: 0, x: 0, term: 0 });
    await press('Shift+ArrowRight');
    await assertCursor(frame, { n: 0, c: 0, y: 0, x: 1, term: 0 });
  });

  it('goes through the largest errors with F8 when nothing is wrong, one a press, and says so', async () => {
    await open('strided');
    await frame.locator('.main').click({ position: { x: 4, y: 4 } });
    const places = await worstPlaces();
    const start = places.indexOf(await placeOf());
    const [first, second] = [1, 2].map((steps) => places[(start + steps) % places.length]);
    const assertPlace = (expected: string | undefined): Promise<void> =>
      eventually(async () => assert.equal(await placeOf(), expected));
    await press('F8');
    await assertPlace(first);
    await press('F8');
    await assertPlace(second);
    await press('Shift+F8');
    await assertPlace(first);
    const region = frame.locator('[role=status]');
    await region.filter({ hasText: 'No mismatches. Error ' }).waitFor();
  });

  it('plays the terms of an element to its end and is silent meanwhile', async () => {
    await open('strided');
    await frame.locator('.main').click({ position: { x: 4, y: 4 } });
    await press('Home');
    await assertCursor(frame, { term: 0 });
    const start = await cursorOf(frame);
    await press(' ');
    const region = frame.locator('[role=status]');
    await region.filter({ hasText: 'Paused.' }).waitFor();
    await assertCursor(frame, { ...start, term: 8 });
  });

  it('switches tabs by keys and shows the call as a program', async () => {
    await open('strided');
    await frame.getByRole('tab', { name: 'Pipeline' }).focus();
    await press('ArrowRight');
    const code = frame.locator('.code pre');
    await assertText(code, /import torch/);
    await frame.getByRole('radio', { name: 'NumPy' }).check();
    await eventually(async () => assert.doesNotMatch(await code.innerText(), /import torch/));
    await press('1');
    await eventually(async () => assert.equal(await frame.locator('.pipeline').count(), 1));
  });

  it('lets every control be reached by Tab', async () => {
    await open('strided');
    await frame.locator('.preset-field select').focus();
    const wanted = await eventually(async () => {
      const names = await controlsOf(frame);
      assert.ok(names.length > 20, `${names.length} controls`);
      return names;
    });
    // The walk begins after the two buttons of the header.
    const missing = new Set(wanted.slice(wanted.findIndex((name) => name.startsWith('Example'))));
    for (let i = 0; i < wanted.length + 10 && missing.size > 0; i += 1) {
      missing.delete(await focusOf(frame));
      const before = await frame.evaluateHandle(() => document.activeElement);
      await press('Tab');
      await frame.waitForFunction((element) => document.activeElement !== element, before);
    }
    assert.deepEqual([...missing], []);
  });

  it('has no serious fault that axe-core finds, in any theme, with a refusal on the page', async () => {
    await open('strided');
    await typeInto(frame, 'Groups', '2');
    assert.equal(await settled(), 'refused');
    await assertAccessible(vscode, frame);
    await field(frame, 'Groups').press('Escape');
  });

  it('shows progress, stays responsive and can be cancelled and run again', async () => {
    await open('forum');
    for (const [name, value] of [
      ['Input channels', '512'],
      ['Weight output channels', '512'],
      ['Kernel height', '9'],
    ] as const)
      await typeInto(frame, name, value);
    await frame.locator('.stages li .active').first().waitFor();
    await eventually(async () => {
      const percent = await frame.locator('[role=progressbar]').getAttribute('aria-valuenow');
      assert.match(percent ?? 'nothing', /^\d\d?$/);
    });
    await frame.locator('.main').click({ position: { x: 4, y: 4 } });
    const { term } = await cursorOf(frame);
    await press('ArrowRight');
    await assertCursor(frame, { term: term + 1 });
    // The page was responsive while it computed: a run that had ended could not be cancelled.
    await press('Escape');
    assert.equal(await settled(), 'cancelled');
    await typeInto(frame, 'Input channels', '2');
    await typeInto(frame, 'Weight output channels', '2');
    assert.equal(await settled(), 'done');
  });

  it('replaces an engine that died, and the page keeps its scenario', async () => {
    await open('strided');
    const worker = await engineWorker(vscode.page());
    await worker.evaluate(() => {
      setTimeout(() => {
        throw new Error('died for a test');
      });
    });
    // The page ends a worker that died, and starts another one for the next run.
    await eventually(() => assert.ok(!vscode.page().workers().includes(worker), 'the worker that died is still there'));
    await typeInto(frame, 'Padding, height', '0');
    assert.equal(await settled(), 'done');
    await assertText(outputSize(frame), '10 × 8');
    // The test provoked the death, so the page's complaint about it is expected.
    vscode.consoleErrors().length = 0;
  });

  it('undoes and redoes an edit of a document', async () => {
    const text = {
      version: 1,
      name: 'undo',
      input: { fill: 'arange', shape: [1, 1, 3, 3] },
      weight: { fill: 'ones', shape: [1, 1, 2, 2] },
    };
    assert.equal(await vscode.openScenario(text, 'undo.convt.json'), 'done');
    frame = await vscode.frame();
    await typeInto(frame, 'Stride, width', '2');
    assert.equal(await settled(), 'done');
    await frame.locator('.main').click({ position: { x: 4, y: 4 } });
    // The click has committed the edit; the key undoes it once the document has it, and then there is nothing left to undo.
    await eventually(async () => {
      await press('Control+z');
      assert.equal(await outputSize(frame).innerText(), '4 × 4');
    });
    await assertField(frame, 'Stride, width', '1');
    await press('Control+Shift+z');
    await outputSize(frame).filter({ hasText: '4 × 6' }).waitFor();
    await vscode.command('workbench.action.files.revert');
  });

  it('is as it was after the window was reloaded', async () => {
    await open('forum');
    await typeInto(frame, 'Padding, height', '1');
    assert.equal(await settled(), 'done');
    await frame.locator('.main').click({ position: { x: 4, y: 4 } });
    const { y, term } = await cursorOf(frame);
    await press('Alt+ArrowUp', 'ArrowLeft');
    await assertCursor(frame, { y: y - 1, term: term - 1 });
    const cursor = await cursorOf(frame);
    await frame.locator('[data-pane="unfolded"] [role=gridcell][tabindex="0"]').focus();
    const note = frame.locator('[data-pane="unfolded"] .pane-note');
    const unzoomed = await note.allInnerTexts();
    await press('+');
    const limit = (): Locator => frame.getByRole('slider', { name: 'Colour limit of x' });
    await limit().focus();
    for (let i = 0; i < 10; i++) await press('ArrowLeft');
    await assertAttribute(limit(), 'aria-valuetext', '±3');
    const seen = await eventually(async () => {
      const [text = '', ...others] = await note.allInnerTexts();
      assert.notDeepEqual([text, ...others], unzoomed);
      assert.match(text, /columns \d+–\d+ of 840/);
      return text;
    });
    await frame.getByRole('button', { name: 'Orders of summation' }).click();
    const against = (): Locator => frame.getByRole('combobox', { name: 'compared with' });
    await against().selectOption({ label: 'reversed' });
    await frame.locator('.main').click({ position: { x: 4, y: 4 } });
    await press('2');
    await frame.locator('.code').waitFor();
    await saved(frame);
    await vscode.reloadWindow();
    assert.equal(await settled(), 'done');
    await assertField(frame, 'Padding, height', '1');
    await assertCursor(frame, cursor);
    await frame.locator('.code').waitFor();
    await press('1');
    await assertAttribute(limit(), 'aria-valuetext', '±3');
    // A pane says what part it shows once it has been laid out.
    await frame.locator('[data-pane="unfolded"] .pane-note', { hasText: seen }).waitFor();
    await eventually(async () => assert.equal(await against().inputValue(), 'reversed'));
    // Another preset has other numbers: its colours begin unclipped.
    await frame.getByRole('combobox', { name: 'Example' }).selectOption('strided');
    assert.equal(await settled(), 'done');
    await assertAttribute(limit(), 'aria-valuenow', '100');
  });

  /** Places of the largest errors as the statistics list them, largest first. */
  async function worstPlaces(): Promise<readonly string[]> {
    const list = frame.locator('details', { hasText: 'Worst' });
    await list.locator('summary').click();
    const places = await eventually(async () => {
      const texts = await list.getByRole('button').allInnerTexts();
      assert.ok(texts.length > 2 && texts.every((text) => text !== ''), `places: ${texts.join(', ')}`);
      return texts;
    });
    await frame.locator('.main').click({ position: { x: 4, y: 4 } });
    return places;
  }

  async function placeOf(): Promise<string> {
    const { n, c, y, x } = await cursorOf(frame);
    return `[${n}, ${c}, ${y}, ${x}]`;
  }
});
