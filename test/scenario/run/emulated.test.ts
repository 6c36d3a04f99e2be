import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { boundReader } from '../../../src/engine/rounding/bound.ts';
import { defaultParams } from '../../../src/engine/core/call.ts';
import { formulationIds } from '../../../src/engine/provenance/formulation.ts';
import { formulationOf } from '../../../src/engine/formulations/formulations.ts';
import { bytesPerMegabyte } from '../../../src/engine/validation/memory.ts';
import { roundCall, runRounded } from '../../../src/engine/precision/emulate.ts';
import { formats } from '../../../src/engine/rounding/formats.ts';
import { isEmulated, profileIds, profileOf } from '../../../src/engine/precision/profiles.ts';
import { outputOffset } from '../../../src/engine/provenance/offsets.ts';
import { finish } from '../../../src/engine/core/steps.ts';
import { type Tensor, tensorOf } from '../../../src/engine/core/tensor.ts';
import { traceOf } from '../../../src/engine/trace/trace.ts';
import { writeNpy } from '../../../src/formats/npy/writeNpy.ts';
import { diagnoseScenario } from '../../../src/scenario/run/diagnoseScenario.ts';
import type { FilesByPath } from '../../../src/scenario/document/filesByPath.ts';
import { reportOf } from '../../../src/scenario/report/reportOf.ts';
import { runScenario } from '../../../src/scenario/run/runScenario.ts';
import type { Scenario } from '../../../src/scenario/document/scenario.ts';
import { smallestReportOf } from '../../../src/scenario/shrink/smallestCall.ts';
import { smallestOf } from '../shrink/smallestOf.ts';
import { elements } from '../../engine/definition.ts';
import { callsFor } from '../../engine/smallCalls.ts';
import { calls, decoded, type EmulatedCall, outputBytes, scenarioOf } from './emulatedCalls.ts';

const memoryCap = 1024 * bytesPerMegabyte;
const emulated = profileIds.filter((id) => isEmulated(id));
const summing = formulationIds.filter((id) => id !== 'winograd');
const checked = { actual: { file: 'y.npy' } } as const;

function run(scenario: Scenario, files: FilesByPath = new Map()) {
  const result = finish(runScenario(scenario, files, { memoryCap }));
  assert.ok(result.ok, result.ok ? '' : result.refusal.message);
  return result.value;
}

function diagnosed(scenario: Scenario, files: FilesByPath) {
  const result = finish(diagnoseScenario(scenario, files, { memoryCap }));
  assert.ok(result.ok, result.ok ? '' : result.refusal.message);
  return result.value;
}

function assertBits(actual: Tensor, expected: Tensor): void {
  assert.deepEqual(actual.shape, expected.shape);
  for (const [at, value] of actual.data.entries()) assert.ok(Object.is(value, expected.data[at]));
}

const first = calls[0] as EmulatedCall;

