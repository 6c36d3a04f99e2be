import assert from 'node:assert/strict';
import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import { tensorOf } from '../../src/engine/core/tensor.ts';
import { writeNpy } from '../../src/formats/npy/writeNpy.ts';
import { eventually } from '../browser/eventually.ts';
import { assertField, assertText, field, messageOf, seriousFaults, typeInto } from '../browser/shellPage.ts';
import { workbench } from './bench.ts';

describe('what is typed into the form', () => {
  const bench = workbench();
  let frame: Frame;
  const open = async (preset: string): Promise<void> => {
    assert.equal(await bench.openPreset(preset), 'done');
    frame = await bench.frame();
  };
  const values = (name: string) => frame.getByRole('textbox', { name: `Values of the ${name}, row by row` });
  const state = async (expected: string): Promise<void> => {
    await eventually(async () => assert.equal(await bench.settled({ orEmpty: true }), expected));
  };

  it('keeps the written-out values over a size of two digits, one of none, and back', async () => {
    await open('strided');
    const before = await values('input').inputValue();
    const keyboard = bench.page().keyboard;
    for (const [name, typed, back] of [
      ['Input height', '12', '4'],
      ['Input batch size', '0', '1'],
    ] as const) {
      await field(frame, name).focus();
      await keyboard.press('Control+a');
      await keyboard.type(typed);
      await keyboard.press('Enter');
      await assertField(frame, name, typed);
      await keyboard.press('Control+a');
      await keyboard.type(back);
      await keyboard.press('Tab');
      await eventually(async () => assert.equal(await values('input').inputValue(), before, name));
    }
    await state('done');
  });

  it('is undone and redone by keys in a field, and by buttons: a burst is one step', async () => {
    await open('strided');
    const keyboard = bench.page().keyboard;
    const [undo, redo] = ['Undo', 'Redo'].map((name) => frame.getByRole('button', { name, exact: true }));
    assert.ok(undo && redo);
    assert.ok(await undo.isDisabled());
    for (const [name, typed] of [
      ['Stride, height', '13'],
      ['Dilation, width', '2'],
    ] as const) {
      await field(frame, name).focus();
      // In one task, so that the pauses of a busy machine do not divide the burst.
      await field(frame, name).evaluate((input: HTMLInputElement, text) => {
        for (let end = 1; end <= text.length; end++) {
          input.value = text.slice(0, end);
          input.dispatchEvent(new InputEvent('input', { bubbles: true }));
        }
      }, typed);
    }
    await keyboard.press('Control+z');
    await assertField(frame, 'Dilation, width', '1');
    await assertField(frame, 'Stride, height', '13');
    await keyboard.press('Control+z');
    await assertField(frame, 'Stride, height', '2');
    await eventually(async () => assert.ok(await undo.isDisabled()));
    await keyboard.press('Control+Shift+z');
    await assertField(frame, 'Stride, height', '13');
    await keyboard.press('Control+y');
    await assertField(frame, 'Dilation, width', '2');
    await undo.click();
    await assertField(frame, 'Dilation, width', '1');
    await redo.click();
    await assertField(frame, 'Dilation, width', '2');
    await state('done');
  });

  it('stays in its field as long as it is no value, with a message that names the field, until Escape', async () => {
    await open('strided');
    const keyboard = bench.page().keyboard;
    await typeInto(frame, 'Input width', '1e5');
    await keyboard.press('Tab');
    await assertField(frame, 'Input width', '1e5');
    await eventually(async () =>
      assert.equal(await messageOf(frame, 'Input width'), 'W must be a whole number.\nThe figure still shows W = 4.'),
    );
    await values('weight').fill('1 2 x');
    await keyboard.press('Tab');
    assert.equal(await values('weight').inputValue(), '1 2 x');
    const refusal = frame.locator('.file-drop[data-role=weight] .field-refusal');
    await assertText(refusal, /weight.*x.*\nThe figure still shows the previous values\./s);
    assert.deepEqual(await seriousFaults(frame), []);
    await bench.screenshot('drafts');
    // The shape follows the corrected text.
    await values('weight').fill('1 2 3');
    await eventually(async () => assert.equal(await refusal.count(), 0));
    await assertField(frame, 'Kernel height', '1');
    await assertField(frame, 'Kernel width', '3');
    await field(frame, 'Input width').focus();
    await keyboard.press('Escape');
    await assertField(frame, 'Input width', '4');
    await eventually(async () => assert.equal(await frame.locator('.field-refusal').count(), 0));
    await state('done');
  });

  it('may be a size of any magnitude: each is refused, and a legal one works again', async function () {
    // 60 answers of the page.
    this.timeout(240_000);
    for (const preset of ['strided', 'forum']) {
      await open(preset);
      for (const name of [
        'Input batch size',
        'Input channels',
        'Input height',
        'Weight output channels',
        'Kernel width',
        'Stride, height',
        'Padding, height',
        'Output padding, width',
        'Dilation, width',
        'Groups',
      ]) {
        const before = await field(frame, name).inputValue();
        for (const size of ['999999999', '99999999999999', '9007199254740991']) {
          await typeInto(frame, name, size);
          await frame.locator('.field-refusal, .banner.refused').first().waitFor();
          await assertField(frame, name, size);
        }
        await typeInto(frame, name, before);
        await field(frame, name).press('Enter');
        await eventually(async () => assert.equal(await frame.locator('.field-refusal, .banner.refused').count(), 0));
        await state('done');
      }
      await frame.getByRole('tab', { name: 'Overlap' }).click();
      await typeInto(frame, 'Wanted output height', '99999999999999');
      await frame.getByText(/No valid parameters within/).waitFor();
      await frame.getByRole('tab', { name: 'Code' }).click();
      await frame.locator('.main').getByText('conv_transpose2d').first().waitFor();
    }
  });

  it('offers at a refusal what can be done about it', async () => {
    await open('strided');
    await typeInto(frame, 'Output padding, height', '7');
    await frame.getByRole('button', { name: 'Set output_padding[0] to 1' }).click();
    await assertField(frame, 'Output padding, height', '1');
    await state('done');
    await typeInto(frame, 'Groups', '3');
    await field(frame, 'Groups').press('Tab');
    await assertField(frame, 'Groups', '3');
    await frame.locator('.field-refusal').getByRole('button', { name: 'Undo' }).click();
    await assertField(frame, 'Groups', '1');
    await state('done');
  });

  it('offers no formulation that cannot compute the call', async () => {
    await open('strided');
    const options = frame.getByRole('combobox', { name: 'Formulation' }).locator('option');
    await eventually(async () => {
      const disabled = await options.evaluateAll((all) =>
        all.flatMap((option) => (option instanceof HTMLOptionElement && option.disabled ? [option.text] : [])),
      );
      // Kernel 3, stride 2: one of the phases has one tap.
      assert.deepEqual(disabled, [
        'Winograd tiles: Winograd needs 2 or 3 taps in each stride phase; here phase 0 has 1 (k = 3, stride 2)',
      ]);
    });
    await typeInto(frame, 'Kernel height', '4');
    await typeInto(frame, 'Kernel width', '4');
    await eventually(async () => assert.equal(await options.locator(':scope:disabled').count(), 0));
  });
});

