import assert from 'node:assert/strict';
import type { ProfileId } from '../../../src/engine/precision/profiles.ts';
import type { Shape } from '../../../src/engine/core/tensor.ts';
import type { Scenario } from '../../../src/scenario/document/scenario.ts';
import { readTensorText } from '../../../src/scenario/paste/tensorText.ts';
import { type PastedRole, withPastedTensor } from '../../../src/scenario/paste/withPastedTensor.ts';
import { plainScenario } from '../plainScenario.ts';

const base = plainScenario({
  name: 'Base',
  input: { fill: 'randn', shape: [1, 2, 3, 3] },
  weight: { fill: 'ones', shape: [2, 3, 2, 2] },
  bias: { fill: 'ones', shape: [3] },
  seed: 7,
  formulation: 'unfold-matmul',
});

function made(role: PastedRole, text: string, scenario: Scenario = base) {
  const tensor = readTensorText(text, role);
  assert.ok(tensor.ok, tensor.ok ? '' : tensor.refusal.message);
  const shape = (source: Scenario['bias']): Shape | null => (source === null || 'file' in source ? null : source.shape);
  const shapes = { input: shape(scenario.input), weight: shape(scenario.weight), bias: shape(scenario.bias) };
  return withPastedTensor(scenario, role, tensor.value, shapes);
}

function shapeAfter(role: PastedRole, text: string, scenario: Scenario = base): Shape | string {
  const result = made(role, text, scenario);
  if (!result.ok) return result.refusal.message;
  const source = result.value.scenario[role];
  assert.ok(source !== null && 'values' in source);
  return source.shape;
}

/** Nested lists of ones. */
function ones(...shape: readonly number[]): string {
  return shape.reduceRight((inner, size) => `[${Array.from({ length: size }, () => inner).join(', ')}]`, '1');
}

