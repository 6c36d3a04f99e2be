import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Call, Pair } from '../../../src/engine/core/call.ts';
import { ForeignKind } from '../../../src/engine/diagnose/nonFinite/foreignPropagation.ts';
import type { FormulationId } from '../../../src/engine/provenance/formulation.ts';
import { formulationOf } from '../../../src/engine/formulations/formulations.ts';
import { finish } from '../../../src/engine/core/steps.ts';
import { type Tensor, tensorOf } from '../../../src/engine/core/tensor.ts';
import { hasNonFinite, tracePropagation, type TracedCall } from '../../../src/scenario/report/propagationReport.ts';
import {
  countsText,
  formulationDifferenceText,
  sourceName,
  sourceReach,
} from '../../../src/scenario/report/propagationText.ts';
import { geometryOf } from '../../engine/geometryOf.ts';

interface Stored {
  readonly shape: readonly number[];
  readonly values: readonly (number | string)[];
}

/** Calls that PyTorch computed; see taint.py. */
interface Fixture {
  readonly name: string;
  readonly input: Stored;
  readonly weight: Stored;
  readonly bias: Stored | null;
  readonly stride: Pair;
  readonly padding: Pair;
  readonly output_padding: Pair;
  readonly dilation: Pair;
  readonly groups: number;
  readonly nonFinite: readonly number[];
  readonly unfolded: readonly number[];
}

const { cases } = JSON.parse(readFileSync(new URL('../../fixtures/taint.json', import.meta.url), 'utf8')) as {
  readonly cases: readonly Fixture[];
};

const stored = ({ shape, values }: Stored): Tensor => tensorOf('float32', shape, values.map(Number));

function callOf(fixture: Fixture): Call {
  const { input, weight, bias, stride, padding, output_padding, dilation, groups } = fixture;
  const params = { stride, padding, outputPadding: output_padding, dilation, groups };
  const tensors = { input: stored(input), weight: stored(weight), bias: bias && stored(bias) };
  return { dtype: 'float32', ...tensors, params };
}

function traced(call: Call, id: FormulationId, change?: (output: Tensor) => Tensor): TracedCall {
  const geometry = geometryOf(call);
  const output = finish(formulationOf(id).run(call, geometry));
  return finish(tracePropagation(call, geometry, id, output, change?.(output) ?? null));
}

/** Makes an output of the shape of the call that is finite except at these elements. */
const outputWith = (nonFinite: readonly number[]) => (output: Tensor) =>
  tensorOf(
    'float32',
    output.shape,
    Array.from(output.data, (_, at) => (nonFinite.includes(at) ? NaN : 1)),
  );

const places = (kinds: Uint8Array, ...wanted: readonly number[]): number[] =>
  [...kinds.keys()].filter((at) => wanted.includes(kinds[at] ?? 0));

