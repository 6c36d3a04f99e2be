import type { InferenceSession, Tensor } from 'onnxruntime-web';
import { onnxModel } from '../../oracle/onnxModel.ts';
import { type Contender, timeOf } from '../contender.ts';

/** The part of the API that both builds of ONNX Runtime have. */
export interface OnnxRuntime {
  readonly InferenceSession: typeof InferenceSession;
  readonly Tensor: typeof Tensor;
}

/** ONNX Runtime on one thread. The weight is a constant of the model, which it may pack before it is timed. */
export function onnx(
  id: 'ort-web' | 'ort-node',
  { InferenceSession, Tensor }: OnnxRuntime,
  provider: 'wasm' | 'cpu',
): Contender {
  return {
    id,
    async prepare({ call, geometry, input, weight }) {
      const shapes = {
        input: call.input.shape,
        weight: call.weight.shape,
        bias: null,
        output: geometry.outputShape,
      };
      const model = onnxModel(shapes, call.params, weight);
      const session = await InferenceSession.create(model, {
        executionProviders: [provider],
        intraOpNumThreads: 1,
        interOpNumThreads: 1,
      });
      const feeds = { x: new Tensor('float32', input, call.input.shape) };
      let output: Awaited<ReturnType<typeof session.run>> | undefined;
      return {
        time: timeOf(async () => (output = await session.run(feeds))),
        output: () => Promise.resolve(output?.y?.data as Float32Array),
        close: () => session.release(),
      };
    },
  };
}