describe('a pasted tensor', () => {
  it('has the shape of its brackets, with the axes that its role needs', () => {
    assert.deepEqual(shapeAfter('input', ones(4, 5)), [1, 1, 4, 5]);
    assert.deepEqual(shapeAfter('input', ones(3, 4, 5)), [3, 4, 5]);
    assert.deepEqual(shapeAfter('input', ones(2, 3, 4, 5)), [2, 3, 4, 5]);
    assert.deepEqual(shapeAfter('input', ones(1, 2, 3, 4, 5)), [2, 3, 4, 5]);
    assert.deepEqual(shapeAfter('input', ones(7)), [1, 1, 1, 7]);
    assert.deepEqual(shapeAfter('weight', ones(4, 5)), [1, 1, 4, 5]);
    assert.deepEqual(shapeAfter('weight', ones(2, 3, 4, 5)), [2, 3, 4, 5]);
    assert.deepEqual(shapeAfter('weight', ones(6, 4, 5)), [2, 3, 4, 5]);
    assert.deepEqual(shapeAfter('bias', ones(5)), [5]);
    assert.deepEqual(shapeAfter('bias', ones(1, 5)), [5]);
    const unbatched: Scenario = { ...base, input: { fill: 'ones', shape: [2, 3, 3] } };
    assert.deepEqual(shapeAfter('input', ones(4, 5), unbatched), [1, 4, 5]);
    const single: Scenario = { ...base, weight: { fill: 'ones', shape: [1, 3, 2, 2] } };
    assert.deepEqual(shapeAfter('weight', ones(5, 2, 2), single), [1, 5, 2, 2]);
  });

  it('of rows has the planes of the current shape', () => {
    assert.deepEqual(shapeAfter('input', '1 1 1\n1 1 1\n1 1 1\n\n1 1 1\n1 1 1\n1 1 1'), [1, 2, 3, 3]);
    assert.deepEqual(shapeAfter('input', '1 1\n\n1 1\n'), [1, 2, 1, 2]);
    assert.deepEqual(shapeAfter('input', '1 1\n\n1 1\n\n1 1\n\n1 1'), [2, 2, 1, 2]);
    assert.deepEqual(shapeAfter('input', '1 1\n\n1 1\n\n1 1'), [1, 3, 1, 2]);
    assert.deepEqual(shapeAfter('input', '1 1\n1 1'), [1, 1, 2, 2]);
  });

  it('of one list with as many values as now keeps the shape', () => {
    assert.deepEqual(shapeAfter('input', Array.from({ length: 18 }, () => 1).join(' ')), [1, 2, 3, 3]);
    assert.deepEqual(shapeAfter('weight', ones(24)), [2, 3, 2, 2]);
  });

  it('is refused if its axes cannot be those of its role', () => {
    assert.match(String(shapeAfter('input', ones(2, 1, 1, 2, 2))), /input of shape 2×1×1×2×2 has 5 axes/);
    assert.match(String(shapeAfter('weight', ones(5, 2, 2))), /5 kernels cannot be divided among the 2 input channels/);
    assert.match(String(shapeAfter('bias', ones(2, 2))), /bias of shape 2×2 must have one axis/);
  });

  it('says what was made, and lets fills follow', () => {
    const input = made('input', 'tensor([[1., 2.], [3., 4.]])');
    assert.ok(input.ok);
    assert.equal(input.value.summary, 'Read x: 1×1×2×2 from 2×2. w follows with 1 input channel.');
    assert.deepEqual(input.value.scenario.weight, { fill: 'ones', shape: [1, 3, 2, 2] });
    const weight = made('weight', ones(5, 4, 1, 1));
    assert.ok(weight.ok);
    assert.equal(weight.value.summary, 'Read w: 5×4×1×1. x follows with 5 input channels.');
    assert.deepEqual(weight.value.scenario.input, { fill: 'randn', shape: [1, 5, 3, 3] });
    assert.deepEqual(weight.value.scenario.bias, { fill: 'ones', shape: [4] });
    const bias = made('bias', ones(7));
    assert.ok(bias.ok);
    assert.equal(bias.value.summary, 'Read b: 7 values. w follows with 7 output channels.');
    assert.deepEqual(bias.value.scenario.weight, { fill: 'ones', shape: [2, 7, 2, 2] });
  });

  it('leaves the other values as they are', () => {
    const values: Scenario = { ...base, weight: { shape: [2, 1, 1, 1], values: [1, 2] } };
    const result = made('input', ones(1, 5, 2, 2), values);
    assert.ok(result.ok);
    assert.equal(result.value.scenario.weight, values.weight);
  });

  it('brings its dtype as the precision, if it is one', () => {
    const precision = (text: string, before: ProfileId): readonly [ProfileId, string] => {
      const result = made('input', text, { ...base, dtype: before });
      assert.ok(result.ok);
      return [result.value.scenario.dtype, result.value.summary];
    };
    const cases: readonly (readonly [string, ProfileId, ProfileId, RegExp])[] = [
      ['tensor([1.], dtype=torch.float16)', 'float32', 'float16', /The precision is now float16\./],
      ['tensor([1.], dtype=torch.bfloat16)', 'float32', 'bfloat16', /The precision is now bfloat16\./],
      ['array([1.], dtype=float64)', 'float32', 'float64', /The precision is now float64\./],
      ['tensor([1.], dtype=torch.float32)', 'tf32', 'tf32', /^(?!.*precision)/],
      ['tensor([1.], dtype=torch.float16)', 'float16-accumulate', 'float16-accumulate', /^(?!.*precision)/],
      ['array([1], dtype=int64)', 'float32', 'float32', /int64 is read as float32\./],
      ['tensor([1.])', 'float64', 'float64', /^(?!.*precision)/],
    ];
    for (const [text, before, after, words] of cases) {
      const [found, summary] = precision(text, before);
      assert.equal(found, after, text);
      assert.match(summary, words, text);
    }
  });
});
