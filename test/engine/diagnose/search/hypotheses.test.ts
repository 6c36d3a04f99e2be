import assert from 'node:assert/strict';
import { validateCall } from '../../../../src/engine/validation/validateCall.ts';
import { defaultParams, shapeOf } from '../../../../src/engine/core/call.ts';
import { diagnose } from '../../../../src/engine/diagnose/search/diagnose.ts';
import { predict } from '../../../../src/engine/diagnose/search/evaluate.ts';
import { type HypothesisCandidate, Hypotheses } from '../../../../src/engine/diagnose/search/hypotheses.ts';
import { noMistake } from '../../../../src/engine/diagnose/model/hypothesis.ts';
import { sampledDistance, wholeDistance } from '../../../../src/engine/diagnose/search/measure.ts';
import type { Case } from '../../../../src/engine/diagnose/model/mistake.ts';
import { sampleAmount, tellingPlaces } from '../../../../src/engine/diagnose/search/tellingPlaces.ts';
import { finish } from '../../../../src/engine/core/steps.ts';
import { caseOf, type WrongCase, wrongCases } from './wrongCases.ts';

function hypothesesOf(of: Case): Hypotheses {
  return new Hypotheses(finish(diagnose(of.call, of.geometry, of.actual)));
}

const singles = wrongCases.filter(({ id }) => !id.includes('+'));

function named(name: string): WrongCase {
  const found = wrongCases.find((one) => one.name === name);
  assert.ok(found, name);
  return found;
}

describe('the hypotheses about an output', () => {
  it('are as far from it as PyTorch says, in value and in number of elements', () => {
    let compared = 0;
    for (const wrong of singles) {
      const hypotheses = hypothesesOf(caseOf(wrong));
      const total = wrong.actual.data.length;
      for (const [key, truth] of Object.entries(wrong.distances)) {
        const listed = hypotheses.candidates.find((one) => one.key === key);
        // What would change nothing of the call is not listed.
        if (listed === undefined) continue;
        const where = `${wrong.name}: ${key}`;
        const { fit } = finish(hypotheses.measure(key));
        if ('shape' in truth) {
          assert.deepEqual(fit, { kind: 'shape', shape: truth.shape }, where);
          continue;
        }
        assert.ok(fit.kind === 'match' || fit.kind === 'differs', where);
        assert.ok(fit.distance, where);
        const { maxAbs, equal } = fit.distance;
        assert.equal(fit.kind === 'match', truth.equal === total, where);
        assert.equal(equal, truth.equal, where);
        assert.ok(Math.abs(maxAbs - truth.max) <= 1e-6 * Math.max(1, truth.max), `${where}: ${maxAbs}, ${truth.max}`);
        compared += 1;
      }
    }
    assert.ok(compared > 300, String(compared));
  });

  it('that do not match leave an element unexplained', () => {
    for (const wrong of singles.filter(({ name }) => name.endsWith(' 0'))) {
      const hypotheses = hypothesesOf(caseOf(wrong));
      for (const { key, fit } of hypotheses.candidates) {
        if (fit.kind !== 'differs') continue;
        const measured = finish(hypotheses.measure(key)).fit;
        assert.ok(measured.kind === 'differs' && measured.distance, key);
        const { equal, compared } = measured.distance;
        assert.ok(equal < compared, `${wrong.name}: ${key}`);
      }
    }
  });

  it('list the matches first, and every mistake that applies once', () => {
    const { candidates, notApplying } = hypothesesOf(caseOf(named('kernel-not-rotated 0')));
    assert.equal(candidates[0]?.key, 'kernel-not-rotated');
    assert.equal(candidates[0].fit.kind, 'match');
    const keys = candidates.map(({ key }) => key);
    assert.equal(new Set(keys).size, keys.length);
    assert.ok(keys.includes(noMistake));
    // One group, dilation 1, the same padding at both ends and along both axes.
    for (const id of ['groups-ignored', 'dilation-ignored', 'padding-axes-swapped']) {
      assert.ok(!keys.includes(id), id);
    }
    assert.ok(notApplying >= 3);
  });

  it('are none of a right output', () => {
    const of = caseOf(named('kernel-not-rotated 0'));
    const right = { ...of.actual, data: Float32Array.from(of.reference.data) };
    const hypotheses = hypothesesOf({ ...of, actual: right as Case['actual'] });
    assert.deepEqual(hypotheses.candidates, []);
  });

  it('say which variant is the nearest one', () => {
    const hypotheses = hypothesesOf(caseOf(named('kernel-not-rotated 0')));
    const { candidate, predicted } = finish(hypotheses.explain('shifted'));
    assert.match(candidate.detail, /^by \(-?\d+, -?\d+\)/);
    assert.ok(predicted);
    assert.deepEqual(predicted.shape, named('kernel-not-rotated 0').actual.shape);
  });

  it('come to what they predict: the same distance by the tensor that is shown', () => {
    const wrong = named('shifted/cropped 1');
    const hypotheses = hypothesesOf(caseOf(wrong));
    for (const { key, fit } of hypotheses.candidates) {
      if (fit.kind !== 'differs' || key === noMistake) continue;
      const { candidate, predicted } = finish(hypotheses.explain(key));
      assert.ok(candidate.fit.kind === 'differs' && candidate.fit.distance && predicted, key);
      const apart = Array.from(wrong.actual.data, (value, at) => Math.abs(value - (predicted.data[at] as number)));
      assert.equal(candidate.fit.distance.maxAbs, Math.max(...apart), key);
    }
  });
});