describe('a call that needs more memory than the limit', () => {
  const bench = workbench();
  // U has 64·3² rows and 602² columns: 835 MB. The tensors need 92 MB for x, 12 MB for y, and 47 MB for the reference.
  const large = {
    version: 1,
    name: 'large',
    input: { fill: 'ones', shape: [1, 64, 600, 600] },
    weight: { fill: 'ones', shape: [64, 8, 3, 3] },
  };

  it('says so, and switches to a formulation that fits or asks for another limit', async () => {
    assert.equal(await bench.openScenario(large, 'large.convt.json'), 'refused');
    const frame = await bench.frame();
    await assertText(
      frame.locator('.banner.refused'),
      /This call needs 1\.\d\sGB, more than the limit of 1\.0\sGB\..*unfold \+ matmul needs 1\.\d\sGB, sub-pixel phases \d+\sMB:/s,
    );
    assert.deepEqual(await seriousFaults(frame), []);
    await frame.getByRole('button', { name: 'Raise the limit…' }).click();
    const limit = bench.page().getByRole('dialog').getByRole('textbox');
    await limit.fill('500');
    await limit.press('Enter');
    await assertText(frame.locator('.banner.refused'), /more than the limit of 500\sMB/);
    await frame.getByRole('button', { name: 'Switch to sub-pixel phases' }).click();
    await eventually(async () => assert.equal(await bench.settled(), 'done'));
    assert.equal(await frame.getByRole('combobox', { name: 'Formulation' }).inputValue(), 'sub-pixel');
  });
});

