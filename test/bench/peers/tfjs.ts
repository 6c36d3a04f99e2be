import { setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { conv2dTranspose, setBackend, type Tensor4D, tensor4d } from '@tensorflow/tfjs-core';
import { type Contender, timeOf } from '../contender.ts';
import type { Task } from '../task.ts';

/**
 * TensorFlow.js with its WASM backend on one thread. `binaries` is the address from which a page loads the backend's
 * binaries; in Node the backend finds them itself. The tensors are converted to its layout, channels last, before the
 * clock starts.
 */
export async function tfjs(binaries?: string): Promise<Contender> {
  if (binaries !== undefined) setWasmPaths(binaries);
  setThreadsCount(1);
  if (!(await setBackend('wasm'))) throw new Error('the WASM backend of TensorFlow.js does not start');
  return { id: 'tfjs-wasm', prepare: (task) => Promise.resolve(prepare(task)) };
}

function prepare({ call, geometry, input, weight }: Task) {
  const { stride, padding, dilation, groups } = call.params;
  if (groups !== 1) return 'its conv2dTranspose does not support groups';
  if (dilation[0] !== 1 || dilation[1] !== 1) return 'its conv2dTranspose does not support dilation';
  const { n, cin, cout, outputShape } = geometry;
  const [, , h = 0, w = 0] = call.input.shape;
  const [, , kH = 0, kW = 0] = call.weight.shape;
  const [, , hOut = 0, wOut = 0] = outputShape;
  const x = tensor4d(channelsLast(input, n, cin, h * w), [n, h, w, cin]);
  // (Cin, Cout, kH, kW) → (kH, kW, Cout, Cin): both transpositions of the same kind.
  const swapped = channelsLast(weight, cin, cout, kH * kW);
  const filter = tensor4d(channelsLast(swapped, 1, cin, kH * kW * cout), [kH, kW, cout, cin]);
  let output: Float32Array = new Float32Array();
  return {
    time: timeOf(() => {
      const y = conv2dTranspose<Tensor4D>(x, filter, [n, hOut, wOut, cout], [...stride], padding[0]);
      output = y.dataSync<'float32'>();
      y.dispose();
    }),
    output: () => Promise.resolve(channelsLast(output, n, hOut * wOut, cout)),
    close: () => {
      x.dispose();
      filter.dispose();
      return Promise.resolve();
    },
  };
}

/** Transposes (n, a, b) to (n, b, a). */
function channelsLast(data: Float32Array, n: number, a: number, b: number): Float32Array {
  const moved = new Float32Array(data.length);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < a; j++) {
      for (let k = 0; k < b; k++) moved[(i * b + k) * a + j] = data[(i * a + j) * b + k] as number;
    }
  }
  return moved;
}
