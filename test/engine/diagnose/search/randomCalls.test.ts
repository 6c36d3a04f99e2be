import assert from 'node:assert/strict';
import { type Call, shapeOf } from '../../../../src/engine/core/call.ts';
import { finish } from '../../../../src/engine/core/steps.ts';
import { castTensor, elementCount, isSameShape, type Tensor } from '../../../../src/engine/core/tensor.ts';
import { diagnose, type Diagnosis } from '../../../../src/engine/diagnose/search/diagnose.ts';
import { appliedTo } from '../../../../src/engine/diagnose/search/appliedTo.ts';
import { predict, type Prediction } from '../../../../src/engine/diagnose/search/evaluate.ts';
import { isRight } from '../../../../src/engine/compare/verdict.ts';
import { type ProfileId, profileIds, profileOf } from '../../../../src/engine/precision/profiles.ts';
import { validateCall } from '../../../../src/engine/validation/validateCall.ts';
import { drawnByPython } from '../../drawnByPython.ts';
import { type StoredCall, storedCall, type StoredTensor, storedTensor } from './storedCall.ts';

/** Number of wrong calls, a fifth of that of right ones, and the seed. CONVT_RANDOM_CALLS=20000,7 draws others. */
const [count, seed] = (process.env.CONVT_RANDOM_CALLS ?? '2000,11').split(',');

interface Drawn extends StoredCall {
  readonly name: string;
  readonly actual: StoredTensor;
}

/** `again` has other tensors of the same call, and what the same mistake makes of them. */
interface DrawnWrong extends Drawn {
  readonly id: string;
  readonly again: Pick<Drawn, 'input' | 'weight' | 'bias' | 'actual'>;
}

interface DrawnCalls {
  readonly cases: readonly DrawnWrong[];
  /** Calls of tensors with few different values or symmetries, so that different mistakes make the same output. */
  readonly lookAlikes: readonly DrawnWrong[];
  /** `wide` says that the output has float64 numbers. */
  readonly rights: readonly (Drawn & {
    readonly dtype: ProfileId;
    readonly actual: { readonly wide?: boolean };
  })[];
}

describe('random calls by PyTorch', function () {
  this.timeout(600_000);
  let calls: DrawnCalls = { cases: [], lookAlikes: [], rights: [] };
  let bytes = new ArrayBuffer(0);

  before(function () {
    const made = drawnByPython('randomCalls', 'calls', count ?? '', seed ?? '');
    if (made === null) return this.skip();
    calls = made.json as DrawnCalls;
    bytes = made.bytes;
  });

  function diagnosed(call: Call, actual: Tensor, dtype: ProfileId = 'float32'): Diagnosis {
    const accepted = validateCall(shapeOf(call));
    assert.ok(accepted.ok, accepted.ok ? '' : accepted.refusal.message);
    return finish(diagnose(call, accepted.value, actual, profileOf(dtype)));
  }

  /**
   * Returns true if the mistakes that were named also give what PyTorch's implementation makes of other tensors. Numbers
   * that were measured on one output are measured anew on the other.
   */
  function holdsFor({ matches: [best], target: { geometry } }: Diagnosis, call: Call, actual: Tensor): boolean {
    if (best?.mistakes.some(({ measures }) => measures === true)) {
      const { target } = diagnosed(call, actual);
      return [...(best.mistakes[0]?.hypotheses(target) ?? [])].some((own) => givesOutput(predict(own), actual));
    }
    const hypothesis = best && appliedTo(best, { call, geometry });
    return givesOutput(hypothesis && predict(hypothesis), actual);
  }

  function givesOutput(prediction: Prediction | null | undefined, actual: Tensor): boolean {
    if (!prediction || !isSameShape(prediction.shape, actual.shape)) return false;
    return actual.data.every((value, at) => {
      const predicted = prediction.at(at);
      return Math.abs(value - predicted.value) <= 2 * predicted.bound + 1e-5;
    });
  }

  it('with a mistake are named, 98 of 100 at least, and none falsely', () => {
    const unnamed: string[] = [];
    const falsely: string[] = [];
    for (const drawn of calls.cases) {
      const diagnosis = diagnosed(storedCall(drawn, bytes), storedTensor(drawn.actual, bytes));
      const ids = diagnosis.matches.map(({ mistakes }) => mistakes.map(({ id }) => id).join('+'));
      // A precision that is only possible names no cause: it says that errors are of that size, whatever made them.
      const isUnnamed = ids[0]?.startsWith('precision-') ?? true;
      if (isUnnamed) unnamed.push(drawn.name);
      if ((isUnnamed && diagnosis.confidence !== 'certain') || ids[0] === drawn.id) continue;
      // It says no more than that yours − expected is one constant per channel, which is so for every mistake of a bias.
      if (ids[0] === 'bias-other' && drawn.id.startsWith('bias-')) continue;
      // Of a few weights, several roundings are one: it names them all.
      if (diagnosis.confidence === 'ambiguous' && ids.includes(drawn.id)) continue;
      // Another name is right if it is the same computation.
      const again = storedCall({ ...drawn, ...drawn.again }, bytes);
      if (!holdsFor(diagnosis, again, storedTensor(drawn.again.actual, bytes)))
        falsely.push(`${drawn.name}: ${ids.join(', ')}`);
    }
    assert.deepEqual(falsely, []);
    assert.ok(unnamed.length <= 0.02 * calls.cases.length, unnamed.join('; '));
  });

  it('with tensors that make mistakes look alike are never certain of something else', () => {
    const certain = calls.lookAlikes.flatMap((drawn) => {
      const diagnosis = diagnosed(storedCall(drawn, bytes), storedTensor(drawn.actual, bytes));
      return diagnosis.confidence === 'certain' ? [{ drawn, diagnosis }] : [];
    });
    const falsely = certain.flatMap(({ drawn, diagnosis }) => {
      const [best] = diagnosis.matches;
      const again = storedCall({ ...drawn, ...drawn.again }, bytes);
      if (holdsFor(diagnosis, again, storedTensor(drawn.again.actual, bytes))) return [];
      return [`${drawn.name}: ${best?.mistakes.map(({ id }) => id).join('+') ?? ''} ${best?.detail ?? ''}`];
    });
    assert.ok(certain.length > 0.2 * calls.lookAlikes.length, `only ${certain.length} are certain`);
    assert.deepEqual(falsely, []);
  });

  /** Returns a right call and its output; both in float64 if the output is. */
  function rightCall(drawn: DrawnCalls['rights'][number]): readonly [Call, Tensor] {
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

  it('that are right in any precision are not called wrong', () => {
    assert.deepEqual(new Set(calls.rights.map(({ dtype }) => dtype)), new Set(profileIds));
    const wrong = calls.rights.filter((drawn) => {
      const { verdict } = diagnosed(...rightCall(drawn), drawn.dtype);
      return verdict === 'shape-mismatch' || !isRight(verdict);
    });
    assert.deepEqual(
      wrong.map(({ name, dtype }) => `${name} (${dtype})`),
      [],
    );
  });
});