describe('a tensor that does not fit', () => {
  const bench = workbench();
  const call = {
    version: 1,
    name: 'call',
    input: { fill: 'randn', shape: [1, 3, 5, 5] },
    weight: { fill: 'randn', shape: [3, 6, 4, 4] },
    stride: 2,
    padding: 1,
  };

  it('as output to check leaves the call in the figure, and Diagnose is one click away', async () => {
    writeFileSync(
      join(bench.folder(), 'y.npy'),
      writeNpy(tensorOf('float32', [1, 6, 14, 14], new Array<number>(1176).fill(0))),
    );
    assert.equal(await bench.openScenario({ ...call, actual: { file: 'y.npy' } }), 'refused');
    const frame = await bench.frame();
    await frame.locator('[data-pane="unfolded"]').waitFor();
    await assertText(frame.locator('.verdict'), /^Wrong/);
    // (5 − 1)·2 − 2 + 3 + 1 = 10.
    // The diagnosis in the background finds which mistake makes this shape: 4·2 + 4 + 2 = 14.
    await assertText(
      frame.locator('.banner.refused'),
      /y\.npy is 14×14; this call's output is 10×10\. One known mistake gives this shape, but other values: “The padding was added instead of cropped”/,
    );
    await assertField(frame, 'Input height', '5');
    assert.equal(await frame.getByRole('button', { name: 'Undo' }).count(), 0, 'there is no call before');
    assert.equal(await frame.locator('[data-pane="error"]').count(), 0);
    assert.deepEqual(await seriousFaults(frame), []);
    await bench.screenshot('wrong-shape');
    await frame.getByRole('button', { name: 'Open Diagnose' }).click();
    await frame.getByRole('tab', { name: 'Diagnose', selected: true }).waitFor();
    await frame
      .getByText(/^Wrong( shape)?: /)
      .first()
      .waitFor();
    assert.equal(await frame.locator('.banner.refused').count(), 0, 'the tab says it');
  });

  it('as input takes a random weight along, and offers to fit a written-out one', async () => {
    const x = join(bench.folder(), 'x.npy');
    writeFileSync(x, writeNpy(tensorOf('float32', [1, 1, 5, 5], new Array<number>(25).fill(1))));
    copyFileSync(x, join(bench.folder(), 'x1.npy'));
    const drop = async (frame: Frame): Promise<void> => {
      await frame.locator('.sidebar .file-drop[data-role=input]').evaluate((place, uri) => {
        const dataTransfer = new DataTransfer();
        dataTransfer.setData('text/uri-list', `${uri}\r\n`);
        for (const type of ['dragover', 'drop']) {
          place.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
        }
      }, `file://${x}`);
    };
    assert.equal(await bench.openScenario(call), 'done');
    let frame = await bench.frame();
    await drop(frame);
    await assertField(frame, 'Weight input channels (same as the input)', '1');
    await eventually(async () => assert.equal(await bench.settled(), 'done'));
    const written = { shape: [3, 1, 1, 1], values: [[[[1]]], [[[2]]], [[[3]]]] };
    assert.equal(await bench.openScenario({ ...call, padding: 0, weight: written }, 'written.convt.json'), 'done');
    frame = await bench.frame();
    await drop(frame);
    await frame.getByRole('button', { name: 'Fit the weight (1, 1, 1, 1)' }).click();
    await eventually(async () => assert.equal(await bench.settled(), 'done'));
    const weight = frame.getByRole('textbox', { name: 'Values of the weight, row by row' });
    await eventually(async () => assert.equal(await weight.inputValue(), '1'));
  });
});
