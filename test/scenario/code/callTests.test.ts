import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { elementBound } from '../../../src/engine/rounding/bound.ts';
import { type Call, defaultParams } from '../../../src/engine/core/call.ts';
import { formulationOf } from '../../../src/engine/formulations/formulations.ts';
import { finish } from '../../../src/engine/core/steps.ts';
import { type Tensor, tensorOf } from '../../../src/engine/core/tensor.ts';
import { numpyTest } from '../../../src/scenario/code/numpyTest.ts';
import { pytorchTest } from '../../../src/scenario/code/pytorchTest.ts';
import { shrink } from '../../../src/scenario/shrink/shrink.ts';
import { isWrong } from '../../../src/scenario/shrink/oracle.ts';
import { runScenario } from '../../../src/scenario/run/runScenario.ts';
import { calls, decoded, scenarioOf } from '../run/emulatedCalls.ts';
import type { TestSubject } from '../../../src/scenario/code/testSubject.ts';
import { findPython } from '../../../scripts/lab/python.ts';
import { definedSums } from '../../engine/definedSums.ts';
import { geometryOf } from '../../engine/geometryOf.ts';
import { smallCalls } from '../../engine/smallCalls.ts';
import { bugs, implementation, plantedCall } from '../shrink/bugs.ts';

interface Case {
  readonly name: string;
  readonly call: Call;
  readonly subject: TestSubject;
  readonly passes: boolean;
}

const recorded = (actual: Tensor): TestSubject => ({ kind: 'output', actual });

/** An implementation whose mistake adds 0.01 to every element. */
function offByALittle(call: Call): TestSubject {
  const { shape, dtype, data } = right(call);
  const output = tensorOf(
    dtype,
    shape,
    Array.from(data, (value) => value + 0.01),
  );
  return { kind: 'implementation', wrong: { output, reference: right(call), by: 'off by a little' } };
}

const right = (call: Call): Tensor => finish(formulationOf('naive').run(call, geometryOf(call)));

/** Makes an output with one finite element off by three rounding bounds; null if every result is allowed. */
function slightlyWrong(call: Call): Tensor | null {
  const { shape, dtype, data } = right(call);
  const { magnitude, terms } = definedSums(call, geometryOf(call));
  for (const [at, value] of data.entries()) {
    const bound = elementBound(magnitude[at] as number, terms[at] as number, dtype);
    if (!(bound < Infinity) || magnitude[at] === 0) continue;
    const wrong = tensorOf(dtype, shape, data);
    wrong.data[at] = value + 3 * bound;
    return wrong;
  }
  return null;
}

/** Numbers that Python must read back: exact in float64, huge, and NaN. */
const numbers: Call = {
  dtype: 'float64',
  input: tensorOf('float64', [1, 2, 2], [2 ** 66, -0, NaN, 0.1]),
  weight: tensorOf('float64', [1, 1, 1, 2], [1e-7, Infinity]),
  bias: tensorOf('float64', [1], [5e-324]),
  params: { ...defaultParams, stride: [1, 3] },
};

const withoutEnd: Call = {
  ...plantedCall(),
  params: { ...defaultParams, groups: 2, padding: [1, 2], stride: [2, 1] },
};

function shrunkCases(): readonly Case[] {
  return Object.entries(bugs).flatMap(([name, bug]) => {
    const found = finish(shrink(plantedCall(), { kind: 'function', run: implementation(bug) }));
    assert.ok(found.ok);
    const { call, actual } = found.value;
    return [
      { name: `shrunk: ${name}`, call, subject: recorded(actual), passes: false },
      { name: `shrunk, right: ${name}`, call, subject: recorded(right(call)), passes: true },
    ];
  });
}

function randomCases(): readonly Case[] {
  const options = { seed: 4, numRuns: 15 } as const;
  const calls = [...fc.sample(smallCalls('anything'), options), ...fc.sample(smallCalls('floats'), options)].map(
    ({ call }) => call,
  );
  return calls.flatMap((call, i): Case[] => {
    const actual = right(call);
    // If float32 sums overflow to infinities of both signs, more than one result is correct.
    if (finish(isWrong(call, geometryOf(call), actual))) return [];
    const wrong = slightlyWrong(call);
    return [
      { name: `random ${String(i)}`, call, subject: recorded(actual), passes: true },
      ...(wrong === null
        ? []
        : [{ name: `random ${String(i)}, wrong`, call, subject: recorded(wrong), passes: false }]),
    ];
  });
}

const cases: readonly Case[] = [
  ...shrunkCases(),
  ...randomCases(),
  { name: 'numbers', call: numbers, subject: recorded(right(numbers)), passes: true },
  {
    name: 'numbers\nprint("not code")',
    call: numbers,
    subject: recorded(tensorOf('float64', [1, 2, 5], new Array(10).fill(0))),
    passes: false,
  },
  {
    name: 'another shape',
    call: numbers,
    subject: recorded(tensorOf('float64', [1, 2, 4], new Array(8).fill(0))),
    passes: false,
  },
  { name: 'handed a function', call: plantedCall(), subject: offByALittle(plantedCall()), passes: true },
  {
    name: 'handed a function, without padding_end',
    call: withoutEnd,
    subject: offByALittle(withoutEnd),
    passes: true,
  },
];

