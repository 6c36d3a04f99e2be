import assert from 'node:assert/strict';
import fc from 'fast-check';
import { validateCall } from '../../../../src/engine/validation/validateCall.ts';
import { type Call, defaultParams, shapeOf } from '../../../../src/engine/core/call.ts';
import { catalogue } from '../../../../src/engine/diagnose/mistakes/catalogue.ts';
import { diagnose, type Diagnosis } from '../../../../src/engine/diagnose/search/diagnose.ts';
import { predictedTensor } from './predictedTensor.ts';
import { caseOf, channelsLastCases, lowPrecisionCases, type WrongCase, wrongCases } from './wrongCases.ts';
import { formulationIds } from '../../../../src/engine/provenance/formulation.ts';
import { formulationOf } from '../../../../src/engine/formulations/formulations.ts';
import { finish } from '../../../../src/engine/core/steps.ts';
import { isSameShape, type Shape, type Tensor } from '../../../../src/engine/core/tensor.ts';
import { serves, smallCalls } from '../../smallCalls.ts';

function diagnosed(call: Call, actual: Tensor): Diagnosis {
  const accepted = validateCall(shapeOf(call));
  assert.ok(accepted.ok);
  return finish(diagnose(call, accepted.value, actual));
}

const tensorOf32 = (shape: Shape, values: readonly number[]): Tensor => ({
  dtype: 'float32',
  shape,
  data: Float32Array.from(values),
});

const hasSameShape = (wrong: WrongCase): boolean => isSameShape(wrong.actual.shape, caseOf(wrong).geometry.outputShape);

const idsOf = ({ matches }: Diagnosis): readonly string[] =>
  matches.map(({ mistakes }) => mistakes.map(({ id }) => id).join('+'));

