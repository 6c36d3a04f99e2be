import assert from 'node:assert/strict';
import type { Call } from '../../../src/engine/core/call.ts';
import { formulationOf } from '../../../src/engine/formulations/formulations.ts';
import { emulate } from '../../../src/engine/precision/emulate.ts';
import { explain, type RoundingExplanation } from '../../../src/engine/precision/explain.ts';
import { type ProfileId, profileOf, profiles } from '../../../src/engine/precision/profiles.ts';
import { roundTensor } from '../../../src/engine/rounding/roundTo.ts';
import { runNaiveReference } from '../../../src/engine/reference/reference.ts';
import { finish } from '../../../src/engine/core/steps.ts';
import { type Tensor, tensorOf } from '../../../src/engine/core/tensor.ts';
import { geometryOf } from '../geometryOf.ts';
import { callOf } from './callOf.ts';
import { bfloat16Of, fixture, float16Of, type FixtureCall } from './fixture.ts';

const find = (name: string): FixtureCall => fixture.calls.find((one) => one.name === name) as FixtureCall;

function explained(actual: Tensor, call: Call, counts = false): RoundingExplanation {
  const geometry = geometryOf(call);
  return finish(explain(actual, call, geometry, finish(runNaiveReference(call, geometry)), { counts }));
}

function explaining({ verdicts }: RoundingExplanation): readonly ProfileId[] {
  return verdicts.filter((verdict) => verdict.explains).map(({ id }) => id);
}

function emulated(call: Call, id: ProfileId): Tensor {
  return finish(emulate(call, geometryOf(call), profileOf(id), formulationOf('naive'), 'truncate'));
}

/** Returns a call of one input element times weights, with one output element per weight. */
function products(x: number, weights: readonly number[]): Call {
  return {
    dtype: 'float32',
    input: tensorOf('float32', [1, 1, 1], [x]),
    weight: tensorOf('float32', [1, 1, 1, weights.length], weights),
    bias: null,
    params: { stride: [1, 1], padding: [0, 0], outputPadding: [0, 0], dilation: [1, 1], groups: 1 },
  };
}

const row = (values: readonly number[]): Tensor => tensorOf('float32', [1, 1, values.length], values);

describe('the profile that explains a result', () => {
  it('is the profile that computed it', () => {
    const call = callOf(find('stride 2'));
    for (const { id } of profiles) {
      const { tightest, verdicts } = explained(emulated(call, id), call);
      // float16 sums of 45 terms are rarely worse than float32 sums of float16 factors.
      if (id !== 'float16-accumulate') assert.equal(tightest, id);
      assert.ok(verdicts.find((verdict) => verdict.id === id)?.explains, id);
      assert.deepEqual(
        verdicts.map((verdict) => verdict.id),
        profiles.map((profile) => profile.id),
      );
    }
  });

  it('is bfloat16 for PyTorch’s bfloat16 results, and float16 for its float16 ones', () => {
    for (const one of fixture.calls) {
      const call = callOf(one);
      const { outputShape } = geometryOf(call);
      for (const bits of [one.gradient, one.unfolded]) {
        const found = explained(tensorOf('float32', outputShape, bits.map(bfloat16Of)), call);
        assert.ok(explaining(found).includes('bfloat16'), one.name);
        // A few bfloat16 numbers may be float16 numbers as well; dozens within float16's bound are not.
        if (bits.length > 20) assert.equal(found.tightest, 'bfloat16', one.name);
        assert.ok(!explaining(found).includes('float32'), one.name);
      }
      const half = explained(tensorOf('float32', outputShape, one.float16.map(float16Of)), call);
      assert.equal(half.tightest, 'float16', one.name);
    }
  });

  it('is null for a wrong result, however it is rounded', () => {
    const call = callOf(find('stride 2'));
    const { data, shape } = emulated(call, 'bfloat16');
    const wrong = tensorOf(
      'float32',
      shape,
      data.map((v) => -v),
    );
    assert.equal(explained(wrong, call).tightest, null);
    const half = finish(roundTensor(wrong, 'float16'));
    assert.deepEqual(explaining(explained(half, call)), []);
  });

  it('counts the elements that a profile does not explain and names the first', () => {
    const call = products(1, [1, 2, 4, 8]);
    const actual = row([1, 2 + 2 ** -10, 4 + 2 ** -20, 8.5]);
    const of = (id: ProfileId, counts: boolean): unknown =>
      explained(actual, call, counts).verdicts.find((verdict) => verdict.id === id);
    const beyond = { at: 1, why: 'beyond-bound' };
    assert.deepEqual(of('float32', true), { id: 'float32', explains: false, first: beyond, unexplained: 3 });
    assert.deepEqual(of('float32', false), { id: 'float32', explains: false, first: beyond, unexplained: null });
    // bfloat16 has 8.5, but storing 8 does not make it; it has neither of the two before.
    assert.deepEqual(of('bfloat16', true), {
      id: 'bfloat16',
      explains: false,
      first: { at: 1, why: 'not-of-format' },
      unexplained: 3,
    });
    assert.deepEqual(
      explained(row([1, 2, 4, 8]), call, true).verdicts.map(({ unexplained }) => unexplained),
      profiles.map(() => 0),
    );
  });

  it('accepts an infinity of the right sign where the profile may overflow, and nothing smaller', () => {
    const call = products(300, [1, 300, -300]);
    const made = explained(row([300, Infinity, -Infinity]), call);
    assert.deepEqual(explaining(made), ['float16', 'float16-accumulate']);
    assert.ok(!explaining(explained(row([300, -Infinity, -Infinity]), call)).includes('float16'));
    assert.ok(!explaining(explained(row([300, 5, -Infinity]), call)).includes('float16'));
    assert.deepEqual(explaining(explained(row([Infinity, Infinity, -Infinity]), call)), []);
  });

  it('accepts only a value equal to a non-finite reference if no order of summation gives another', () => {
    const call = products(Infinity, [1, -1, 0]);
    assert.equal(explained(row([Infinity, -Infinity, NaN]), call).tightest, 'float64');
    assert.equal(explained(row([NaN, -Infinity, NaN]), call).tightest, null);
    assert.equal(explained(row([Infinity, Infinity, NaN]), call).tightest, null);
    assert.equal(explained(row([Infinity, -1, NaN]), call).tightest, null);
  });

  it('reports progress for a large tensor', () => {
    const input = tensorOf('float32', [1, 1500, 1500], new Float32Array(1500 * 1500).fill(1));
    const call: Call = { ...products(1, [1]), input };
    const geometry = geometryOf(call);
    const reference = finish(runNaiveReference(call, geometry));
    const actual = reference.reference;
    const stages = new Set<string>();
    for (const step of explain(actual, call, geometry, reference)) stages.add(step.stage);
    assert.ok(stages.size > profiles.length);
  });
});
