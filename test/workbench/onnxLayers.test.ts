import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tensorOf } from '../../src/engine/core/tensor.ts';
import { writeNpy } from '../../src/formats/npy/writeNpy.ts';
import { assertAccessible } from '../browser/accessible.ts';
import { eventually } from '../browser/eventually.ts';
import { workbench } from './bench.ts';

describe('the layers of a model', function () {
  this.timeout(120_000);
  const bench = workbench();

  it('say what their weights came through, and which tensor is to be given', async () => {
    assert.equal(await bench.openTensorFile('test/fixtures/onnx/folded.onnx'), 'done');
    const frame = await bench.frame();
    const layer = (name: string) => frame.locator('.layer', { has: frame.getByText(name, { exact: true }) });
    assert.match(
      await layer('of input').innerText(),
      /comes through Transpose from "x", which is an input of the model: choose a file/,
    );
    assert.equal(await layer('of input').getByRole('button').innerText(), 'Open…');
    assert.equal(await layer('per axis').getByRole('button').innerText(), 'Open');
    await frame.getByText('per axis', { exact: true }).last().click();
    await eventually(async () => {
      assert.match(await frame.locator('.tensor-header').innerText(), /q \(int8\) → DequantizeLinear \(axis 1\)/);
    });
    await assertAccessible(bench, frame, 'onnx-layers');
  });

  it('are all there is to open in a model without tensors of its own', async () => {
    assert.equal(await bench.openTensorFile('test/fixtures/onnx-node/plain.onnx'), 'done');
    const frame = await bench.frame();
    assert.equal(await frame.locator('.layer').getByRole('button').innerText(), 'Open…');
    await frame
      .getByText('This file has no tensors of its own. Open a layer and choose the files of its tensors.')
      .waitFor();
    assert.equal(await frame.getByRole('textbox', { name: /^Filter/ }).count(), 0);
    await assertAccessible(bench, frame, 'onnx-without-tensors');
  });
});

describe('a 1-D layer in the debugger', function () {
  this.timeout(120_000);
  const bench = workbench();

  it('is drawn as height 1, which the page says, and checks an output without a height', async () => {
    const write = (name: string, shape: readonly number[], values: readonly number[]): void => {
      writeFileSync(join(bench.folder(), name), writeNpy(tensorOf('float32', shape, values)));
    };
    write('x.npy', [1, 1, 3], [1, 2, 3]);
    write('w.npy', [1, 1, 2], [1, 10]);
    // y[2·i + k] = x[i]·w[k]
    write('y.npy', [1, 1, 6], [1, 10, 2, 20, 3, 30]);
    const state = await bench.openScenario({
      version: 1,
      name: 'line',
      input: { file: 'x.npy' },
      weight: { file: 'w.npy' },
      actual: { file: 'y.npy' },
      stride: 2,
    });
    assert.equal(state, 'done');
    const frame = await bench.frame();
    await eventually(async () => {
      assert.match(await frame.locator('.sidebar').innerText(), /1-D, drawn as height 1/);
      assert.match(await frame.locator('body').innerText(), /Exactly correct/);
    });
    await assertAccessible(bench, frame, 'line');
  });
});
