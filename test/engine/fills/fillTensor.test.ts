import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fillIds, type FillId } from '../../../src/engine/fills/fill.ts';
import { fillTensor } from '../../../src/engine/fills/fillTensor.ts';
import { seedGenerator } from '../../../src/engine/fills/torchGenerator.ts';
import { finish } from '../../../src/engine/core/steps.ts';
import type { DType, Shape } from '../../../src/engine/core/tensor.ts';
import { withoutWebAssembly } from '../kernels/withoutWebAssembly.ts';

function fill(id: FillId, shape: Shape, dtype: DType = 'float64', seed = 42): number[] {
  const seeded = seedGenerator(seed);
  assert.ok(seeded.ok);
  const tensor = finish(fillTensor(id, shape, dtype, seeded.value));
  assert.deepEqual(tensor.shape, shape);
  assert.equal(tensor.dtype, dtype);
  return Array.from(tensor.data);
}

describe('fillTensor', () => {
  it('fills with ones, zeros and 0, 1, 2, … in row-major order', () => {
    assert.deepEqual(fill('ones', [2, 2]), [1, 1, 1, 1]);
    assert.deepEqual(fill('zeros', [3]), [0, 0, 0]);
    assert.deepEqual(fill('arange', [2, 3], 'float32'), [0, 1, 2, 3, 4, 5]);
  });

  it('divides −1 to 1 as torch.linspace does', () => {
    const path = join(import.meta.dirname, '../../fixtures/randn.json');
    const { linspace } = JSON.parse(readFileSync(path, 'utf8')) as {
      readonly linspace: Readonly<Record<string, readonly number[]>>;
    };
    for (const [count, torch] of Object.entries(linspace)) {
      fill('linspace', [Number(count)]).forEach((value, i) => {
        // PyTorch multiplies a rounded step and subtracts: two roundings more than one quotient.
        assert.ok(Math.abs(value - (torch[i] ?? NaN)) <= 2 ** -52, `${count}: [${i}] is ${value}`);
      });
    }
  });

  it('puts an impulse in the middle of each plane', () => {
    assert.deepEqual(fill('impulse', [2, 3, 3]), [0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0]);
    assert.deepEqual(fill('impulse', [1, 2, 4]), [0, 0, 0, 0, 0, 0, 1, 0]);
    assert.deepEqual(fill('impulse', [3]), [0, 1, 0]);
  });

  it('makes the bilinear-upsampling weight of FCN on the channel diagonal', () => {
    // factor 2, centre 1.5: the 4-tap triangle ¼ ¾ ¾ ¼ in both directions.
    const row = [0.25, 0.75, 0.75, 0.25];
    const kernel = row.flatMap((y) => row.map((x) => y * x));
    const none = kernel.map(() => 0);
    assert.deepEqual(fill('bilinear', [2, 2, 4, 4]), [...kernel, ...none, ...none, ...kernel]);
    assert.deepEqual(fill('bilinear', [1, 1, 1, 3]), [0.5, 1, 0.5]);
  });

  it('lets bilinear weights of a grouped call pass every channel on within its group', () => {
    assert.deepEqual(fill('bilinear', [3, 1, 1, 1]), [1, 1, 1]);
    assert.deepEqual(fill('bilinear', [4, 2, 1, 1]), [1, 0, 0, 1, 1, 0, 0, 1]);
  });

  it('makes a smooth field: neighbours are close compared with the whole', () => {
    const side = 32;
    const field = fill('smooth', [1, side, side], 'float32');
    assert.deepEqual(
      field,
      withoutWebAssembly(() => fill('smooth', [1, side, side], 'float32')),
    );
    const mean = field.reduce((sum, value) => sum + value, 0) / field.length;
    const variance = field.reduce((sum, value) => sum + (value - mean) ** 2, 0) / field.length;
    const steps = field.flatMap((value, i) => (i % side === 0 ? [] : [(value - (field[i - 1] ?? NaN)) ** 2]));
    const roughness = steps.reduce((sum, value) => sum + value, 0) / steps.length;
    // White noise has roughness 2·variance.
    assert.ok(variance > 0.01 && roughness < variance / 2, `${roughness} against ${variance}`);
  });

  it('gives the same numbers for the same seed and others for another', () => {
    for (const id of ['smooth', 'randn'] as const) {
      for (const shape of [
        [2, 5, 5],
        [2, 50, 50],
      ]) {
        assert.deepEqual(fill(id, shape), fill(id, shape));
        assert.notDeepEqual(fill(id, shape), fill(id, shape, 'float64', 43));
      }
    }
  });

  it('makes tensors without elements and without axes', () => {
    for (const id of fillIds) {
      assert.deepEqual(fill(id, [0, 3, 2, 2]), []);
      assert.equal(fill(id, []).length, 1);
    }
  });
});
