import assert from 'node:assert/strict';
import type { Frame, Locator } from 'playwright-core';
import { assertAccessible } from '../browser/accessible.ts';
import { eventually } from '../browser/eventually.ts';
import { assertField, field, outputSize } from '../browser/shellPage.ts';
import { workbench } from './bench.ts';

describe('pasting into the form', () => {
  const bench = workbench();

  async function open(preset = 'strided'): Promise<Frame> {
    assert.equal(await bench.openPreset(preset), 'done');
    return await bench.frame();
  }

  /** Pastes a text where the focus is, as somebody does with Ctrl+V. */
  async function paste(text: string): Promise<void> {
    await bench.page().evaluate((copied) => navigator.clipboard.writeText(copied), text);
    await bench.page().keyboard.press('Control+V');
  }

  const values = (frame: Frame, name: string): Locator =>
    frame.getByRole('textbox', { name: `Values of the ${name}, row by row` });
  const notice = (frame: Frame): Locator => frame.locator('.sidebar .paste-notice p');

  async function assertNotice(frame: Frame, words: RegExp): Promise<void> {
    await eventually(async () => assert.match(await notice(frame).innerText(), words));
  }

  it('reads a literal among the values: shape, numbers and dtype follow, and Undo brings the old ones back', async () => {
    const frame = await open();
    const x = values(frame, 'input');
    const before = await x.inputValue();
    await x.click();
    await paste("tensor([[1., 2., 3.],\n        [4., -inf, nan]], device='cuda:0', dtype=torch.float16)");
    await assertNotice(frame, /^Read x: 1×1×2×3 from 2×3\. The precision is now float16\.$/);
    assert.equal(await x.inputValue(), '1 2 3\n4 -Infinity NaN');
    await assertField(frame, 'Input height', '2');
    await assertField(frame, 'Input width', '3');
    // (2 − 1)·2 − 2 + 2 + 1 + 1 = 4; (3 − 1)·2 − 2 + 2 + 1 + 1 = 6.
    await eventually(async () => assert.equal(await outputSize(frame).innerText(), '4 × 6'));
    await frame.locator('.sidebar .paste-notice').getByRole('button', { name: 'Undo' }).click();
    await eventually(async () => assert.equal(await x.inputValue(), before));
    await notice(frame).waitFor({ state: 'detached' });
    await assertField(frame, 'Input height', '4');
  });

  it('lets the shape follow rows as they are typed, and says what is wrong with them', async () => {
    const frame = await open();
    const w = values(frame, 'weight');
    await w.fill('1 2\n3 4');
    await assertField(frame, 'Kernel height', '2');
    await assertField(frame, 'Kernel width', '2');
    await w.fill('1 2\n3');
    await frame.getByText('weight, line 2, column 1: the row has 1 value; the rows before it have 2.').waitFor();
    await w.fill('[1, ..., 2]');
    await frame.getByText('print it whole with torch.set_printoptions(threshold=1_000_000)').waitFor();
    await w.fill('1/4 2 3\n4 5 6\n7 8 9');
    await assertField(frame, 'Kernel height', '3');
    await eventually(async () => assert.equal(await bench.settled(), 'done'));
  });

  it('distributes a shape over the fields, pasted or typed', async () => {
    const frame = await open();
    await field(frame, 'Input batch size').click();
    await paste('torch.Size([2, 3, 5, 6])');
    await assertField(frame, 'Input batch size', '2');
    await assertField(frame, 'Input channels', '3');
    await assertField(frame, 'Input height', '5');
    await assertField(frame, 'Input width', '6');
    await assertField(frame, 'Weight input channels (same as the input)', '3');
    await assertNotice(frame, /^Read a shape: x is 2×3×5×6\.$/);
    await field(frame, 'Kernel height').click();
    await bench.page().keyboard.type('3x4x2x2');
    // While it is typed, a shape is not refused.
    assert.equal(await frame.locator('.field-refusal').count(), 0);
    await bench.page().keyboard.press('Enter');
    await assertField(frame, 'Weight output channels', '4');
    await assertField(frame, 'Kernel width', '2');
    await field(frame, 'Stride, height').click();
    await paste('(3, 1)');
    await assertField(frame, 'Stride, height', '3');
    await assertField(frame, 'Stride, width', '1');
    await field(frame, 'Input batch size').fill('1x');
    await field(frame, 'Seed').click();
    await frame.getByText('N must be a whole number.').waitFor();
  });

  it('reads a call wherever the focus is, and says what it read, or why not', async () => {
    const frame = await open();
    // Between the panes, where nothing takes the focus.
    await frame.locator('.main').click({ position: { x: 500, y: 12 } });
    await paste('self.up = nn.ConvTranspose2d(64, 32, 4, 2, 1),  # doubles');
    await assertNotice(
      frame,
      /^Read nn\.ConvTranspose2d\(64, 32, 4, 2, 1\): 64→32 channels, 4×4, stride 2, padding 1\./,
    );
    await assertField(frame, 'Weight output channels', '32');
    await assertField(frame, 'Output padding, height', '0');
    // (4 − 1)·2 − 2·1 + 3 + 1 = 8
    await eventually(async () => assert.equal(await outputSize(frame).innerText(), '8 × 8'));
    await field(frame, 'Groups').click();
    await paste('auto_pad\nNOTSET\ndilations\n1, 1\ngroup\n2\nkernel_shape\n3, 3\npads\n0, 0, 1, 1\nstrides\n2, 2\n');
    await assertNotice(
      frame,
      /64→32 channels, 3×3, stride 2, padding 0 at the top and left, 1 at the bottom and right/,
    );
    await assertField(frame, 'Groups', '2');
    await assertField(frame, 'Padding at the end, height', '1');
    await paste("nn.ConvTranspose2d(64, 32, 4, padding='same')");
    await assertNotice(frame, /padding = 'same' exists for convolutions only/);
    await assertField(frame, 'Kernel height', '3');
    await frame.locator('.sidebar').getByRole('button', { name: 'Dismiss' }).click();
    await notice(frame).waitFor({ state: 'detached' });
  });

  it('has a field for a call that is typed, and leaves other fields alone', async () => {
    const frame = await open();
    const typed = frame.getByRole('textbox', { name: 'Type or paste a call, a shape or a tensor' });
    await typed.fill('hello');
    await typed.press('Enter');
    await frame.getByText('This is not a call, shape or tensor that can be read.').waitFor();
    await typed.fill('F.conv_transpose2d(x, w, stride=3)');
    await typed.press('Enter');
    await assertField(frame, 'Stride, width', '3');
    await assertField(frame, 'Padding, width', '0');
    await eventually(async () => assert.equal(await typed.inputValue(), ''));
    await bench.page().keyboard.press('Tab');
    await frame.getByRole('tab', { name: 'Pipeline' }).focus();
    await bench.page().keyboard.press('g');
    const index = frame.getByRole('textbox', { name: 'Go to output index' });
    await index.waitFor();
    await paste('(0, 0, 99, 99)');
    await eventually(async () => assert.equal(await index.inputValue(), '(0, 0, 99, 99)'));
    await index.press('Enter');
    await frame
      .getByText(/^\[0, 0, 99, 99\] is outside the output: y goes from 0 to \d+, x goes from 0 to \d+\.$/)
      .waitFor();
    await assertField(frame, 'Stride, width', '3');
  });

  it('draws a 1-D call as one of height 1, and says so', async () => {
    const frame = await open();
    await frame.locator('.main').click({ position: { x: 500, y: 12 } });
    await paste('nn.ConvTranspose1d(2, 3, 4, stride=2, padding=1)');
    await assertNotice(frame, /The layer is 1-D, drawn as height 1\./);
    await assertField(frame, 'Input height', '1');
    await assertField(frame, 'Kernel height', '1');
    // (4 − 1)·2 − 2·1 + 3 + 1 = 8
    await eventually(async () => assert.equal(await outputSize(frame).innerText(), '1 × 8'));
    await frame.locator('.sidebar .paste-notice').getByRole('button', { name: 'Undo' }).click();
    await assertField(frame, 'Input height', '4');
  });

  it('makes the first call of an empty page', async () => {
    assert.equal(await bench.open({ state: 'empty' }), 'empty');
    const frame = await bench.frame();
    await frame.getByRole('textbox', { name: 'Type or paste a call, a shape or a tensor' }).click();
    await paste('ConvTranspose2d(2, 3, kernel_size=(2, 2), stride=(2, 2))');
    await eventually(async () => assert.equal(await outputSize(frame).innerText(), '16 × 16'));
  });

  it('takes a text of ten megabytes without freezing, and says where such a tensor belongs', async () => {
    const frame = await open();
    await values(frame, 'input').click();
    const row = `[${Array.from({ length: 512 }, (_, i) => Math.sin(i).toFixed(4)).join(', ')}]`;
    const rows = Math.round(10_000_000 / row.length);
    await paste(`[${Array.from({ length: rows }, () => row).join(',\n')}]`);
    await assertNotice(
      frame,
      /a document takes at most 65\s536\. Save the tensor as a \.npy file and choose the file\.$/,
    );
    await assertField(frame, 'Input height', '4');
  });

  it('has no serious fault of accessibility, and shows its notice in a narrow page', async () => {
    const frame = await open();
    await field(frame, 'Input batch size').click();
    await paste('1x2x5x5');
    await assertNotice(frame, /1×2×5×5/);
    await assertAccessible(bench, frame, 'paste');
    await bench.resize({ width: 700, height: 900 });
    await frame.locator('.app > .paste-notice').waitFor();
    await bench.screenshot('paste-narrow');
  });
});