describe('a run in an emulated precision', () => {
  for (const call of calls) {
    for (const dtype of ['bfloat16', 'float16'] as const) {
      it(`rounds its tensors to PyTorch’s ${dtype} bit for bit, and its output within the bound: ${call.name}`, () => {
        const mine = run(scenarioOf(call, dtype));
        for (const which of ['input', 'weight', 'bias'] as const) {
          const stored = call[which];
          if (stored === null) continue;
          const expected = decoded(stored.shape, stored[dtype], dtype);
          assertBits(mine.call[which] as Tensor, expected);
        }
        assert.equal(mine.comparison.verdict, 'rounding');

        const files = new Map([['y.npy', outputBytes(call, dtype, 'own')]]);
        const theirs = run(scenarioOf(call, dtype, checked), files);
        assert.equal(theirs.comparison.verdict, 'rounding');
        // The same output is wrong if float32 is expected.
        const strict = run(scenarioOf(call, 'float32', checked), files);
        assert.equal(strict.comparison.verdict, 'mismatch');
        // Both are within the bound around the same exact value.
        const bound = boundReader(mine.bound);
        for (const [at, value] of theirs.output.data.entries()) {
          const apart = Math.abs(value - (mine.output.data[at] as number));
          assert.ok(apart <= 2 * bound(at), `${at}: ${apart}`);
        }
        const { verdict, profile, matches } = diagnosed(scenarioOf(call, dtype, checked), files);
        assert.deepEqual([verdict, profile, matches], ['rounding', dtype, []]);
      });

      it(`finds a kernel that is not rotated in ${dtype}, and names it: ${call.name}`, () => {
        const files = new Map([['y.npy', outputBytes(call, dtype, 'notRotated')]]);
        const scenario = scenarioOf(call, dtype, checked);
        assert.equal(run(scenario, files).comparison.verdict, 'mismatch');
        const { verdict, profile, matches } = diagnosed(scenario, files);
        assert.deepEqual([verdict, profile], ['mismatch', null]);
        assert.equal(matches[0]?.mistakes[0]?.id, 'kernel-not-rotated');
      });
    }
  }

  it('decides whether the smallest wrong call still fails', () => {
    const files = new Map([['y.npy', outputBytes(first, 'bfloat16', 'own')]]);
    const { originalCall: given, output } = run(scenarioOf(first, 'bfloat16', checked), files);
    const profile = profileOf('bfloat16');
    const right = smallestOf(given, output, 'right', profile);
    assert.equal(right.ok ? null : right.refusal.argument, 'actual');
    const wrong = { ...output, data: output.data.slice() } as Tensor;
    wrong.data[0] = (wrong.data[0] as number) + 100;
    const found = smallestOf(given, wrong, 'wrong', profile);
    assert.ok(found.ok);
    assert.deepEqual(found.value.actual.data.length, 1);
    assert.equal(found.value.scenario.dtype, 'bfloat16');
    assert.equal(smallestReportOf(found.value).dtype, 'bfloat16');
  });

  const low = new URL('../../fixtures/', import.meta.url);
  const { cases } = JSON.parse(readFileSync(new URL('low-precision.json', low), 'utf8')) as {
    readonly cases: readonly LowPrecision[];
  };
  const blob = new Uint8Array(readFileSync(new URL('low-precision.bin', low))).buffer;
  for (const one of cases) {
    it(`explains the output of PyTorch with ${one.profile} factors: ${one.name}`, () => {
      const { scenario, files } = lowPrecisionScenario(one, blob);
      assert.equal(run(scenario, files).comparison.verdict, 'rounding');
      assert.equal(run({ ...scenario, actual: undefined }, files).comparison.verdict, 'rounding');
    });
  }

  it('never exceeds the bound: an element beyond it is a mismatch', () => {
    for (const dtype of emulated) {
      const scenario = scenarioOf(first, dtype);
      const { bound, reference, output } = run(scenario);
      const allowed = boundReader(bound);
      for (const [times, verdict] of [
        [0.99, 'rounding'],
        [1.01, 'mismatch'],
      ] as const) {
        const off = tensorOf('float64', output.shape, reference.data);
        off.data[5] = (off.data[5] as number) + times * allowed(5);
        const wrong = writeNpy(off).buffer;
        const judged = run({ ...scenario, ...checked }, new Map([['y.npy', wrong]]));
        assert.equal(judged.comparison.verdict, verdict, `${dtype} ${times}`);
      }
    }
  });

  it('is compared with the reference of the call as it was given', () => {
    const exact = run(scenarioOf(first, 'float64'));
    for (const dtype of emulated) {
      const {
        reference,
        originalCall: given,
        call,
        computedOutput: formulated,
        profile,
      } = run(scenarioOf(first, dtype));
      assert.equal(profile, dtype);
      assert.deepEqual([...reference.data], [...run(scenarioOf(first, 'float32')).reference.data]);
      assert.ok(given.input.data.every((x, at) => x === Math.fround(exact.call.input.data[at] as number)));
      assert.notDeepEqual(call.input.data, given.input.data);
      assert.equal(formulated.dtype, 'float32');
    }
  });

  it('reports the precision of the bound and of the units in the last place', () => {
    for (const dtype of profileIds) {
      const done = run(scenarioOf(first, dtype));
      const report = reportOf(done);
      const { format } = profileOf(dtype).output;
      assert.equal(report.dtype, dtype);
      assert.deepEqual([report.error.bound, report.error.ulp], [dtype, format]);
      const { fractionBits, minExponent } = formats[format];
      let ulps = 0;
      for (const [at, y] of done.output.data.entries()) {
        const r = done.reference.data[at] as number;
        const exponent = Math.max(Math.floor(Math.log2(Math.abs(r))), minExponent);
        ulps = Math.max(ulps, Math.abs(y - r) / 2 ** (exponent - fractionBits));
      }
      // If the reference rounds up to a power of 2, the unit is twice as large.
      const { maxUlp } = report.error;
      assert.ok(maxUlp !== null && maxUlp <= ulps * 1.0000001 && maxUlp >= ulps / 2.0000001, dtype);
    }
  });

  it('uses the tolerances of assert_close for the stored format', () => {
    const of = (dtype: Scenario['dtype']) => run(scenarioOf(first, dtype)).comparison.tolerance;
    assert.deepEqual(of('bfloat16'), { rtol: 1.6e-2, atol: 1e-5, equalNan: true });
    assert.deepEqual(of('float16-accumulate'), { rtol: 1e-3, atol: 1e-5, equalNan: true });
    assert.deepEqual(of('tf32'), { rtol: 1.3e-6, atol: 1e-5, equalNan: true });
  });

  it('refuses winograd, for which no rounding of the transformed tiles is defined', () => {
    const ask = scenarioOf(first, 'bfloat16', { formulation: 'winograd' });
    const result = finish(runScenario(ask, new Map(), { memoryCap }));
    assert.ok(!result.ok);
    assert.equal(result.refusal.argument, 'formulation');
    assert.match(
      result.refusal.message,
      /^Winograd tiles can be computed in float32 and float64 only: .* in bfloat16, summed in float32 is not defined/,
    );
  });

  it('needs memory for the rounded tensors and the bounds as well', () => {
    const large = (dtype: Scenario['dtype']): Scenario => ({
      ...scenarioOf(first, dtype),
      input: { fill: 'ones', shape: [1, 1, 700, 700] },
      weight: { fill: 'ones', shape: [1, 1, 1, 1] },
      bias: null,
      params: defaultParams,
      formulation: 'naive',
    });
    const within = { memoryCap: 14 * bytesPerMegabyte };
    // 490 000 elements of input and output with 4 bytes each, reference and magnitudes with 8, counts with 4.
    assert.ok(finish(runScenario(large('float32'), new Map(), within)).ok);
    // In addition the rounded input, 4 bytes each, and the bounds, 8 each: 19.6 MB.
    const refused = finish(runScenario(large('bfloat16'), new Map(), within));
    assert.ok(!refused.ok);
    assert.match(refused.refusal.message, /^This call needs 19\.6\sMB/);
  });

  it('reports progress in the long loops of float16 sums', () => {
    const scenario: Scenario = {
      ...scenarioOf(first, 'float16-accumulate'),
      input: { fill: 'smooth', shape: [1, 16, 40, 40] },
      weight: { fill: 'smooth', shape: [16, 16, 5, 5] },
      bias: null,
      params: defaultParams,
    };
    for (const formulation of summing.filter((id) => id !== 'transposed-matrix')) {
      const steps = runScenario({ ...scenario, formulation }, new Map(), { memoryCap });
      // 10 million products, a step for every 2 million at least.
      const seen: string[] = [];
      for (let next = steps.next(); next.done !== true; next = steps.next()) seen.push(next.value.stage);
      const most = Math.max(...[...new Set(seen)].map((stage) => seen.filter((name) => name === stage).length));
      assert.ok(most >= 4, `${formulation}: ${most}`);
    }
  });

  it('overflows float16 to infinity, which is non-finite and still explained', () => {
    const values = Array.from({ length: 4 }, () => 300);
    const big: Partial<Scenario> = {
      input: { shape: [1, 1, 2, 2], values },
      weight: { shape: [1, 1, 2, 2], values },
      bias: null,
      params: { stride: [2, 2], padding: [0, 0], outputPadding: [0, 0], dilation: [1, 1], groups: 1 },
    };
    const { output, comparison } = run({ ...scenarioOf(first, 'float16'), ...big });
    assert.ok(output.data.every((value) => value === Infinity));
    assert.equal(comparison.verdict, 'non-finite');
    const files = new Map([['y.npy', writeNpy(output).buffer]]);
    const { verdict, profile, matches } = diagnosed({ ...scenarioOf(first, 'float16', checked), ...big }, files);
    assert.deepEqual([verdict, profile, matches], ['non-finite', 'float16', []]);
    // bfloat16 has the range, so there it is a mistake.
    const other = diagnosed({ ...scenarioOf(first, 'bfloat16', checked), ...big }, files);
    assert.equal(other.verdict, 'non-finite');
    assert.notEqual(other.profile, 'bfloat16');
  });
});