describe('the diagnosis of an output', () => {
  for (const fixture of wrongCases) {
    it(`ranks PyTorch’s actual mistake first: ${fixture.name}`, () => {
      const diagnosis = diagnosed(fixture.call, fixture.actual);
      assert.equal(diagnosis.verdict, hasSameShape(fixture) ? 'mismatch' : 'shape-mismatch');
      assert.equal(idsOf(diagnosis)[0], fixture.id, idsOf(diagnosis).join(' | '));
      // The matches say how the shape came about.
      if (!hasSameShape(fixture)) assert.match(diagnosis.shape ?? '', /^The output’s shape is [^.]+\.$/);
    });
  }

  for (const fixture of channelsLastCases) {
    it(`counts channels-last and another mistake of PyTorch’s as one: ${fixture.name}`, () => {
      const { matches, verdict, confidence } = diagnosed(fixture.call, fixture.actual);
      assert.deepEqual([verdict, confidence], ['shape-mismatch', 'certain']);
      const [best] = matches;
      assert.ok(best);
      assert.deepEqual(
        best.mistakes.map(({ id }) => id),
        [fixture.id],
      );
      assert.match(best.detail, /the output is \(N, Ho, Wo, Cout\)$/);
      const predicted = finish(predictedTensor(best.hypothesis));
      assert.deepEqual(predicted?.shape, fixture.actual.shape);
      assert.ok(fixture.actual.data.every((value, at) => Math.abs(value - (predicted.data[at] as number)) < 1e-4));
    });
  }

  for (const fixture of lowPrecisionCases) {
    it(`names the precision that PyTorch computed in: ${fixture.name}`, () => {
      const diagnosis = diagnosed(fixture.call, fixture.actual);
      assert.equal(diagnosis.verdict, 'mismatch');
      assert.equal(diagnosis.profile, fixture.profile);
      assert.deepEqual(idsOf(diagnosis), [fixture.id]);
    });
  }

  it('does not blame a low precision for one wrong element, however small the error', () => {
    for (const fixture of lowPrecisionCases.filter(({ profile }) => profile === 'tf32')) {
      const call = fixture.call;
      const accepted = validateCall(shapeOf(call));
      assert.ok(accepted.ok);
      const actual = finish(formulationOf('naive').run(call, accepted.value));
      actual.data[3] = (actual.data[3] ?? 0) + 1e-3;
      assert.deepEqual(diagnosed(call, actual).matches, []);
    }
  });

  it('is not certain of a precision whose size the errors have, but not the values', () => {
    const fixture = lowPrecisionCases.find(({ profile }) => profile === 'tf32');
    assert.ok(fixture);
    assert.equal(diagnosed(fixture.call, fixture.actual).confidence, 'certain');
    const accepted = validateCall(shapeOf(fixture.call));
    assert.ok(accepted.ok);
    const actual = finish(formulationOf('naive').run(fixture.call, accepted.value));
    // Errors of half the size of those of TF32, in the other elements' order.
    const errors = actual.data.map((value, at) => (fixture.actual.data[at] as number) - value).reverse();
    for (const [at, error] of errors.entries()) actual.data[at] = (actual.data[at] as number) + error / 2;
    const { matches, confidence, ambiguity } = diagnosed(fixture.call, actual);
    assert.deepEqual(
      matches.map(({ mistakes }) => mistakes.map(({ id }) => id)),
      [['precision-tf32']],
    );
    assert.equal(confidence, 'possible');
    assert.match(ambiguity ?? '', /^Every error is within the bound of TF32/);
  });

  it('tries every mistake of the catalogue except the precisions, and the one that needs infinite weights', () => {
    const tried = new Set(wrongCases.map(({ id }) => id));
    const all = catalogue.map(({ id }) => id);
    assert.deepEqual(
      all.filter((id) => !tried.has(id) && !id.startsWith('precision-') && id !== 'structural-zeros-multiplied'),
      [],
    );
    assert.equal(new Set(all).size, all.length);
  });

  it('predicts PyTorch’s mistaken output, element by element', () => {
    for (const fixture of wrongCases) {
      const actual = fixture.actual;
      const [best] = diagnosed(fixture.call, actual).matches;
      assert.ok(best, fixture.name);
      const predicted = finish(predictedTensor(best.hypothesis));
      assert.deepEqual(predicted?.shape, actual.shape, fixture.name);
      const residuals = Array.from(actual.data, (value, at) => Math.abs(value - (predicted.data[at] as number)));
      const largest = Math.max(...residuals);
      assert.ok(largest < 1e-4, `${fixture.name}: ${largest}`);
      assert.equal(largest, best.maxAbs, fixture.name);
    }
  });

  it('reports nothing for a correct output of any formulation', () => {
    fc.assert(
      fc.property(smallCalls('floats'), fc.constantFrom(...formulationIds), (small, id) => {
        // Winograd has its own bound: its output may exceed the definition's rounding.
        fc.pre(id !== 'winograd' && serves(id, small));
        const actual = finish(formulationOf(id).run(small.call, small.geometry));
        const { verdict, matches, profile } = diagnosed(small.call, actual);
        assert.ok(verdict === 'exact' || verdict === 'rounding', verdict);
        assert.equal(profile, small.call.dtype);
        assert.deepEqual(matches, []);
      }),
      { numRuns: 500 },
    );
  });

  it('reports nothing if one element is left unexplained', () => {
    for (const fixture of wrongCases.filter(hasSameShape)) {
      const actual = fixture.actual;
      const data = actual.data.slice();
      const middle = Math.floor(data.length / 2);
      data[middle] = (data[middle] ?? 0) + 17.25;
      const diagnosis = diagnosed(fixture.call, { ...actual, data });
      assert.deepEqual(idsOf(diagnosis), [], fixture.name);
    }
  });

  it('names parts that are NaN or infinite throughout, and where they are', () => {
    const fixture = wrongCases.find(({ name }) => name === 'parts-filled 0');
    assert.ok(fixture);
    for (const [value, shown] of [
      [NaN, 'NaN'],
      [-Infinity, '−Infinity'],
    ] as const) {
      const data = fixture.actual.data.map((own) => (own === -1 ? value : own));
      const diagnosis = diagnosed(fixture.call, { ...fixture.actual, data });
      const { matches, confidence, where } = diagnosis;
      assert.deepEqual([idsOf(diagnosis), confidence], [['parts-filled'], 'certain']);
      assert.equal(matches[0]?.detail, `${shown} in 54 elements`);
      assert.deepEqual(
        where?.findings.map((finding) => (finding.kind === 'axis' ? [finding.axis, finding.wrong] : finding.kind)),
        [['row', { kind: 'range', from: 1, to: 3 }], ['column', { kind: 'range', from: 2, to: 4 }], 'not-finite'],
      );
    }
  });

  it('lists all matches of a symmetric kernel and says why they cannot be told apart', () => {
    const fixture = wrongCases.find(({ name }) => name === 'kernel-not-rotated 0');
    assert.ok(fixture);
    const call = fixture.call;
    // Every row is a palindrome, so rotating equals turning upside down.
    const { weight } = call;
    const [, , , kW = 1] = weight.shape;
    const data = weight.data.map((_, at) => {
      const x = at % kW;
      return weight.data[at - x + Math.min(x, kW - 1 - x)] ?? NaN;
    });
    const symmetric: Call = { ...call, weight: { ...weight, data } as Tensor };
    const turned = { ...symmetric, weight: { ...weight, data: data.slice().reverse() } as Tensor };
    // Reversing the whole array reverses the channels too: restore their order.
    const [cin = 1, cout = 1, kH = 1] = weight.shape;
    const taps = kH * kW;
    for (let plane = 0; plane < cin * cout; plane++) {
      const from = data.slice(plane * taps, (plane + 1) * taps).reverse();
      turned.weight.data.set(from, plane * taps);
    }
    const accepted = validateCall(shapeOf(symmetric));
    assert.ok(accepted.ok);
    const actual = finish(formulationOf('naive').run(turned, accepted.value));
    const diagnosis = diagnosed(symmetric, actual);
    assert.deepEqual(idsOf(diagnosis), ['kernel-not-rotated', 'kernel-flipped-one-axis']);
    assert.match(
      diagnosis.ambiguity ?? '',
      /^“The kernel was not rotated by 180°” and “The kernel was flipped along one axis only” \(not flipped along the height\) give the same output here because every kernel equals itself flipped along the width; another weight tells them apart\.$/,
    );
  });

  /** Returns the diagnosis of what an implementation makes that computes another call. */
  function diagnosedAs(call: Call, made: Call): Diagnosis {
    const accepted = validateCall(shapeOf(made));
    assert.ok(accepted.ok);
    return diagnosed(call, finish(formulationOf('naive').run(made, accepted.value)));
  }

  const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => ((i * 37) % 19) - 9.25);

  it('says which mistakes are the same computation', () => {
    const call: Call = {
      dtype: 'float32',
      input: tensorOf32([1, 1, 4, 5], numbers(20)),
      weight: tensorOf32([1, 1, 2, 2], [1, 2, 3, 4]),
      bias: null,
      params: { ...defaultParams, stride: [2, 2] },
    };
    // Without overlap, a tap of the kernel is a phase of the output.
    const { ambiguity, ...swapped } = diagnosedAs(call, { ...call, weight: tensorOf32([1, 1, 2, 2], [1, 3, 2, 4]) });
    assert.deepEqual(idsOf({ ambiguity, ...swapped }), ['kernel-axes-swapped', 'phases-exchanged']);
    assert.equal(swapped.confidence, 'ambiguous');
    assert.match(ambiguity ?? '', /are the same computation for all tensors of these shapes;/);
  });

  it('gives a reason for pairs too, in words', () => {
    const call: Call = {
      dtype: 'float32',
      input: tensorOf32([1, 1, 4, 5], numbers(20)),
      weight: tensorOf32([1, 1, 3, 1], [1, 2, 4]),
      bias: tensorOf32([1], [0.5]),
      params: defaultParams,
    };
    // A kernel of one column is rotated by turning it upside down.
    const found = diagnosedAs(call, { ...call, weight: tensorOf32([1, 1, 3, 1], [4, 2, 1]), bias: null });
    assert.deepEqual(idsOf(found), ['kernel-not-rotated+bias-missing', 'kernel-flipped-one-axis+bias-missing']);
    assert.match(
      found.ambiguity ?? '',
      /^“The kernel was not rotated by 180°” with “The bias was not added” and “The kernel/,
    );
    assert.match(found.ambiguity ?? '', /are the same computation for all tensors of these shapes;/);
  });

  it('claims of a shape only what was tried', () => {
    const wrong = wrongCases.find(({ name }) => name === 'kernel-not-rotated 0');
    assert.ok(wrong);
    const { shape, matches } = diagnosed(wrong.call, tensorOf32([7], [1, 2, 3, 4, 5, 6, 7]));
    assert.deepEqual(matches, []);
    assert.match(shape ?? '', /\(1 axis instead of 4\)\. No single known mistake gives this shape\.$/);
  });

  it('is not certain of a window whose few values were looked for in many places', () => {
    // One tap of 1: the output is the input.
    const values = Array.from({ length: 400 }, (_, i) => ((i * 149) % 401) / 7 + 1);
    const call: Call = {
      dtype: 'float32',
      input: tensorOf32([1, 1, 20, 20], values),
      weight: tensorOf32([1, 1, 1, 1], [1]),
      bias: null,
      params: defaultParams,
    };
    const part = (rows: number, columns: number): Tensor => {
      const places = Array.from(
        { length: rows * columns },
        (_, i) => (5 + Math.floor(i / columns)) * 20 + 7 + (i % columns),
      );
      return tensorOf32(
        [1, 1, rows, columns],
        places.map((at) => values[at] ?? NaN),
      );
    };
    const small = diagnosed(call, part(2, 4));
    assert.deepEqual([idsOf(small), small.confidence], [['output-window'], 'possible']);
    // 8 values, and 19 × 17 places at which 2 × 4 elements fit into 20 × 20.
    assert.equal(small.evidence?.deciding, 8);
    assert.ok(small.evidence.tested >= 19 * 17);
    assert.equal(diagnosed(call, part(5, 8)).confidence, 'certain');
  });

  it('does not count the value from which a factor was taken', () => {
    const right = Array.from({ length: 40 }, (_, i) => i + 1);
    const call: Call = {
      dtype: 'float32',
      input: tensorOf32([1, 1, 5, 8], right),
      weight: tensorOf32([1, 1, 1, 1], [1]),
      bias: null,
      params: defaultParams,
    };
    const { evidence, ...scaled } = diagnosed(
      call,
      tensorOf32(
        [1, 1, 5, 8],
        right.map((value) => value * 3),
      ),
    );
    assert.deepEqual(idsOf({ evidence, ...scaled })[0], 'scaled');
    assert.equal(evidence?.deciding, 39);
  });

  it('accepts NaN and infinities only where the call makes them', () => {
    const of = (values: readonly number[]): Tensor => tensorOf32([1, 1, 1, values.length], values);
    const call: Call = {
      dtype: 'float32',
      input: of([NaN, 1, -Infinity, 3]),
      weight: of([2]),
      bias: null,
      params: defaultParams,
    };
    // y = 2·x, element by element.
    const right = diagnosed(call, of([NaN, 2, -Infinity, 6]));
    assert.deepEqual([right.verdict, right.profile, idsOf(right)], ['exact', 'float32', []]);
    for (const wrong of [
      [NaN, NaN, -Infinity, 6],
      [0, 2, -Infinity, 6],
      [NaN, 2, Infinity, 6],
    ]) {
      assert.equal(diagnosed(call, of(wrong)).verdict, 'non-finite');
    }
    assert.equal(diagnosed(call, of([NaN, 2, -Infinity, 7])).verdict, 'mismatch');
  });
});