describe('the report on the sources of NaN and infinities', () => {
  for (const fixture of cases) {
    it(`agrees with PyTorch on ${fixture.name}, by the definition and unfolded`, () => {
      const { report, outputs } = traced(callOf(fixture), 'unfold-matmul');
      assert.deepEqual(places(outputs, 1), fixture.nonFinite);
      assert.deepEqual(places(outputs, 1, 2), fixture.unfolded);
      assert.equal(report.kinds.defined, fixture.nonFinite.length);
      assert.equal(report.kinds.formulated, fixture.unfolded.length - fixture.nonFinite.length);
      const count = (id: FormulationId): number | undefined =>
        report.formulations.find(({ formulation }) => formulation === id)?.nonFinite;
      assert.equal(count('unfold-matmul'), fixture.unfolded.length);
      for (const id of ['matmul-fold', 'sub-pixel', 'transposed-matrix', 'naive'] as const) {
        assert.equal(count(id), fixture.nonFinite.length, id);
      }
    });

    it(`explains PyTorch's output of ${fixture.name}, and one that was unfolded`, () => {
      const call = callOf(fixture);
      const right = traced(call, 'naive', outputWith(fixture.nonFinite)).report.actual;
      const total = geometryOf(call).n * geometryOf(call).cout * geometryOf(call).columns;
      const defined = fixture.nonFinite.length;
      assert.deepEqual(right, { clean: total - defined, defined, formulated: 0, unexplained: 0, missing: 0 });
      const unfolded = traced(call, 'naive', outputWith(fixture.unfolded)).report.actual;
      assert.ok(unfolded);
      assert.equal(unfolded.formulated, fixture.unfolded.length - defined);
      assert.deepEqual([unfolded.unexplained, unfolded.missing], [0, 0]);
    });
  }

  it('counts the elements of an output without a source, and those that should be non-finite', () => {
    const fixture = cases.find(({ name }) => name === 'one NaN input');
    assert.ok(fixture);
    const [first = 0, ...rest] = fixture.nonFinite;
    // The first element belongs to the other batch element, which no source reaches.
    const { report, actual } = traced(callOf(fixture), 'naive', outputWith([0, ...rest]));
    assert.deepEqual([report.actual?.unexplained, report.actual?.missing], [1, 1]);
    assert.ok(actual);
    assert.equal(actual[0], ForeignKind.unexplained);
    assert.equal(actual[first], ForeignKind.missing);
  });

  it('names the first sources of each tensor, with values as documents write them, and counts all', () => {
    const fixture = cases.find(({ name }) => name.startsWith('one of each'));
    assert.ok(fixture);
    const { sources, counts } = traced(callOf(fixture), 'unfold-matmul').report;
    assert.deepEqual(counts, { input: 1, weight: 1, bias: 1 });
    assert.deepEqual(
      sources.map(({ tensor, index, value }) => [tensor, index, value]),
      [
        ['input', [0, 1, 2, 2], 'Infinity'],
        ['weight', [3, 1, 0, 1], 'NaN'],
        ['bias', [0], 'Infinity'],
      ],
    );
    // The bias affects a whole channel of one of the batch's two elements.
    assert.equal(sources[2]?.reaches, geometryOf(callOf(fixture)).columns * 2);
    const all = { ...callOf(fixture), input: outputWith([...Array(48).keys(), 50])(stored(fixture.input)) };
    assert.equal(traced(all, 'naive').report.counts.input, 49);
  });

  it('lists at most a hundred sources of each tensor', () => {
    const call: Call = {
      dtype: 'float32',
      input: tensorOf('float32', [1, 1, 20, 20], Array<number>(400).fill(NaN)),
      weight: tensorOf('float32', [1, 1, 1, 1], [Infinity]),
      bias: null,
      params: { stride: [1, 1], padding: [0, 0], outputPadding: [0, 0], dilation: [1, 1], groups: 1 },
    };
    const { sources, counts } = traced(call, 'naive').report;
    assert.deepEqual([sources.length, counts.input], [101, 400]);
    assert.equal(sources[100]?.tensor, 'weight');
  });

  it('is empty for a finite call', () => {
    const fixture = cases[0];
    assert.ok(fixture);
    const call = callOf(fixture);
    const finite = {
      ...call,
      weight: tensorOf(
        'float32',
        call.weight.shape,
        call.weight.data.map(() => 1),
      ),
    };
    const { report } = traced(finite, 'unfold-matmul', outputWith([]));
    assert.equal(hasNonFinite(report), false);
    assert.equal(hasNonFinite(traced(finite, 'unfold-matmul', outputWith([3])).report), true);
    assert.equal(hasNonFinite(traced(call, 'unfold-matmul').report), true);
  });
});

describe('the words about a propagation', () => {
  const [fixture] = cases;
  assert.ok(fixture);
  const { report } = traced(callOf(fixture), 'unfold-matmul');

  it('name a source and what it reaches', () => {
    const [source] = report.sources;
    assert.ok(source);
    assert.equal(sourceName(source), 'weight[0, 3, 1, 1] = +Inf');
    assert.equal(sourceReach(source, 'unfold-matmul'), 'reaches 16 outputs, makes 64 non-finite in unfold + matmul');
    assert.equal(sourceName({ ...source, value: '-Infinity' }), 'weight[0, 3, 1, 1] = −Inf');
    assert.match(sourceReach({ ...source, reaches: 0 }, 'naive'), /^reaches no output, makes 64/);
  });

  it('count the sources, and name the formulations that differ from PyTorch', () => {
    assert.equal(countsText(report), 'NaN or infinities: 1 in the weight.');
    // k3 with stride 2 has phases of 1 and 2 taps, which winograd does not support.
    assert.match(
      formulationDifferenceText(report) ?? '',
      /^By the definition, and in PyTorch, 16 outputs are non-finite\. .*: unfold \+ matmul 64\.$/,
    );
    const same = cases.find(({ name }) => name === 'an infinite bias');
    assert.ok(same);
    assert.equal(formulationDifferenceText(traced(callOf(same), 'unfold-matmul').report), null);
  });
});
