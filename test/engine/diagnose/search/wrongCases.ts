import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { validateCall } from '../../../../src/engine/validation/validateCall.ts';
import { type Call, shapeOf } from '../../../../src/engine/core/call.ts';
import { computeReference } from '../../../../src/engine/reference/computeReference.ts';
import type { DiagnosisTarget } from '../../../../src/engine/diagnose/model/mistake.ts';
import { finish } from '../../../../src/engine/core/steps.ts';
import type { Float32Tensor, Shape } from '../../../../src/engine/core/tensor.ts';
import { type StoredCall, storedCall, type StoredTensor, storedTensor } from './storedCall.ts';

interface Recorded extends StoredCall {
  readonly id: string;
  readonly name: string;
  readonly layout?: 'nchw' | 'nhwc';
  readonly profile?: string;
  readonly actual: StoredTensor;
  readonly distances?: WrongCase['distances'];
}

/** PyTorch's distance, in float64, between an output and a mistake's output, or the mistake's other shape. */
export type TrueDistance = { readonly max: number; readonly equal: number } | { readonly shape: Shape };

/** A call, and a wrong output that PyTorch computed with a mistake. */
export interface WrongCase {
  /** The mistake's id; for a pair, both ids joined by "+". */
  readonly id: string;
  readonly name: string;
  /** The layout of the output: `nhwc` is (N, Ho, Wo, Cout). */
  readonly layout: 'nchw' | 'nhwc';
  /** The precision that the output was computed in, if it is not the call's. */
  readonly profile: string | null;
  readonly call: Call;
  readonly actual: Float32Tensor;
  /** Distances by mistake, for mistakes with a single variant; "none" is the distance from the correct output. */
  readonly distances: Readonly<Record<string, TrueDistance>>;
}

function read(name: string): readonly WrongCase[] {
  const folder = new URL('../../../fixtures/', import.meta.url);
  const text = readFileSync(new URL(`${name}.json`, folder), 'utf8');
  const { cases } = JSON.parse(text) as { readonly cases: readonly Recorded[] };
  const bytes = new Uint8Array(readFileSync(new URL(`${name}.bin`, folder))).buffer;
  return cases.map((recorded) => {
    const { id, name, layout = 'nchw', profile = null, distances = {} } = recorded;
    const actual = storedTensor(recorded.actual, bytes);
    return { id, name, layout, profile, call: storedCall(recorded, bytes), actual, distances };
  });
}

const everyCase = read('diagnose');
/** Cases of every mistake that predicts values, and of some pairs. */
export const wrongCases = everyCase.filter(({ layout }) => layout === 'nchw');
/** Cases whose output has its channels last as well. */
export const channelsLastCases = everyCase.filter(({ layout }) => layout === 'nhwc');
/** Cases computed in a lower precision than the call's. */
export const lowPrecisionCases = read('low-precision');

/** Returns the target of a diagnosis for a case. */
export function caseOf({ call, actual }: WrongCase): DiagnosisTarget {
  const accepted = validateCall(shapeOf(call));
  assert.ok(accepted.ok);
  const { reference } = finish(computeReference(call, accepted.value));
  return { call, geometry: accepted.value, actual, reference };
}
