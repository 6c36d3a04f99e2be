import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { validateCall } from '../../src/engine/validation/validateCall.ts';
import { type Call, type Pair, shapeOf } from '../../src/engine/core/call.ts';
import type { Geometry } from '../../src/engine/geometry/geometry.ts';
import {
  castTensor,
  type DType,
  elementCount,
  type Shape,
  type Tensor,
  tensorOf,
} from '../../src/engine/core/tensor.ts';

interface Recorded {
  readonly name: string;
  readonly kind: 'integers' | 'floats' | 'doubles' | 'special';
  readonly input: Shape;
  readonly weight: Shape;
  readonly bias: boolean;
  readonly stride: Pair;
  readonly padding: Pair;
  readonly output_padding: Pair;
  readonly dilation: Pair;
  readonly groups: number;
  readonly output: Shape;
  readonly output32: boolean;
  readonly offset: number;
}

/** A call as PyTorch ran it. */
export interface PytorchCall {
  readonly name: string;
  readonly kind: Recorded['kind'];
  readonly call: Call;
  readonly geometry: Geometry;
  /** PyTorch's output in float64. */
  readonly output64: Tensor;
  /** PyTorch's output in float32; null of a call that only float64 can hold. */
  readonly output32: Tensor | null;
}

const folder = join(import.meta.dirname, '../fixtures');

/** The recorded calls of these kinds, their tensors in `dtype`. */
export function pytorchCalls(dtype: DType, kinds: readonly Recorded['kind'][]): readonly PytorchCall[] {
  const text = readFileSync(join(folder, 'conv_transpose2d.json'), 'utf8');
  const bytes = readFileSync(join(folder, 'conv_transpose2d.bin'));
  const { calls } = JSON.parse(text) as { readonly calls: readonly Recorded[] };
  const chosen = calls.filter(({ kind }) => kinds.includes(kind));
  assert.ok(chosen.length > 0);
  return chosen.map((recorded) => readCall(recorded, bytes, dtype));
}

function readCall(recorded: Recorded, bytes: Buffer, dtype: DType): PytorchCall {
  let at = recorded.offset;
  const read = (stored: DType, shape: Shape): Tensor => {
    const width = stored === 'float32' ? 4 : 8;
    const values = Array.from({ length: elementCount(shape) }, (_, i) =>
      stored === 'float32' ? bytes.readFloatLE(at + i * width) : bytes.readDoubleLE(at + i * width),
    );
    at += values.length * width;
    return tensorOf(stored, shape, values);
  };
  const { name, kind, stride, padding, dilation, groups, weight } = recorded;
  const stored = kind === 'doubles' ? 'float64' : 'float32';
  const take = (shape: Shape): Tensor => castTensor(read(stored, shape), dtype);
  const params = { stride, padding, outputPadding: recorded.output_padding, dilation, groups };
  const call: Call = {
    dtype,
    input: take(recorded.input),
    weight: take(weight),
    bias: recorded.bias ? take([(weight[1] ?? 0) * groups]) : null,
    params,
  };
  const geometry = validateCall(shapeOf(call));
  assert.ok(geometry.ok, `${kind}, ${name}: refused`);
  assert.deepEqual(geometry.value.outputShape, recorded.output, `${kind}, ${name}`);
  const output64 = read('float64', recorded.output);
  const output32 = recorded.output32 ? read('float32', recorded.output) : null;
  return { name: `${kind}, ${name}`, kind, call, geometry: geometry.value, output64, output32 };
}
