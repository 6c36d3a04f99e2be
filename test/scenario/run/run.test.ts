import assert from 'node:assert/strict';
import { boundReader } from '../../../src/engine/rounding/bound.ts';
import { bytesPerMegabyte } from '../../../src/engine/validation/memory.ts';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { formulationIds } from '../../../src/engine/provenance/formulation.ts';
import { finish } from '../../../src/engine/core/steps.ts';
import { writeNpy } from '../../../src/formats/npy/writeNpy.ts';
import type { FilesByPath } from '../../../src/scenario/document/filesByPath.ts';
import { parseScenario } from '../../../src/scenario/document/parseScenario.ts';
import { findPreset, presets } from '../../../src/scenario/presets/presets.ts';
import { reportOf } from '../../../src/scenario/report/reportOf.ts';
import { runScenario } from '../../../src/scenario/run/runScenario.ts';
import type { Scenario } from '../../../src/scenario/document/scenario.ts';

const fixtures = new URL('../../fixtures/', import.meta.url);
const memoryCap = 1024 * bytesPerMegabyte;

function fileBytes(name: string): ArrayBuffer {
  return Uint8Array.from(readFileSync(new URL(`cli/${name}`, fixtures))).buffer;
}

function parsed(document: object): Scenario {
  const result = parseScenario(JSON.stringify({ version: 1, ...document }));
  assert.ok(result.ok, result.ok ? '' : result.refusal.message);
  return result.value;
}

function run(scenario: Scenario, files: FilesByPath = new Map()) {
  const result = finish(runScenario(scenario, files, { memoryCap }));
  assert.ok(result.ok, result.ok ? '' : result.refusal.message);
  return result.value;
}

function refusalOf(scenario: Scenario, files: FilesByPath = new Map(), cap = memoryCap) {
  const result = finish(runScenario(scenario, files, { memoryCap: cap }));
  assert.ok(!result.ok, 'it ran');
  return result.refusal;
}

function preset(id: string): Scenario {
  const found = findPreset(id);
  assert.ok(found);
  return found.scenario;
}

const ones = { fill: 'ones', shape: [1, 1, 2, 2] };
const document = parsed(JSON.parse(readFileSync(new URL('cli/call.convt.json', fixtures), 'utf8')) as object);
const documentFiles: FilesByPath = new Map(['x.npy', 'w.npy', 'b.npy'].map((name) => [name, fileBytes(name)]));

describe('checking an output', () => {
  const checked: Scenario = { ...document, dtype: 'float64', actual: { file: 'y.npy' } };
  const withActual = (file: string, bytes: ArrayBuffer): FilesByPath => new Map([...documentFiles, [file, bytes]]);
  /** Returns PyTorch's output with the value at one index changed by `by`. */
  const altered = (at: number, by: number): ArrayBuffer => {
    const bytes = fileBytes('y.npy');
    const view = new DataView(bytes, 128 + 8 * at);
    view.setFloat64(0, view.getFloat64(0, true) + by, true);
    return bytes;
  };

  it('compares it instead of the formulation’s, within the bound of any correct implementation', () => {
    const {
      output,
      computedOutput: formulated,
      comparison,
      actualFile,
    } = run(checked, withActual('y.npy', fileBytes('y.npy')));
    assert.deepEqual([...output.data], [...new Float64Array(fileBytes('y.npy').slice(128))]);
    assert.notEqual(output.data, formulated.data);
    assert.equal(actualFile, 'y.npy');
    assert.ok(['rounding', 'exact'].includes(comparison.verdict), comparison.verdict);
  });

  it('finds the one element that is wrong', () => {
    const result = run(checked, withActual('y.npy', altered(777, 1e-6)));
    const { verdict, beyondBound, maxAbs } = result.comparison;
    assert.equal(verdict, 'mismatch');
    assert.deepEqual(beyondBound, { count: 1, first: 777 });
    assert.equal(maxAbs?.at, 777);
    const report = reportOf(result);
    assert.equal(report.actual?.file, 'y.npy');
    assert.notEqual(report.actual.sha256, report.output.sha256);
    assert.equal(report.verdict, 'mismatch');
  });

  it('does not use winograd’s own, larger bound', () => {
    const kernel: Scenario = {
      ...preset('forum'),
      input: { fill: 'randn', shape: [1, 2, 6, 6] },
      weight: { fill: 'randn', shape: [2, 3, 3, 3] },
      bias: null,
    };
    const [plain, tiled] = (['naive', 'winograd'] as const).map((formulation) => {
      const { computedOutput: formulated } = run({ ...kernel, formulation });
      const bytes = writeNpy(formulated).buffer;
      const judge = { ...kernel, formulation, actual: { file: 'y.npy' } };
      return run(judge, new Map([['y.npy', bytes]])).bound;
    });
    assert.equal(plain?.kind, 'sums');
    assert.equal(tiled?.kind, 'sums');
  });

  it('refuses an output of another shape, naming both', () => {
    assert.deepEqual(refusalOf(checked, withActual('y.npy', fileBytes('x.npy'))), {
      argument: 'actual',
      message: `y.npy is 2×4×5×6; this call's output is 2×6×10×9.`,
    });
  });
});

