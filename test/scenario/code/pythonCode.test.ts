import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { boundReader } from '../../../src/engine/rounding/bound.ts';
import type { Params } from '../../../src/engine/core/call.ts';
import { fillIds, type FillId } from '../../../src/engine/fills/fillIds.ts';
import { formulationIds } from '../../../src/engine/provenance/formulation.ts';
import { isEmulated, profileIds } from '../../../src/engine/precision/profiles.ts';
import { finish } from '../../../src/engine/core/steps.ts';
import { pythonCode } from '../../../src/scenario/code/pythonCode.ts';
import { presets } from '../../../src/scenario/presets/presets.ts';
import { runScenario } from '../../../src/scenario/run/runScenario.ts';
import type { Scenario } from '../../../src/scenario/document/scenario.ts';
import { readNpy } from '../../../src/formats/npy/readNpy.ts';
import { findPython } from '../../../scripts/lab/python.ts';

const libraries = ['pytorch', 'numpy'] as const;

/** The largest difference of one randn input between PyTorch's vectorised functions and the exact ones. */
const randnError = 2e-6;

function scenarioOf(fill: FillId, change: Partial<Scenario> = {}, params: Partial<Params> = {}): Scenario {
  return {
    version: 1,
    name: 'a test\nprint("not code")',
    dtype: 'float32',
    input: { fill, shape: [2, 4, 5, 6] },
    weight: { fill, shape: [4, 3, 3, 2] },
    bias: { fill: 'linspace', shape: [6] },
    params: {
      stride: [2, 3],
      padding: [1, 0],
      outputPadding: [1, 2],
      dilation: [2, 1],
      groups: 2,
      ...params,
    },
    seed: 7,
    formulation: 'unfold-matmul',
    tolerance: {},
    ...change,
  };
}

const crop: Partial<Params> = {
  stride: [2, 2],
  padding: [4, 3],
  outputPadding: [0, 1],
  dilation: [1, 2],
};
const explicit: Partial<Scenario> = {
  input: { shape: [1, 1, 2, 2], values: [1.5, -0, 0.1, -2] },
  weight: { shape: [1, 1, 1, 2], values: [1e-3, 3] },
  bias: null,
};

/** The calls of these cases have phases of 1 tap, which winograd does not support; it has its own cases. */
const ofAnyCall = formulationIds.filter((id) => id !== 'winograd');

function tiledScenario(
  kernel: readonly [number, number],
  change: Partial<Scenario>,
  params: Partial<Params>,
): Scenario {
  const weight = { fill: 'randn', shape: [4, 3, ...kernel] } as const;
  const even = {
    stride: [1, 1],
    padding: [0, 0],
    outputPadding: [0, 0],
    dilation: [1, 1],
  } as const;
  return scenarioOf('randn', { formulation: 'winograd', weight, ...change }, { ...even, ...params });
}

const tiledCases: readonly (readonly [name: string, scenario: Scenario])[] = [
  ['winograd, F(2×2, 3×3)', tiledScenario([3, 3], {}, {})],
  [
    'winograd, four phases of F(2×2, 2×2)',
    tiledScenario([4, 4], {}, { stride: [2, 2], padding: [1, 1], outputPadding: [1, 0] }),
  ],
  ['winograd, with gaps and mixed axes, cropped', tiledScenario([3, 2], {}, { dilation: [2, 3], padding: [3, 2] })],
  [
    'winograd, phases of 3 and 2 taps',
    tiledScenario([5, 4], { dtype: 'float64' }, { stride: [2, 2], padding: [2, 3] }),
  ],
  [
    'winograd, one output',
    tiledScenario(
      [4, 3],
      { input: { fill: 'randn', shape: [4, 1, 1] } },
      { stride: [2, 1], padding: [1, 1], outputPadding: [0, 0] },
    ),
  ],
  ['winograd, with an empty batch', tiledScenario([3, 3], { input: { fill: 'randn', shape: [0, 4, 5, 6] } }, {})],
];

const cases: readonly (readonly [name: string, scenario: Scenario])[] = [
  ...ofAnyCall.map((formulation) => [formulation, scenarioOf('randn', { formulation })] as const),
  ...ofAnyCall.map((formulation) => [`${formulation}, cropped`, scenarioOf('randn', { formulation }, crop)] as const),
  ...ofAnyCall.map(
    (formulation) =>
      [
        `${formulation}, pads that differ`,
        scenarioOf('randn', { formulation }, { padding: [1, 2], paddingEnd: [3, 0] }),
      ] as const,
  ),
  ...tiledCases,
  ...fillIds.map((fill) => [`filled with ${fill}`, scenarioOf(fill)] as const),
  ['in float64', scenarioOf('randn', { dtype: 'float64' })],
  ...profileIds
    .filter((dtype) => isEmulated(dtype))
    .flatMap((dtype) => [
      [`in ${dtype}`, scenarioOf('randn', { dtype })] as const,
      [
        `in ${dtype}, pads that differ`,
        scenarioOf('smooth', { dtype, formulation: 'matmul-fold' }, { padding: [1, 2], paddingEnd: [3, 0] }),
      ] as const,
      [
        `in ${dtype}, no bias, with an empty batch`,
        scenarioOf('randn', { dtype, bias: null, input: { fill: 'randn', shape: [0, 4, 5, 6] } }),
      ] as const,
    ]),
  ['unbatched', scenarioOf('randn', { input: { fill: 'randn', shape: [4, 5, 6] } })],
  ...ofAnyCall.map(
    (formulation) =>
      [
        `${formulation}, with an empty batch`,
        scenarioOf('randn', { formulation, input: { fill: 'randn', shape: [0, 4, 5, 6] } }),
      ] as const,
  ),
  ['with explicit values', scenarioOf('ones', explicit, { groups: 1, outputPadding: [0, 0], padding: [0, 0] })],
];

