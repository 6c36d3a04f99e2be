import assert from 'node:assert/strict';
import { defaultParams, type Params } from '../../../src/engine/core/call.ts';
import type { Shape } from '../../../src/engine/core/tensor.ts';
import { tensorOf } from '../../../src/engine/core/tensor.ts';
import { validateCall } from '../../../src/engine/validation/validateCall.ts';
import {
  isDrawnAsLine,
  outputWithHeight,
  tensorWithoutHeight,
  withHeight,
} from '../../../src/scenario/document/withHeight.ts';

const call = (input: Shape, weight: Shape, params: Partial<Params> = {}) =>
  withHeight({ input, weight, bias: null, params: { ...defaultParams, ...params } }, weight.length);

function lineOf(input: Shape, params: Partial<Params> = {}) {
  const made = call(input, [4, 3, 5], params);
  assert.ok(made.ok, made.ok ? '' : made.refusal.message);
  return made.value;
}

function refusal(...args: Parameters<typeof call>): string {
  const made = call(...args);
  assert.ok(!made.ok);
  return made.refusal.message;
}

describe('a call whose weight has one spatial axis', () => {
  it('has a height of 1, batched or not, and the parameters of a row that is left alone', () => {
    const { input, weight, params, is1d } = lineOf([2, 4, 9], {
      stride: [2, 2],
      padding: [1, 1],
      outputPadding: [1, 1],
    });
    assert.deepEqual([input, weight, is1d], [[2, 4, 1, 9], [4, 3, 1, 5], true]);
    assert.deepEqual(
      [params.stride, params.padding, params.outputPadding],
      [
        [1, 2],
        [0, 1],
        [0, 1],
      ],
    );
    assert.deepEqual(lineOf([4, 9]).input, [4, 1, 9]);
    // As the debugger draws it.
    assert.deepEqual(lineOf([2, 4, 1, 9]).input, [2, 4, 1, 9]);
  });

  it('gives the size of nn.ConvTranspose1d, and outputs without a height', () => {
    const line = lineOf([2, 4, 9], { stride: [2, 2], padding: [1, 1], outputPadding: [1, 1] });
    const geometry = validateCall(line);
    assert.ok(geometry.ok && isDrawnAsLine(geometry.value));
    // torch.nn.ConvTranspose1d(4, 3, 5, stride=2, padding=1, output_padding=1)(torch.zeros(2, 4, 9)).shape
    assert.deepEqual(geometry.value.outputShape, [2, 3, 1, 20]);
    const output = tensorOf('float32', [2, 3, 1, 20], new Float32Array(120));
    const flat = tensorWithoutHeight(output, geometry.value);
    assert.deepEqual(flat.shape, [2, 3, 20]);
    assert.deepEqual(outputWithHeight(flat, geometry.value).shape, [2, 3, 1, 20]);
    assert.deepEqual(tensorWithoutHeight(tensorOf('float32', [3], [1, 2, 3]), geometry.value).shape, [3]);
  });

  it('takes one number for a parameter, and an input of one spatial axis', () => {
    assert.match(
      refusal([2, 4, 9], [4, 3, 5], { padding: [2, 1] }),
      /^padding = \(2, 1\) has two numbers, but the weight of shape \(4, 3, 5\) is that of a 1-D layer: give one number\.$/,
    );
    assert.match(
      refusal([2, 4, 9, 9], [4, 3, 5]),
      /the call is 1-D: input must be \(N, Cin, L\) or \(Cin, L\), but has the shape \(2, 4, 9, 9\)\.$/,
    );
  });

  it('is no call with two spatial axes, which stays as it is, nor one with three, which is named', () => {
    const plain = { input: [1, 4, 9, 9], weight: [4, 3, 5, 5], bias: null, params: defaultParams };
    assert.deepEqual(withHeight(plain, 4), { ok: true, value: plain });
    assert.match(
      refusal([1, 4, 9, 9, 9], [4, 3, 5, 5, 5]),
      /^weight of shape \(4, 3, 5, 5, 5\) is that of a 3-D layer \(Cin, Cout\/groups, kD, kH, kW\), which is not computed; if kD is 1/,
    );
  });

  it('is drawn like a 2-D call whose heights are all 1, of which an output may lack the height', () => {
    const geometry = validateCall({ input: [1, 4, 1, 9], weight: [4, 3, 1, 5], bias: null, params: defaultParams });
    assert.ok(geometry.ok && isDrawnAsLine(geometry.value) && geometry.value.is1d === undefined);
    const flat = tensorOf('float32', [1, 3, 13], new Float32Array(39));
    assert.deepEqual(outputWithHeight(flat, geometry.value).shape, [1, 3, 1, 13]);
    assert.deepEqual(outputWithHeight({ ...flat, shape: [3, 1, 13] }, geometry.value).shape, [3, 1, 13]);
  });
});