describe('running a scenario', () => {
  it('gives PyTorch’s numbers, in the dtype of the scenario, with files cast to it', () => {
    const data = new Float64Array(fileBytes('y.npy').slice(128));
    // Winograd does not support its stride phases of 2 and 1 taps; see below.
    for (const formulation of formulationIds.filter((id) => id !== 'winograd')) {
      for (const dtype of ['float32', 'float64'] as const) {
        const { output, bound: made, reference } = run({ ...document, dtype, formulation }, documentFiles);
        const bound = boundReader(made);
        assert.deepEqual([output.dtype, output.shape], [dtype, [2, 6, 10, 9]]);
        assert.equal(data.length, output.data.length);
        data.forEach((value, i) => {
          // The bound holds for any float64 sum as the reference, such as the y of PyTorch.
          const allowed = bound(i);
          assert.ok(Math.abs((output.data[i] ?? NaN) - value) <= allowed, `element ${i}`);
          assert.ok(Math.abs((reference.data[i] ?? NaN) - value) <= allowed, `reference ${i}`);
        });
      }
    }
  });

  it('names its steps for people: the stages, the reference, the error', () => {
    const steps = runScenario(preset('strided'), new Map(), { memoryCap });
    const names = new Set([...steps].map(({ stage }) => stage));
    assert.deepEqual([...names], ['Unfold', 'K · U', 'Naive scatter, float64', 'Error and bound']);
  });

  it('refuses what does not fit before it plans anything, however large a stride', () => {
    for (const formulation of ['auto', 'sub-pixel', 'unfold-matmul'] as const) {
      const huge = { ...preset('strided'), formulation };
      const params = { ...huge.params, stride: [1e8, 1e8] as const };
      const result = finish(runScenario({ ...huge, params }, new Map(), { memoryCap }));
      assert.ok(!result.ok && result.refusal.argument === 'memory');
    }
  });

  it('visits only the phases that a tap reaches, and reports progress every few phases', () => {
    const stride = [30_000, 1] as const;
    const few = { ...preset('strided'), formulation: 'sub-pixel' } as const;
    const sized = { ...few, params: { ...few.params, stride, outputPadding: [0, 0] as const } };
    const stages = [...runScenario(sized, new Map(), { memoryCap })].map(({ stage }) => stage);
    assert.equal(new Set(stages.filter((stage) => stage.startsWith('Phase ('))).size, 3);
  });

  it('draws input, weight and bias from one generator in this order', () => {
    const fill = (shape: number[]) => ({ fill: 'randn', shape });
    const call = {
      input: fill([1, 1, 3, 4]),
      weight: fill([1, 2, 2, 2]),
      bias: fill([2]),
      stride: 2,
    };
    const data = new Float64Array(fileBytes('yr.npy').slice(128));
    const { output, bound: made } = run(parsed({ ...call, seed: 5 }));
    const bound = boundReader(made);
    data.forEach((value, i) => {
      assert.ok(Math.abs((output.data[i] ?? NaN) - value) <= bound(i), `element ${i}`);
    });
  });

  it('refuses an invalid call, naming the argument, before any tensor is made', () => {
    const huge = [1, 3, 2 ** 20, 2 ** 20];
    const refusal = refusalOf(
      parsed({
        input: { fill: 'randn', shape: huge },
        weight: { fill: 'ones', shape: [3, 1, 2, 2] },
        groups: 2,
      }),
    );
    assert.equal(refusal.argument, 'groups');
  });

  it('refuses a call above the memory cap with the estimate, before any tensor is made', () => {
    const shape = [1, 1, 2 ** 16, 2 ** 16];
    const { argument, message } = refusalOf(parsed({ input: { fill: 'ones', shape }, weight: ones }));
    assert.equal(argument, 'memory');
    assert.match(message, /^This call needs [\d.]+\sGB, more than the limit of 1\.0\sGB\.$/);
    assert.equal(refusalOf(preset('forum'), new Map(), 1_000_000).argument, 'memory');
  });

  it('refuses transposed-matrix if its matrix is large, and runs the same call by another formulation', () => {
    const dcgan = preset('dcgan-2');
    assert.equal(refusalOf({ ...dcgan, formulation: 'transposed-matrix' }).argument, 'formulation');
  });

  it('refuses winograd if a stride phase does not have 2 or 3 taps', () => {
    const refusal = refusalOf({ ...document, formulation: 'winograd' }, documentFiles);
    assert.equal(refusal.argument, 'formulation');
    assert.match(refusal.message, /^Winograd needs 2 or 3 taps in each stride phase; here phase/);
  });

  it('compares winograd with its own bound', () => {
    // 0·(1 + 2⁻²⁴) + 1·(2⁻²⁴ …): transforms lose more than the definition's products may.
    const small = 2 ** -24;
    const scenario = parsed({
      input: { values: [[[[1]]]] },
      weight: {
        values: [
          [
            [
              [1, small],
              [0, 0],
            ],
          ],
        ],
      },
      formulation: 'winograd',
    });
    const { comparison, bound, reference, output } = run(scenario);
    const error = Math.abs((output.data[1] ?? NaN) - (reference.data[1] ?? NaN));
    assert.equal(error, small);
    assert.equal(comparison.verdict, 'rounding');
    assert.ok(error <= boundReader(bound)(1));
    const direct = run({ ...scenario, formulation: 'sub-pixel' }).bound;
    assert.ok(error > boundReader(direct)(1), 'a bug by the bound of the definition');
  });

  it('refuses a file that is missing, broken, or shorter than its shape needs', () => {
    assert.match(refusalOf(document).message, /^The scenario names x\.npy, which could not be found\.$/);
    const broken = new Map([...documentFiles, ['w.npy', new ArrayBuffer(7)]] as const);
    assert.match(refusalOf(document, broken).message, /^w\.npy is not a \.npy file/);
    const cut = new Map([...documentFiles, ['w.npy', fileBytes('w.npy').slice(0, -1)]] as const);
    assert.match(refusalOf(document, cut).message, /^w\.npy is cut off/);
    const source = { shape: [1, 1, 2, 2], values: [1, 2] };
    const short: Scenario = { ...preset('strided'), input: source };
    assert.match(refusalOf(short).message, /^input\.values must have 4 numbers/);
  });

  it('uses the tolerance of the scenario, completed by the defaults of assert_close', () => {
    const { comparison } = run({ ...preset('strided'), tolerance: { atol: 0.5 } });
    assert.deepEqual(comparison.tolerance, { rtol: 1.3e-6, atol: 0.5, equalNan: true });
  });
});

