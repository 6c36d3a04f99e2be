import assert from 'node:assert/strict';
import { defaultParams } from '../../../src/engine/core/call.ts';
import type { Scenario } from '../../../src/scenario/document/scenario.ts';
import { isUnfinishedShape, readSizes } from '../../../src/scenario/paste/sizesText.ts';
import { withPastedSizes } from '../../../src/scenario/paste/withPastedSizes.ts';
import { plainScenario } from '../plainScenario.ts';

const base = plainScenario({
  name: 'Base',
  input: { fill: 'randn', shape: [2, 4, 8, 8] },
  weight: { fill: 'ones', shape: [4, 3, 3, 3] },
  bias: { fill: 'ones', shape: [6] },
  params: { ...defaultParams, groups: 2 },
  seed: 7,
  formulation: 'unfold-matmul',
});
const shapes = { input: [2, 4, 8, 8], weight: [4, 3, 3, 3], bias: [6] };

describe('sizes as text', () => {
  it('are read in every common notation', () => {
    for (const text of [
      '1x64x56x56',
      '1×64×56×56',
      '1 x 64 x 56 x 56',
      '(1, 64, 56, 56)',
      '[1,64,56,56]',
      'torch.Size([1, 64, 56, 56])',
      '  1, 64, 56, 56 ',
      '1 64 56 56',
      '1X64X56X56',
      'x.shape = (1, 64, 56, 56)',
      '(1, 64, 56, 56,)',
    ])
      assert.deepEqual(readSizes(text), [1, 64, 56, 56], text);
    assert.deepEqual(readSizes('(2, 64, 56)'), [2, 64, 56]);
    for (const text of ['(None, 64, 56, 56)', '-1x64x56x56', '[N, 64, 56, 56]', 'TensorShape([None, 64, 56, 56])'])
      assert.deepEqual(readSizes(text), [null, 64, 56, 56], text);
  });

  it('are no single number, no fraction and no word', () => {
    for (const text of ['', '64', '(64)', '1.5x2', '1/3', '1e3', 'x', '1xx2', '2x-3', 'axb', '1,', '1'.repeat(300)])
      assert.equal(readSizes(text), null, text);
  });

  it('are unfinished while they are typed, from the first character on', () => {
    for (const whole of ['1x64x56x56', '1×64', '(1, 64, 56, 56)', 'torch.Size([1, 64])', '1 64 56', '[1,2]'])
      for (let length = 1; length <= whole.length; length += 1)
        assert.ok(isUnfinishedShape(whole.slice(0, length)), whole.slice(0, length));
    for (const text of ['-3', 'a', '1.5', '1e', 'x', '3y', '=4', '']) assert.ok(!isUnfinishedShape(text), text);
  });
});

describe('sizes put into a call', () => {
  it('are distributed over the axes; channels and bias follow', () => {
    const input = withPastedSizes(base, 'input', [1, 64, 56, 48], shapes);
    assert.ok(input.ok);
    assert.deepEqual(input.value.scenario.input, { fill: 'randn', shape: [1, 64, 56, 48] });
    assert.deepEqual(input.value.scenario.weight, { fill: 'ones', shape: [64, 3, 3, 3] });
    assert.equal(input.value.summary, 'Read a shape: x is 1×64×56×48.');
    // (Cin, Cout/groups, kH, kW): Cout is 5 · 2.
    const weight = withPastedSizes(base, 'weight', [8, 5, 4, 2], shapes);
    assert.ok(weight.ok);
    assert.deepEqual(weight.value.scenario.weight, { fill: 'ones', shape: [8, 5, 4, 2] });
    assert.deepEqual(weight.value.scenario.input, { fill: 'randn', shape: [2, 8, 8, 8] });
    assert.deepEqual(weight.value.scenario.bias, { fill: 'ones', shape: [10] });
  });

  it('may be a plane, an input without a batch, or leave the batch open', () => {
    const shapeOf = (sizes: readonly (number | null)[]) => {
      const made = withPastedSizes(base, 'input', sizes, shapes);
      return made.ok && 'shape' in made.value.scenario.input ? made.value.scenario.input.shape : null;
    };
    assert.deepEqual(shapeOf([5, 7]), [2, 4, 5, 7]);
    assert.deepEqual(shapeOf([4, 5, 7]), [4, 5, 7]);
    assert.deepEqual(shapeOf([null, 4, 5, 7]), [2, 4, 5, 7]);
    assert.equal(shapeOf([1, 2, 3, 4, 5]), null);
  });

  it('keep written values at their index, and make no more than a document takes', () => {
    const values: Scenario = { ...base, input: { shape: [1, 4, 1, 2], values: [1, 2, 3, 4, 5, 6, 7, 8] } };
    const known = { ...shapes, input: [1, 4, 1, 2] };
    const wider = withPastedSizes(values, 'input', [4, 1, 3], known);
    assert.ok(wider.ok);
    assert.deepEqual(wider.value.scenario.input, {
      shape: [4, 1, 3],
      values: [1, 2, 0, 3, 4, 0, 5, 6, 0, 7, 8, 0],
    });
    const huge = withPastedSizes(values, 'input', [99999, 99999, 99999, 99999], known);
    assert.ok(huge.ok);
    assert.deepEqual(huge.value.scenario.input, { fill: 'randn', shape: [99999, 99999, 99999, 99999] });
    assert.match(huge.value.summary, /The values of x did not fit and are random now\./);
  });

  it('are refused for a file, and if their number is no shape', () => {
    const refused = (scenario: Scenario, sizes: readonly number[]) => {
      const made = withPastedSizes(scenario, 'weight', sizes, shapes);
      return made.ok ? '' : made.refusal.message;
    };
    assert.match(refused(base, [1, 2, 3]), /3 sizes \(1×2×3\) are not a shape of w\. Give Cin×Cout×kH×kW, or kH×kW\./);
    assert.match(refused({ ...base, weight: { file: 'w.npy' } }, [1, 2, 3, 4]), /the shape is that of the file/);
  });
});