/** Runs all programs in one Python process, which imports torch once and writes each `y` beside its program. */
function runAll(python: string, folder: string, programs: readonly string[]): void {
  programs.forEach((text, i) => writeFileSync(join(folder, `${String(i)}.py`), text));
  const driver = `
import contextlib, io, runpy, sys, numpy as np
for i in range(${String(programs.length)}):
    text = io.StringIO()
    with contextlib.redirect_stdout(text):
        names = runpy.run_path(f"{i}.py")
    np.save(f"{i}.npy", np.asarray(names["y"]))
    open(f"{i}.txt", "w").write(text.getvalue())
`;
  const done = spawnSync(python, ['-c', driver], { cwd: folder, encoding: 'utf8' });
  assert.equal(done.status, 0, done.stderr);
}

/** Reads a file into its own buffer; Node's may be a slice of a larger one. */
function bytesOf(path: string): ArrayBuffer {
  return new Uint8Array(readFileSync(path)).buffer;
}

describe('the Python code of a scenario', function () {
  this.timeout(120_000);
  let folder = '';
  const programs = cases.flatMap(([, scenario]) =>
    libraries.map((library) => pythonCode(scenario, library, { n: 0, c: 0, y: 1, x: 0 })),
  );

  before(function () {
    const python = findPython();
    if (!python.ok) {
      console.log(`      skipped: ${python.reason}`);
      return this.skip();
    }
    folder = mkdtempSync(join(tmpdir(), 'convt-code-'));
    runAll(python.path, folder, programs);
  });

  after(() => {
    if (folder !== '') rmSync(folder, { recursive: true });
  });

  cases.forEach(([name, scenario], i) => {
    libraries.forEach((library, j) => {
      it(`computes the debugger's numbers in ${library}: ${name}`, () => {
        const result = finish(runScenario(scenario, new Map(), { memoryCap: 2 ** 30 }));
        assert.ok(result.ok, JSON.stringify(result));
        const { call, output } = result.value;
        const bound = boundReader(result.value.bound);
        const file = readNpy(bytesOf(join(folder, `${String(2 * i + j)}.npy`)), 'y.npy');
        assert.ok(file.ok);
        assert.deepEqual([file.value.shape, file.value.dtype], [output.shape, output.dtype]);
        // |Σ(w+δw)(x+δx) − Σwx| ≤ δ·Σ(|w| + |x| + δ) over the at most `terms` terms; both sides round within `bound`.
        const most = (data: ArrayLike<number>): number => Math.max(0, ...Array.from(data, Math.abs));
        const terms = call.weight.data.length / (call.weight.shape[1] ?? 1);
        const drawn = terms * randnError * (most(call.weight.data) + most(call.input.data) + randnError);
        output.data.forEach((value, at) => {
          const other = file.value.data[at] ?? NaN;
          const allowed = 2 * bound(at) + drawn;
          assert.ok(Math.abs(value - other) <= allowed, `[${String(at)}] ${String(value)} and ${String(other)}`);
        });
      });
    });
  });

  it('prints every stage with its shape, an output element, and the error', () => {
    const printed = readFileSync(join(folder, '0.txt'), 'utf8');
    const stages = [...printed.matchAll(/^(\w+) +\((.*)\)$/gm)].map((match) => `${match[1] ?? ''} ${match[2] ?? ''}`);
    assert.deepEqual(stages, [
      'x 2, 4, 5, 6',
      'w 4, 3, 3, 2',
      'x_hat 2, 4, 16, 20',
      'U 2, 2, 12, 228',
      'K 2, 3, 12',
      'Y 2, 2, 3, 228',
      'y 2, 6, 12, 19',
    ]);
    assert.match(printed, /^y\[0, 0, 1, 0\] = \S+, reference \S+$/m);
    assert.match(printed, /^max \|y - reference\| = \S+$/m);
  });

  it('runs PyTorch’s own call in an emulated precision, or says what it needs', () => {
    const printedIn = (dtype: string): string => {
      const at = cases.findIndex(([name]) => name === `in ${dtype}`);
      return readFileSync(join(folder, `${String(2 * at)}.txt`), 'utf8');
    };
    for (const dtype of ['bfloat16', 'float16', 'float16-accumulate'])
      assert.match(printedIn(dtype), /^PyTorch's b?float16: \S/m);
    assert.match(printedIn('tf32'), /^PyTorch's TF32: \S/m);
    const tf32 = programs[2 * cases.findIndex(([name]) => name === 'in tf32')] ?? '';
    assert.match(tf32, /torch\.backends\.cudnn\.allow_tf32 = True/);
    assert.match(tf32, /given_x\.cuda\(\)/);
  });

  it('keeps a name with line breaks inside its comment', () => {
    assert.equal(programs[0]?.includes('\nprint("not code")'), false);
  });

  it('is written for every preset and every formulation', () => {
    for (const preset of presets) {
      for (const library of libraries) {
        assert.ok(pythonCode(preset.scenario, library, { n: 0, c: 0, y: 0, x: 0 }).includes('\ny = '), preset.id);
      }
    }
  });
});
