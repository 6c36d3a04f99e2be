import assert from 'node:assert/strict';
import fc from 'fast-check';
import { env, InferenceSession, Tensor as OnnxTensor } from 'onnxruntime-web';
import { formulationIds } from '../../src/engine/provenance/formulation.ts';
import { formulationOf } from '../../src/engine/formulations/formulations.ts';
import { runReference } from '../../src/engine/reference/reference.ts';
import { finish } from '../../src/engine/core/steps.ts';
import { type Tensor, tensorOf } from '../../src/engine/core/tensor.ts';
import { callsFor, type Numbers, serves, type SmallCall, smallCalls } from '../engine/smallCalls.ts';
import { onnxModel } from './onnxModel.ts';
import { assertWithin, boundOf } from './within.ts';

/**
 * What ONNX Runtime runs on a CPU: float32 only, a batch always, and no output_padding that is below
 * the dilation but not below the stride (it says "may be too large for stride"; PyTorch takes it).
 */
const understood = ({ call, geometry }: SmallCall): boolean =>
  call.dtype === 'float32' &&
  geometry.batched &&
  [geometry.h, geometry.w].every((axis) => axis.outputPadding < axis.stride);

/** Random calls, one in five of them such that winograd serves them. */
const calls = (numbers: Numbers): fc.Arbitrary<SmallCall> =>
  fc.oneof({ weight: 4, arbitrary: smallCalls(numbers) }, { weight: 1, arbitrary: callsFor('winograd', numbers) });

async function runOnnx({ call, geometry }: SmallCall): Promise<Tensor> {
  const { input, weight, bias, params } = call;
  const model = onnxModel(
    {
      input: input.shape,
      weight: weight.shape,
      bias: bias?.shape ?? null,
      output: geometry.outputShape,
    },
    params,
  );
  const session = await InferenceSession.create(model, { executionProviders: ['wasm'] });
  try {
    const feed = (tensor: Tensor): OnnxTensor =>
      new OnnxTensor('float32', Float32Array.from(tensor.data), tensor.shape);
    const feeds = { x: feed(input), w: feed(weight), ...(bias === null ? {} : { b: feed(bias) }) };
    const { y } = await session.run(feeds);
    assert.ok(y !== undefined && y.data instanceof Float32Array);
    return tensorOf('float32', y.dims, y.data);
  } finally {
    await session.release();
  }
}

describe('against ONNX Runtime', function () {
  // A session is compiled for each call: seconds altogether where other work shares the machine.
  this.timeout(60_000);

  before(() => {
    env.wasm.numThreads = 1;
    env.logLevel = 'error';
  });

  it('every formulation is within the rounding bound of the same reference as ConvTranspose', async () => {
    await fc.assert(
      fc.asyncProperty(calls('floats').filter(understood), async (small) => {
        const { call, geometry } = small;
        const bound = boundOf(call, geometry, 'float32');
        const { reference } = finish(runReference(call, geometry));
        const onnx = await runOnnx(small);
        assertWithin(onnx, reference, bound, 'ONNX Runtime');
        for (const id of formulationIds.filter((each) => serves(each, small))) {
          // Both may be off, to either side, each by its own bound.
          const own = boundOf(call, geometry, 'float32', id);
          const both = (at: number): number => bound(at) + own(at);
          assertWithin(finish(formulationOf(id).run(call, geometry)), onnx, both, id);
        }
      }),
      { numRuns: 250 },
    );
  });

  it('every formulation gives the same whole numbers as ConvTranspose', async () => {
    await fc.assert(
      fc.asyncProperty(calls('integers').filter(understood), async (small) => {
        const onnx = Array.from((await runOnnx(small)).data, (value) => value + 0);
        for (const id of formulationIds.filter((each) => serves(each, small))) {
          const ours = finish(formulationOf(id).run(small.call, small.geometry));
          assert.deepEqual(
            Array.from(ours.data, (value) => value + 0),
            onnx,
            id,
          );
        }
      }),
      { numRuns: 250 },
    );
  });
});
