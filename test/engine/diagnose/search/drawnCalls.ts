import assert from 'node:assert/strict';
import { isRight } from '../../../../src/engine/compare/verdict.ts';
import { type Call, shapeOf } from '../../../../src/engine/core/call.ts';
import { finish } from '../../../../src/engine/core/steps.ts';
import { castTensor, elementCount, isSameShape, type Tensor } from '../../../../src/engine/core/tensor.ts';
import { appliedTo } from '../../../../src/engine/diagnose/search/appliedTo.ts';
import { diagnose, type Diagnosis } from '../../../../src/engine/diagnose/search/diagnose.ts';
import { predict, type Prediction } from '../../../../src/engine/diagnose/search/evaluate.ts';
import { type ProfileId, profileOf } from '../../../../src/engine/precision/profiles.ts';
import { validateCall } from '../../../../src/engine/validation/validateCall.ts';
import { type StoredCall, storedCall, type StoredTensor, storedTensor } from './storedCall.ts';

/** A random call and its output, drawn by a script of PyTorch. */
interface Drawn extends StoredCall {
  readonly name: string;
  readonly actual: StoredTensor;
}

/** A wrong output; `again` has other tensors of the same call, and what the same cause makes of them. */
export interface DrawnWrong extends Drawn {
  readonly id: string;
  readonly again: Pick<Drawn, 'input' | 'weight' | 'bias' | 'actual'>;
}

/** An output in a precision; `wide` says that it has float64 numbers. */
export interface DrawnRight extends Drawn {
  readonly dtype: ProfileId;
  readonly actual: StoredTensor & { readonly wide?: boolean };
}

/** Diagnoses an output that is expected in a precision. */
export function diagnosed(call: Call, actual: Tensor, dtype: ProfileId = 'float32'): Diagnosis {
  const accepted = validateCall(shapeOf(call));
  assert.ok(accepted.ok, accepted.ok ? '' : accepted.refusal.message);
  return finish(diagnose(call, accepted.value, actual, profileOf(dtype)));
}

/** Names the first match of a diagnosis. */
export function bestOf({ matches: [best] }: Diagnosis): string {
  return `${best?.mistakes.map(({ id }) => id).join('+') ?? 'nothing'} ${best?.detail ?? ''}`;
}

/**
 * Returns true if the mistakes that were named also give what PyTorch's implementation makes of the other tensors. Numbers
 * that were measured on one output are measured anew on the other.
 */
export function holdsFor(
  { matches: [best], target: { geometry } }: Diagnosis,
  drawn: DrawnWrong,
  bytes: ArrayBuffer,
): boolean {
  const call = storedCall({ ...drawn, ...drawn.again }, bytes);
  const actual = storedTensor(drawn.again.actual, bytes);
  if (best?.mistakes.some(({ measures }) => measures === true)) {
    const { target } = diagnosed(call, actual);
    return [...(best.mistakes[0]?.hypotheses(target) ?? [])].some((own) => givesOutput(predict(own), actual));
  }
  const hypothesis = best && appliedTo(best, { call, geometry });
  return givesOutput(hypothesis ? predict(hypothesis) : null, actual);
}

function givesOutput(prediction: Prediction | null, actual: Tensor): boolean {
  if (!prediction || !isSameShape(prediction.shape, actual.shape)) return false;
  return actual.data.every((value, at) => {
    const predicted = prediction.at(at);
    return Math.abs(value - predicted.value) <= 2 * predicted.bound + 1e-5;
  });
}

/** Returns a drawn call and its output; both in float64 if the output is. */
export function rightCall(drawn: DrawnRight, bytes: ArrayBuffer): readonly [Call, Tensor] {
  const call = storedCall(drawn, bytes);
  const { shape, at, wide = false } = drawn.actual;
  if (!wide) return [call, storedTensor(drawn.actual, bytes)];
  const inFloat64 = <T extends Tensor | null>(tensor: T): T => (tensor && castTensor(tensor, 'float64')) as T;
  const data = new Float64Array(bytes, at, elementCount(shape));
  const { input, weight, bias } = call;
  return [
    { ...call, dtype: 'float64', input: inFloat64(input), weight: inFloat64(weight), bias: inFloat64(bias) },
    { dtype: 'float64', shape, data },
  ];
}

/** Names the right outputs that are called wrong, with their precisions. */
export function calledWrong(rights: readonly DrawnRight[], bytes: ArrayBuffer): readonly string[] {
  return rights.flatMap((drawn) => {
    const { name, dtype } = drawn;
    const { verdict } = diagnosed(...rightCall(drawn, bytes), dtype);
    return verdict === 'shape-mismatch' || !isRight(verdict) ? [`${name} (${dtype})`] : [];
  });
}