describe('a wanted output size', () => {
  const bench = workbench();

  async function open(): Promise<{ readonly frame: Frame; readonly panel: Locator; readonly button: Locator }> {
    assert.equal(await bench.openPreset('strided'), 'done');
    const frame = await bench.frame();
    const button = frame.getByRole('button', { name: /^Output size .*find parameters/ });
    await button.focus();
    await bench.page().keyboard.press('Enter');
    const panel = frame.getByRole('group', { name: 'Find parameters for an output size' });
    await panel.locator('tbody tr').first().waitFor();
    return { frame, panel, button };
  }

  it('is typed where the size is shown; Use applies a call with that size, by keyboard alone', async () => {
    const { frame, panel, button } = await open();
    // The field of the height has the focus, and its number is selected.
    await bench.page().keyboard.type('9');
    await assertField(frame, 'Wanted output width in the form', '9');
    const first = panel.getByRole('button', { name: /^Use kernel_size/ }).first();
    await eventually(async () =>
      assert.ok(
        (await panel.locator('tbody tr').count()) > 0 &&
          (await panel.getByText('current', { exact: true }).count()) === 0,
      ),
    );
    await first.focus();
    await bench.page().keyboard.press('Enter');
    await eventually(async () => assert.equal(await outputSize(frame).innerText(), '9 × 9'));
    await panel.waitFor({ state: 'detached' });
    await eventually(async () => assert.ok(await button.evaluate((element) => element === document.activeElement)));
  });

  it('marks the calls whose taps overlap evenly, and takes both sizes as one text', async () => {
    const { frame, panel } = await open();
    await field(frame, 'Wanted output height in the form').focus();
    await bench.page().keyboard.type('8x8');
    await bench.page().keyboard.press('Enter');
    await assertField(frame, 'Wanted output width in the form', '8');
    // (4 − 1)·2 − 2·1 + 3 + 1 = 8 with kernel 4 and output_padding 0: the kernel is two strides.
    const even = panel.getByRole('button', {
      name: 'Use kernel_size 4, stride 2, padding 1, output_padding 0, dilation 1, even overlap',
    });
    await even.waitFor();
    await panel
      .getByRole('button', { name: /uneven overlap$/ })
      .first()
      .waitFor();
    await bench.page().keyboard.press('Escape');
    await panel.waitFor({ state: 'detached' });
  });

  it('far from the current one is found as well', async () => {
    const { frame, panel } = await open();
    await bench.page().keyboard.type('64');
    await assertField(frame, 'Wanted output width in the form', '64');
    const first = panel.getByRole('button', { name: /^Use kernel_size/ }).first();
    await eventually(async () => {
      const numbers = ((await first.getAttribute('aria-label')) ?? '').match(/\d+/g)?.map(Number) ?? [];
      const [k = 0, s = 0, p = 0, op = 0, d = 0] = numbers;
      assert.equal((4 - 1) * s - 2 * p + d * (k - 1) + op + 1, 64, numbers.join());
    });
    await first.click();
    await eventually(async () => assert.equal(await outputSize(frame).innerText(), '64 × 64'));
  });

  it('has no serious fault of accessibility', async () => {
    const { frame } = await open();
    await assertAccessible(bench, frame, 'wanted-size');
  });
});