describe('the trace of an emulated element', () => {
  for (const id of summing) {
    it(`ends with the stored bits: ${id}`, () => {
      fc.assert(
        fc.property(callsFor(id, 'floats'), fc.constantFrom(...emulated), ({ call: given, geometry }, dtype) => {
          const formulation = formulationOf(id);
          const profile = profileOf(dtype);
          const call = finish(roundCall(given, profile));
          const output = finish(runRounded(call, geometry, formulation));
          for (const element of elements(geometry)) {
            const { value, unstored } = traceOf(call, geometry, formulation, element);
            assert.ok(Object.is(value, output.data[outputOffset(geometry, element)]));
            assert.equal(unstored === null, profile.output.exact);
          }
        }),
        { numRuns: 60 },
      );
    });
  }
});

interface LowPrecision {
  readonly profile: 'tf32' | 'bfloat16' | 'float16';
  readonly name: string;
  readonly stride: readonly [number, number];
  readonly padding: readonly [number, number];
  readonly output_padding: readonly [number, number];
  readonly input: Place;
  readonly weight: Place;
  readonly bias: Place;
  readonly actual: Place;
}

interface Place {
  readonly shape: readonly number[];
  readonly at: number;
}

/** A case of lowPrecision.py, its tensors in files. */
function lowPrecisionScenario(one: LowPrecision, blob: ArrayBuffer) {
  const bytes = ({ shape, at }: Place): ArrayBuffer => {
    const count = shape.reduce((product, size) => product * size, 1);
    return writeNpy(tensorOf('float32', shape, new Float32Array(blob, at, count))).buffer;
  };
  const names = ['input', 'weight', 'bias', 'actual'] as const;
  const files: FilesByPath = new Map(names.map((name) => [`${name}.npy`, bytes(one[name])]));
  const file = (name: string) => ({ file: `${name}.npy` });
  const { stride, padding, output_padding: outputPadding } = one;
  const scenario: Scenario = {
    ...scenarioOf(first, one.profile),
    input: file('input'),
    weight: file('weight'),
    bias: file('bias'),
    actual: file('actual'),
    params: { stride, padding, outputPadding, dilation: [1, 1], groups: 1 },
  };
  return { scenario, files };
}