describe('the presets', () => {
  const verdicts: Readonly<Record<string, string>> = {
    checkerboard: 'exact',
    'infinite-weight': 'non-finite',
  };
  for (const { id, scenario } of presets) {
    it(`runs with the verdict that it demonstrates: ${id}`, () => {
      const { comparison, output } = run(scenario);
      assert.equal(comparison.verdict, verdicts[id] ?? 'rounding');
      assert.ok(output.data.length > 0);
    });
  }

  it('have distinct ids, titles and descriptions', () => {
    assert.equal(new Set(presets.map(({ id }) => id)).size, presets.length);
    assert.equal(new Set(presets.map(({ title }) => title)).size, presets.length);
    for (const { id, title, description, source, scenario } of presets) {
      assert.match(id, /^[a-z0-9-]+$/);
      // The list's first title invites; the call itself is named by its stride.
      assert.equal(scenario.name, title.replace('Start here', 'Strided'));
      assert.ok(description.length > 0 && source.length > 0, id);
    }
    assert.equal(findPreset('no such'), null);
  });

  it('show infinities: NaN by unfold + matmul, none by auto', () => {
    const infinite = preset('infinite-weight');
    // A weight that reaches 16 of the 64 outputs of its channel; the inserted zeros meet it in the others.
    const { actual, expected, unmatched } = run(infinite).comparison.nonFinite;
    const sum = ({ nan, positiveInfinity, negativeInfinity }: typeof actual) =>
      nan + positiveInfinity + negativeInfinity;
    assert.deepEqual([sum(actual), sum(expected), unmatched], [64, 16, 48]);
    const { comparison } = run({ ...infinite, formulation: 'auto' });
    assert.equal(comparison.nonFinite.actual.nan, 0);
    assert.equal(comparison.nonFinite.unmatched, 0);
    assert.ok(comparison.nonFinite.actual.positiveInfinity > 0);
  });
});

