import assert from 'node:assert/strict';
import { validateCall } from '../../../src/engine/validation/validateCall.ts';
import { defaultParams } from '../../../src/engine/core/call.ts';
import { elementCount, zeros } from '../../../src/engine/core/tensor.ts';
import { writeNpy } from '../../../src/formats/npy/writeNpy.ts';
import { layerParamsText, parseLayerParams } from '../../../src/scenario/document/layerParams.ts';
import { biasKeyOf, isLayerWeight, layerScenario } from '../../../src/scenario/document/layerScenario.ts';
import { scenarioAround } from '../../../src/scenario/document/scenarioAround.ts';
import { scenarioShape } from '../../../src/scenario/document/scenarioShape.ts';

describe('the typed parameters of a layer', () => {
  for (const [text, params] of [
    ['', {}],
    ['stride=2', { stride: [2, 2] }],
    [' stride = (2, 1) , groups=4', { stride: [2, 1], groups: 4 }],
    ['dilation=[3, 1], output_padding=(0,1), padding=1,', { dilation: [3, 1], outputPadding: [0, 1], padding: [1, 1] }],
    ['padding=-1', { padding: [-1, -1] }],
  ] as const) {
    it(`"${text}"`, () => {
      const parsed = parseLayerParams(text);
      assert.ok(parsed.ok, parsed.ok ? '' : parsed.refusal.message);
      assert.deepEqual(parsed.value, { ...defaultParams, ...params });
      const again = parseLayerParams(layerParamsText(parsed.value));
      assert.ok(again.ok);
      assert.deepEqual(again.value, parsed.value);
    });
  }

  for (const [text, names] of [
    ['stride', /"stride" is not an argument/],
    ['strides=2', /no argument strides/],
    ['stride=2.5', /is not an argument/],
    ['groups=(1, 2)', /groups = \(1, 2\) must be one integer/],
    ['stride=2 padding=1', /is not an argument/],
    ['stride=(1, 2, 3)', /is not an argument/],
  ] as const) {
    it(`refuses "${text}" in a sentence`, () => {
      const parsed = parseLayerParams(text);
      assert.ok(!parsed.ok);
      assert.match(parsed.refusal.message, names);
    });
  }
});

const tensor = (...shape: readonly number[]) => ({ source: { file: 't.npy' }, shape, dtype: 'float32' }) as const;

describe('a layer of a file', () => {
  it('is a call on a small smooth input, with its weight and its bias from the file', () => {
    const params = { ...defaultParams, stride: [2, 2], groups: 2 } as const;
    const made = layerScenario('up', tensor(4, 3, 2, 2), tensor(6), params);
    assert.ok(made.ok);
    assert.deepEqual(made.value.input, { fill: 'smooth', shape: [1, 4, 8, 8] });
    assert.deepEqual([made.value.weight, made.value.bias], [{ file: 't.npy' }, { file: 't.npy' }]);
    assert.deepEqual(made.value.params, params);
  });

  it('is refused if PyTorch would refuse it, with the same arguments', () => {
    const params = { ...defaultParams, outputPadding: [1, 1] } as const;
    const made = layerScenario('up', tensor(4, 3, 2, 2), null, params);
    assert.ok(!made.ok);
    assert.equal(made.refusal.argument, 'output_padding');
  });

  it('is found by its name and its axes', () => {
    assert.ok(isLayerWeight('up.weight', [4, 3, 2, 2]));
    assert.ok(!isLayerWeight('up.bias', [4, 3, 2, 2]));
    assert.ok(!isLayerWeight('fc.weight', [4, 3]));
    assert.ok(!isLayerWeight('up.weight', [4, 0, 2, 2]));
    assert.equal(biasKeyOf('dec.weight.up.weight'), 'dec.weight.up.bias');
  });
});

describe('a call around a tensor of a file', () => {
  for (const [role, shape] of [
    ['input', [2, 5, 7, 9]],
    ['input', [5, 1, 1]],
    ['weight', [6, 2, 3, 5]],
    ['weight', [1, 1, 1, 1]],
    ['bias', [11]],
    ['actual', [2, 5, 7, 9]],
    ['actual', [5, 7, 9]],
  ] as const) {
    it(`is valid: ${role} of shape (${shape.join(', ')})`, () => {
      const made = scenarioAround(role, tensor(...shape));
      assert.ok(made.ok, made.ok ? '' : made.refusal.message);
      const bytes = writeNpy(zeros('float32', shape)).buffer;
      const call = scenarioShape(made.value, new Map([['t.npy', bytes]]));
      assert.ok(call.ok);
      const geometry = validateCall(call.value);
      assert.ok(geometry.ok, geometry.ok ? '' : geometry.refusal.message);
      if (role === 'actual') assert.deepEqual(geometry.value.outputShape, shape);
      assert.ok(elementCount(geometry.value.outputShape) < 20_000);
    });
  }

  for (const [role, shape] of [
    ['input', [5, 7]],
    ['weight', [6, 2]],
    ['weight', [6, 2, 3, 3, 3]],
    ['weight', [6, 0, 3, 3]],
    ['bias', [11, 1]],
    ['bias', []],
    ['actual', [1, 2, 3, 4, 5]],
  ] as const) {
    it(`is refused: ${role} of shape (${shape.join(', ')})`, () => {
      const made = scenarioAround(role, tensor(...shape));
      assert.ok(!made.ok);
      assert.equal(made.refusal.argument, role);
    });
  }
});
