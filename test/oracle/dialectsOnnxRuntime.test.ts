import assert from 'node:assert/strict';
import { env, InferenceSession, Tensor as OnnxTensor } from 'onnxruntime-web';
import type { Constant } from '../../src/dialects/api.ts';
import { toCallShape } from '../../src/dialects/engineCall.ts';
import type { DialectId } from '../../src/dialects/layer.ts';
import { finish } from '../../src/engine/core/steps.ts';
import { elementCount, type Shape, type Tensor, tensorOf } from '../../src/engine/core/tensor.ts';
import { runNaiveReference } from '../../src/engine/reference/reference.ts';
import { validateCall } from '../../src/engine/validation/validateCall.ts';
import { parseCall } from '../dialects/parseCall.ts';
import { convTransposeModel } from './onnxModel.ts';

const cin = 2;
const cout = 3;

/** Small whole numbers, so that sums are exact. */
const numbers = (count: number, factor: number): Float32Array =>
  Float32Array.from({ length: count }, (_, i) => ((i * factor) % 11) - 5);

/** Computes a ConvTranspose with these attributes in ONNX Runtime. */
async function runOnnx(attributes: Parameters<typeof convTransposeModel>[1], input: Shape, weight: Shape) {
  const model = convTransposeModel({ input, weight, bias: null, output: null }, attributes);
  const session = await InferenceSession.create(model, { executionProviders: ['wasm'] });
  try {
    const { y } = await session.run({
      x: new OnnxTensor('float32', numbers(elementCount(input), 3), input),
      w: new OnnxTensor('float32', numbers(elementCount(weight), 7), weight),
    });
    assert.ok(y !== undefined && y.data instanceof Float32Array);
    return { shape: y.dims, values: Array.from(y.data) };
  } finally {
    await session.release();
  }
}

/** Computes a layer on the same tensors in PyTorch's order, with the engine's definition. */
function runLayer(id: DialectId, text: string, input: Shape, weight: Shape, known: Readonly<Record<string, Constant>>) {
  const { layer } = parseCall(id, text, known);
  const call = toCallShape(layer, input);
  assert.ok(call.ok, text);
  const shape = { ...call.value, weight, bias: null };
  const geometry = validateCall(shape);
  assert.ok(geometry.ok, text);
  const made = (sizes: Shape, factor: number): Tensor =>
    tensorOf('float32', sizes, numbers(elementCount(sizes), factor));
  const { reference } = finish(
    runNaiveReference(
      { dtype: 'float32', input: made(input, 3), weight: made(weight, 7), bias: null, params: shape.params },
      geometry.value,
    ),
  );
  return { shape: geometry.value.outputShape, values: Array.from(reference.data) };
}

/** Kernels and strides from 1 to 6 and 1 to 4, with another one along the width. */
const sizes = Array.from({ length: 24 }, (_, i) => {
  const [k, s] = [(i % 6) + 1, Math.floor(i / 6) + 1];
  return { kernel: [k, ((k + 2) % 6) + 1], stride: [s, (s % 4) + 1] } as const;
});

describe('“same” against ONNX Runtime’s auto_pad', function () {
  this.timeout(120_000);

  before(() => {
    env.wasm.numThreads = 1;
    env.logLevel = 'error';
  });

  for (const { kernel, stride } of sizes) {
    // For a kernel smaller than the stride ONNX Runtime leaves the added lines out of the output.
    if (kernel.some((size, axis) => size < (stride[axis] ?? 1))) continue;
    it(`of Keras, TensorFlow, JAX and Flax is SAME_UPPER: kernel ${kernel.join('×')}, stride ${stride.join('×')}`, async () => {
      const input = [1, cin, 3, 4];
      const weight = [cin, cout, ...kernel];
      const expected = await runOnnx({ auto_pad: 'SAME_UPPER', strides: stride, kernel_shape: kernel }, input, weight);
      const [k, s] = [kernel.join(', '), stride.join(', ')];
      const outputs = [3 * stride[0], 4 * stride[1]].join(', ');
      const texts: readonly (readonly [DialectId, string, readonly number[]])[] = [
        ['keras', `layers.Conv2DTranspose(${cout}, (${k}), strides=(${s}), padding='same')`, []],
        ['tensorflow', `tf.nn.conv2d_transpose(x, w, (1, ${outputs}, ${cout}), (${s}))`, [...kernel, cout, cin]],
        ['jax', `lax.conv_transpose(x, w, (${s}), 'SAME')`, [...kernel, cin, cout]],
        ['flax', `nnx.ConvTranspose(${cin}, ${cout}, (${k}), (${s}))`, []],
      ];
      for (const [id, text, shape] of texts)
        assert.deepEqual(runLayer(id, text, input, weight, { w: shape }), expected, text);
    });
  }

  it('of ONNX crops the extra line at the start for SAME_LOWER and for an output_shape', async () => {
    const input = [1, cin, 3, 4];
    const weight = [cin, cout, 3, 5];
    for (const attributes of [
      { auto_pad: 'SAME_LOWER', strides: [2, 2] },
      { output_shape: [6, 8], strides: [2, 2] },
      { output_shape: [5, 9], strides: [2, 2], auto_pad: 'SAME_UPPER' },
    ]) {
      const expected = await runOnnx({ ...attributes, kernel_shape: [3, 5] }, input, weight);
      const args = Object.entries(attributes).map(([name, value]) =>
        typeof value === 'string' ? `${name}='${value}'` : `${name}=[${value.join(', ')}]`,
      );
      const text = `ConvTranspose(x, w, ${args.join(', ')})`;
      assert.deepEqual(runLayer('onnx', text, input, weight, { w: weight }), expected, text);
    }
  });
});