/**
 * Runs the test of every file in one Python process, and returns a line for each: "passed" or the name of the error.
 */
const driver = `
import inspect, runpy, sys, torch, numpy as np
import torch.nn.functional as F

def implementation(x, w, b, stride, padding, output_padding, groups, dilation, padding_end=None):
    x, w, b = (None if t is None else torch.as_tensor(t) for t in (x, w, b))
    (pH, pW), (opH, opW) = padding, output_padding
    peH, peW = padding_end or padding
    full = F.conv_transpose2d(x, w, None, stride, 0, 0, groups, dilation)
    return F.pad(full, (-pW, opW - peW, -pH, opH - peH)) + (0 if b is None else b.reshape(-1, 1, 1))

def outcome(test, *given):
    try:
        test(*given)
    except Exception as error:
        return type(error).__name__
    return "passed"

for i in range(int(sys.argv[1])):
    for library in ("torch", "numpy"):
        test = runpy.run_path(f"{i}.{library}.py")["test_conv_transpose2d"]
        if inspect.signature(test).parameters:
            print(outcome(test, implementation), outcome(test, lambda *a, **k: implementation(*a, **k) + 0.01))
        else:
            print(outcome(test))
`;

describe('a call as a test in Python', function () {
  this.timeout(120_000);
  let folder = '';
  let outcomes: readonly string[] = [];

  before(function () {
    const python = findPython();
    if (!python.ok) {
      console.log(`      skipped: ${python.reason}`);
      return this.skip();
    }
    folder = mkdtempSync(join(tmpdir(), 'convt-tests-'));
    cases.forEach(({ call, subject, name }, i) => {
      for (const [library, write] of [
        ['torch', pytorchTest],
        ['numpy', numpyTest],
      ] as const) {
        const text = finish(write(call, subject, name));
        assert.ok(text.ok);
        writeFileSync(join(folder, `${String(i)}.${library}.py`), text.value);
      }
    });
    const done = spawnSync(python.path, ['-W', 'ignore', '-c', driver, String(cases.length)], {
      cwd: folder,
      encoding: 'utf8',
    });
    assert.equal(done.status, 0, done.stderr);
    outcomes = done.stdout.trim().split('\n');
    // Running the file as a program checks the output that is written in it.
    const alone = spawnSync(python.path, ['0.torch.py'], { cwd: folder, encoding: 'utf8' });
    assert.equal(alone.status, 1);
    assert.match(alone.stderr, /AssertionError/);
  });

  after(() => {
    if (folder !== '') rmSync(folder, { recursive: true });
  });

  cases.forEach(({ name, subject, passes }, i) => {
    const expected = subject.kind === 'implementation' ? 'passed AssertionError' : passes ? 'passed' : 'AssertionError';
    it(`${passes ? 'passes' : 'fails'}: ${name.replace('\n', ' ')}`, () => {
      assert.deepEqual(outcomes.slice(2 * i, 2 * i + 2), [expected, expected]);
    });
  });

  it('allows an output of a narrow precision the rounding of that precision, and no more', function () {
    const python = findPython();
    if (!python.ok) return this.skip();
    const [stored] = calls;
    assert.ok(stored);
    const run = finish(runScenario(scenarioOf(stored, 'float32'), new Map(), { memoryCap: 2 ** 30 }));
    assert.ok(run.ok);
    const status = (way: 'own' | 'notRotated', dtype: 'float32' | 'bfloat16'): number | null => {
      const actual = decoded(stored.shape, stored.bfloat16[way], 'bfloat16');
      const text = finish(pytorchTest(run.value.originalCall, recorded(actual), 'narrow', dtype));
      assert.ok(text.ok);
      writeFileSync(join(folder, 'narrow.py'), text.value);
      return spawnSync(python.path, ['narrow.py'], { cwd: folder }).status;
    };
    assert.equal(status('own', 'bfloat16'), 0);
    assert.equal(status('own', 'float32'), 1);
    assert.equal(status('notRotated', 'bfloat16'), 1);
  });

  it('passes the implementation tensors of its precision', () => {
    const handed = (dtype: 'bfloat16' | 'tf32'): string => {
      const text = finish(pytorchTest(plantedCall(), offByALittle(plantedCall()), 'handed', dtype));
      assert.ok(text.ok);
      return text.value;
    };
    assert.match(handed('bfloat16'), /implementation\(x\.to\(torch\.bfloat16\), w\.to\(torch\.bfloat16\), b/);
    assert.match(
      handed('tf32'),
      /allow_tf32 = True\n +actual = implementation\(x\.cuda\(\), w\.cuda\(\), .*\)\.cpu\(\)/,
    );
  });

  it('is refused for an invalid call', () => {
    const params = { ...defaultParams, outputPadding: [1, 0] as const };
    for (const write of [pytorchTest, numpyTest]) {
      const text = finish(write({ ...numbers, params }, offByALittle(numbers), 'illegal'));
      assert.equal(text.ok ? null : text.refusal.argument, 'output_padding');
    }
  });
});