describe('a sample of an output', () => {
  it('never says more than the whole, and says of how many elements it is', () => {
    const of = caseOf(named('bias-twice 0'));
    const hypotheses = hypothesesOf(of);
    const sample = tellingPlaces(of, { wrong: 20, anywhere: 20 });
    assert.ok(sample.length < of.actual.data.length);
    for (const { key } of hypotheses.candidates) {
      const { hypothesis } = finish(hypotheses.explain(key));
      const prediction = hypothesis && predict(hypothesis);
      if (prediction === null) continue;
      const whole = finish(wholeDistance(of, prediction, [])).distance;
      if (whole === null) continue;
      const some = finish(sampledDistance(of, prediction, sample));
      assert.equal(some.compared, sample.length);
      assert.equal(some.total, of.actual.data.length);
      assert.ok(some.maxAbs <= whole.maxAbs * (1 + 1e-12), key);
      assert.ok(some.equal <= whole.equal, key);
    }
  });

  it('stands for a large output, and gives way to the whole once that is looked at', () => {
    const size = 100;
    const plane = (f: (at: number) => number) =>
      ({
        dtype: 'float32',
        shape: [1, 1, size, size],
        data: new Float32Array(size * size).map((_, at) => f(at)),
      }) as const;
    const one = (value: number, shape: readonly number[]) =>
      ({ dtype: 'float32', shape, data: Float32Array.of(value) }) as const;
    const call = {
      dtype: 'float32',
      input: plane((at) => at % 5),
      weight: one(2, [1, 1, 1, 1]),
      bias: one(3, [1]),
      params: defaultParams,
    } as const;
    const geometry = validateCall(shapeOf(call));
    assert.ok(geometry.ok);
    // Right but for every seventh element, which are 1, 2, … off; without the bias 3 less.
    const actual = plane((at) => 2 * (at % 5) + 3 + (at % 7 === 0 ? 1 + (at % 3) : 0));
    const diagnosis = finish(diagnose(call, geometry.value, actual));
    const hypotheses = new Hypotheses(diagnosis, () => true);
    const measured = finish(hypotheses.measure('bias-missing')).fit;
    assert.ok(measured.kind === 'differs' && measured.distance);
    assert.ok(measured.distance.compared < measured.distance.total);
    assert.equal(measured.distance.total, size * size);
    const { fit } = finish(hypotheses.explain('bias-missing')).candidate;
    assert.deepEqual(fit, {
      kind: 'differs',
      distance: { maxAbs: 6, equal: 0, compared: size * size, total: size * size },
    });
  });

  it('of a large output is as large as it is meant to be at most', () => {
    const data = new Float32Array(100_000).map((_, at) => at % 7);
    const actual = { dtype: 'float32', shape: [100_000], data } as const;
    const reference = {
      dtype: 'float64',
      shape: [100_000],
      data: new Float64Array(100_000),
    } as const;
    const { wrong, anywhere } = sampleAmount;
    const { length } = tellingPlaces({ actual, reference }, sampleAmount);
    assert.ok(length <= wrong + anywhere + 2 && length > wrong, String(length));
  });
});

describe('pairs of mistakes', () => {
  it('are made of those that do not explain the output by themselves', () => {
    const of = caseOf(named('kernel-not-rotated 0'));
    const hypotheses = hypothesesOf(of);
    assert.ok(hypotheses.pairCount > 50, String(hypotheses.pairCount));
    const found: readonly HypothesisCandidate[] = finish(hypotheses.pairs());
    assert.ok(found.every(({ mistakes }) => mistakes.every(({ id }) => id !== 'kernel-not-rotated')));
    assert.deepEqual(found, []);
  });

  it('are found where they make the output, each once', () => {
    const wrong = named('kernel-not-rotated+bias-missing 0');
    const { candidates } = hypothesesOf(caseOf(wrong));
    const keys = candidates.filter(({ fit }) => fit.kind === 'match').map(({ key }) => key);
    assert.ok(keys.includes(wrong.id), keys.join());
    assert.equal(new Set(keys).size, keys.length);
  });
});
