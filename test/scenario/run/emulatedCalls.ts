import { readFileSync } from 'node:fs';
import { type Tensor, tensorOf } from '../../../src/engine/core/tensor.ts';
import { writeNpy } from '../../../src/formats/npy/writeNpy.ts';
import type { Scenario } from '../../../src/scenario/document/scenario.ts';
import { bfloat16Of, float16Of } from '../../engine/precision/fixture.ts';

export type Narrow = 'bfloat16' | 'float16';

interface StoredTensor {
  readonly shape: readonly number[];
  readonly values: readonly number[];
  /** The bits after PyTorch's rounding. */
  readonly bfloat16: readonly number[];
  readonly float16: readonly number[];
}

type Pair = readonly [number, number];

/** A call of emulated.py, and the output of PyTorch in two narrow formats. */
export interface EmulatedCall {
  readonly name: string;
  readonly stride: Pair;
  readonly padding: Pair;
  readonly output_padding: Pair;
  readonly dilation: Pair;
  readonly groups: number;
  readonly input: StoredTensor;
  readonly weight: StoredTensor;
  readonly bias: StoredTensor | null;
  readonly shape: readonly number[];
  readonly bfloat16: Readonly<Record<'own' | 'notRotated', readonly number[]>>;
  readonly float16: Readonly<Record<'own' | 'notRotated', readonly number[]>>;
}

const file = new URL('../../fixtures/emulated.json', import.meta.url);

export const { calls } = JSON.parse(readFileSync(file, 'utf8')) as {
  readonly calls: readonly EmulatedCall[];
};

/** Decodes numbers of a narrow format from their bits. */
export function decoded(shape: readonly number[], bits: readonly number[], of: Narrow): Tensor {
  return tensorOf('float32', shape, bits.map(of === 'bfloat16' ? bfloat16Of : float16Of));
}

/** Returns PyTorch's output as the bytes of a file. */
export function outputBytes(call: EmulatedCall, of: Narrow, way: 'own' | 'notRotated'): ArrayBuffer {
  return writeNpy(decoded(call.shape, call[of][way], of)).buffer;
}

/** Writes the call as a document with its values, and with `y.npy` as the output to check if requested. */
export function scenarioOf(call: EmulatedCall, dtype: Scenario['dtype'], change: Partial<Scenario> = {}): Scenario {
  const source = ({ shape, values }: StoredTensor) => ({ shape, values });
  return {
    version: 1,
    name: call.name,
    dtype,
    input: source(call.input),
    weight: source(call.weight),
    bias: call.bias === null ? null : source(call.bias),
    params: {
      stride: call.stride,
      padding: call.padding,
      outputPadding: call.output_padding,
      dilation: call.dilation,
      groups: call.groups,
    },
    seed: 0,
    formulation: 'unfold-matmul',
    tolerance: {},
    ...change,
  };
}