describe('a NaN in the input', () => {
  it('is right where the call makes it, in every formulation that multiplies no infinity', () => {
    const values = ['NaN', 1, 2, 3, 4, 5, 6, 7, 8];
    const nan = parsed({ input: { shape: [1, 1, 3, 3], values }, weight: ones, stride: 2 });
    for (const formulation of ['unfold-matmul', 'matmul-fold', 'sub-pixel', 'naive'] as const) {
      const { comparison } = run({ ...nan, formulation });
      const { nonFinite, mismatches, verdict } = comparison;
      assert.equal(nonFinite.actual.nan, nonFinite.expected.nan);
      assert.ok(nonFinite.actual.nan > 0);
      assert.deepEqual([verdict, nonFinite.unmatched, mismatches.count], ['exact', 0, 0], formulation);
    }
    const strict = run({ ...nan, tolerance: { equalNan: false } }).comparison;
    assert.deepEqual([strict.verdict, strict.mismatches.count], ['exact', strict.nonFinite.actual.nan]);
  });
});

describe('the report of a run', () => {
  it('survives JSON without loss, and locates the largest error', () => {
    const finished = run(preset('strided'));
    const report = reportOf(finished);
    assert.deepEqual(JSON.parse(JSON.stringify(report)), report);
    const [n = 0, c = 0, y = 0, x = 0] = report.error.maxAbsAt ?? [];
    const flat = ((n * 1 + c) * 8 + y) * 8 + x;
    const error = (finished.output.data[flat] ?? 0) - (finished.reference.data[flat] ?? 0);
    assert.equal(Math.abs(error), report.error.maxAbs);
    assert.equal(report.verdict, 'rounding');
    assert.equal(report.formulation, 'unfold-matmul');
    assert.deepEqual(report.parameters.output_padding, [1, 1]);
  });

  it('has the quantiles of |Δ| in the order of their shares', () => {
    const { quantiles, maxAbs } = reportOf(run(preset('strided'))).error;
    assert.deepEqual(Object.keys(quantiles), ['0.5', '0.9', '0.99', '0.999']);
    const rising = [...Object.values(quantiles), maxAbs ?? 0];
    assert.deepEqual(
      rising,
      [...rising].sort((a, b) => a - b),
    );
  });

  it('has the SHA-256 of the output’s bytes', () => {
    const finished = run(preset('strided'));
    const expected = createHash('sha256').update(finished.output.data).digest('hex');
    assert.equal(reportOf(finished).output.sha256, expected);
  });

  it('writes an infinite ratio as the largest double, which exceeds every limit', () => {
    const finished = run(preset('strided'));
    const endless = { value: Infinity, at: 0 };
    const report = reportOf({
      ...finished,
      comparison: { ...finished.comparison, maxBoundRatio: endless },
    });
    assert.equal(report.error.boundRatio, Number.MAX_VALUE);
  });

  it('has no error if nothing was compared', () => {
    const empty = parsed({ input: { fill: 'ones', shape: [0, 1, 2, 2] }, weight: ones });
    const { error, verdict, output } = reportOf(run(empty));
    assert.deepEqual([error.maxAbs, error.maxAbsAt, error.total], [null, null, 0]);
    assert.deepEqual([verdict, output.shape], ['exact', [0, 1, 3, 3]]);
  });
});
