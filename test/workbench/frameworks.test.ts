import assert from 'node:assert/strict';
import { assertAccessible } from '../browser/accessible.ts';
import { eventually } from '../browser/eventually.ts';
import { workbench } from './bench.ts';

const frameworks = ['PyTorch', 'Keras', 'TensorFlow', 'JAX', 'Flax', 'ONNX'];

describe('the call in other frameworks', function () {
  this.timeout(60_000);
  const bench = workbench();

  it('is chosen with the keyboard on the tab Code, and shows a program for each framework', async () => {
    await bench.open({ preset: 'strided', tab: 'code' });
    const frame = await bench.frame();
    await frame.getByRole('radio', { name: 'PyTorch' }).focus();
    await bench.page().keyboard.press('ArrowRight');
    await bench.page().keyboard.press('ArrowRight');
    await eventually(
      async () => assert.deepEqual(await frame.locator('.framework h2').allTextContents(), frameworks),
      'the cards',
    );
    const jax = await frame.getByLabel('JAX program').textContent();
    assert.match(jax ?? '', /np\.flip\(w, axis=\(2, 3\)\)\.transpose\(2, 3, 0, 1\)/);
    assert.match(jax ?? '', /y = lax\.conv_transpose\(/);
  });

  it('says why a framework cannot express the call, with the nearest way', async () => {
    await bench.openScenario({
      version: 1,
      input: { fill: 'randn', shape: [1, 4, 5, 5] },
      weight: { fill: 'randn', shape: [4, 3, 3, 3] },
      stride: 2,
      padding: 0,
      padding_end: 1,
    });
    const frame = await bench.frame();
    await frame.getByRole('tab', { name: 'Code' }).click();
    await frame.getByText('Other frameworks').click();
    const pytorch = frame.locator('.framework', { has: frame.getByRole('heading', { name: 'PyTorch' }) });
    await pytorch.getByText('Cannot be expressed in PyTorch: it crops 0 lines at the start and 1 at the end').waitFor();
    assert.match(
      (await pytorch.locator('pre').textContent()) ?? '',
      /layer\(torch\.from_numpy\(x\)\)\[\.\.\., :-1, :-1\]/,
    );
    const keras = frame.locator('.framework', { has: frame.getByRole('heading', { name: 'Keras' }) });
    assert.match((await keras.locator('pre').textContent()) ?? '', /padding='same'/);
    await keras.getByText('before Keras 3.15').waitFor();
  });

  it('copies a call', async () => {
    await bench.open({ preset: 'strided', tab: 'code', program: 'frameworks' });
    const frame = await bench.frame();
    await frame.getByRole('button', { name: 'Copy call in ONNX' }).click();
    await eventually(async () => {
      const copied = await bench.page().evaluate(() => navigator.clipboard.readText());
      assert.match(copied, /^helper\.make_node\('ConvTranspose', /);
    }, 'the clipboard');
  });

  it('says in which order the weight is that a document gives in the words of a framework', async () => {
    await bench.openScenario({
      version: 1,
      input: { fill: 'randn', shape: [1, 4, 5, 5] },
      weight: { fill: 'randn', shape: [3, 3, 8, 4] },
      call: { dialect: 'keras', strides: 2, padding: 'same' },
    });
    const frame = await bench.frame();
    await frame.getByRole('tab', { name: 'Code' }).click();
    await frame.getByText('Other frameworks').click();
    await frame.getByText('w in the order of Keras').waitFor();
    assert.match((await frame.getByLabel('Keras program').textContent()) ?? '', /set_weights\(\[w\]\)/);
    assert.match((await frame.getByLabel('ONNX program').textContent()) ?? '', /kernel = w\.transpose\(3, 2, 0, 1\)/);
  });

  it('is accessible narrow as well', async () => {
    await bench.open({ preset: 'strided', tab: 'code', program: 'frameworks' });
    await bench.resize({ width: 560, height: 900 });
    await bench.settled();
    await bench.screenshot('frameworks-narrow');
    await assertAccessible(bench, await bench.frame());
    await bench.resize({ width: 1400, height: 900 });
    await bench.settled();
    for (const theme of ['dark', 'light', 'hc-dark', 'hc-light'] as const) {
      await bench.setTheme(theme);
      await bench.screenshot(`frameworks-${theme}`);
    }
  });
});
