import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { validateCall } from '../../../../src/engine/validation/validateCall.ts';
import { type Call, type Pair, shapeOf } from '../../../../src/engine/core/call.ts';
import { chosenReference } from '../../../../src/engine/reference/chosenReference.ts';
import type { Case } from '../../../../src/engine/diagnose/model/mistake.ts';
import { finish } from '../../../../src/engine/core/steps.ts';
import { elementCount, type Float32Tensor, type Shape } from '../../../../src/engine/core/tensor.ts';

interface Stored {
  readonly shape: Shape;
  readonly at: number;
}

interface Recorded {
  readonly id: string;
  readonly name: string;
  readonly stride: Pair;
  readonly padding: Pair;
  readonly output_padding: Pair;
  readonly dilation: Pair;
  readonly groups: number;
  readonly input: Stored;
  readonly weight: Stored;
  readonly bias: Stored;
  readonly actual: Stored;
  readonly distances?: WrongCase['distances'];
}

/** How far an output is from what a mistake makes of its call, by PyTorch in float64; or the other shape that it makes. */
export type TrueDistance = { readonly max: number; readonly equal: number } | { readonly shape: Shape };

/** A call, and the wrong output that PyTorch was made to make of it by a mistake. */
export interface WrongCase {
  /** The mistake's; of a pair both, joined by "+". */
  readonly id: string;
  readonly name: string;
  readonly call: Call;
  readonly actual: Float32Tensor;
  /** By mistake, of those that can be made in one way only; "none": from what is right. */
  readonly distances: Readonly<Record<string, TrueDistance>>;
}

function read(name: string): readonly WrongCase[] {
  const folder = new URL('../../../fixtures/', import.meta.url);
  const text = readFileSync(new URL(`${name}.json`, folder), 'utf8');
  const { cases } = JSON.parse(text) as { readonly cases: readonly Recorded[] };
  const bytes = new Uint8Array(readFileSync(new URL(`${name}.bin`, folder))).buffer;
  const tensor = ({ shape, at }: Stored): Float32Tensor => ({
    dtype: 'float32',
    shape,
    data: new Float32Array(bytes, at, elementCount(shape)),
  });
  return cases.map((recorded) => {
    const { id, name, stride, padding, output_padding: outputPadding, dilation, groups, distances = {} } = recorded;
    const [input, weight, bias, actual] = [recorded.input, recorded.weight, recorded.bias, recorded.actual].map(tensor);
    assert.ok(input && weight && bias && actual);
    const params = { stride, padding, outputPadding, dilation, groups };
    return { id, name, call: { dtype: 'float32', input, weight, bias, params }, actual, distances };
  });
}

/** Of every mistake of the catalogue that has values of its own, and of some pairs. */
export const wrongCases = read('diagnose');
/** Computed in a lower precision than the call's. */
export const lowPrecisionCases = read('low-precision');

/** What a search knows of a case. */
export function caseOf({ call, actual }: WrongCase): Case {
  const accepted = validateCall(shapeOf(call));
  assert.ok(accepted.ok);
  const { reference } = finish(chosenReference(call, accepted.value));
  return { call, geometry: accepted.value, actual, reference };
}
