import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { diagnose } from '../../../src/engine/diagnose/search/diagnose.ts';
import { finish } from '../../../src/engine/core/steps.ts';
import type { SmallestCall } from '../../../src/scenario/shrink/smallestCall.ts';
import { findPython } from '../../../scripts/lab/python.ts';
import { caseOf, type WrongCase, wrongCases } from '../../engine/diagnose/search/wrongCases.ts';
import { geometryOf } from '../../engine/geometryOf.ts';
import { smallestOf } from './smallestOf.ts';

/** A dropout draws anew for every call: no smaller call has its zeros. */
const drawnAnew = 'dropout-after 0';

/** One output of every mistake, and of two pairs, that PyTorch computed. */
const cases = wrongCases.filter(
  ({ name, call }) =>
    // One variant of each; PyTorch has no padding_end.
    name.endsWith(' 0') && !name.includes('/') && call.params.paddingEnd === undefined && name !== drawnAnew,
);

const mistakeOf = ({ name }: WrongCase): string => name.replace(/ 0$/, '');

/**
 * Fills `my_conv_transpose2d` of every test with PyTorch's mistaken implementation of the fixtures, with the right one,
 * and with nothing; prints a line of outcomes for each test.
 */
const driver = `
import json, sys, numpy as np, torch
import torch.nn.functional as F
made = {}
exec(open(sys.argv[1]).read().split("def call_for")[0], made)
mistakes, right = made["mistakes"], made["right"]
hole = 'raise NotImplementedError("my_conv_transpose2d: call your implementation here")'

def outcome(path, fill):
    def implementation(x, w, b, stride, padding, output_padding, dilation, groups):
        tensors = [None if t is None else torch.as_tensor(t) for t in (x, w, b)]
        y = fill(*tensors, stride, padding, output_padding, dilation, groups)
        return y.numpy() if isinstance(x, np.ndarray) else y
    text = open(path).read()
    assert text.count(hole) == 1
    if fill is not None:
        text = text.replace(hole, "return implementation(x, w, b, stride, padding, output_padding, dilation, groups)")
    names = {"implementation": implementation, "__name__": "test"}
    exec(text, names)
    try:
        names["test_conv_transpose2d"]()
    except Exception as error:
        return type(error).__name__
    return "passed"

for i, name in enumerate(json.loads(sys.argv[2])):
    for library in ("torch", "numpy"):
        path = f"{i}.{library}.py"
        print(outcome(path, mistakes[name]), outcome(path, right), outcome(path, None))
`;

describe('the smallest failing example of a mistake', function () {
  // Hundreds of diagnoses for each of a hundred mistakes.
  this.timeout(1_800_000);
  const found = new Map<WrongCase, SmallestCall>();
  let outcomes: readonly string[] = [];

  before(function () {
    for (const wrong of cases) {
      const smallest = smallestOf(wrong.call, wrong.actual, wrong.name);
      assert.ok(smallest.ok, wrong.name);
      found.set(wrong, smallest.value);
    }
    const python = findPython();
    if (!python.ok) return;
    const folder = mkdtempSync(join(tmpdir(), 'convt-smallest-'));
    cases.forEach((wrong, i) => {
      writeFileSync(join(folder, `${i}.torch.py`), found.get(wrong)?.pytorch ?? '');
      writeFileSync(join(folder, `${i}.numpy.py`), found.get(wrong)?.numpy ?? '');
    });
    const script = fileURLToPath(new URL('../../fixtures/diagnose.py', import.meta.url));
    const args = ['-W', 'ignore', '-c', driver, script, JSON.stringify(cases.map(mistakeOf))];
    const done = spawnSync(python.path, args, { cwd: folder, encoding: 'utf8' });
    rmSync(folder, { recursive: true });
    assert.equal(done.status, 0, done.stderr);
    outcomes = done.stdout.trim().split('\n');
  });

  cases.forEach((wrong, i) => {
    it(`is diagnosed as the mistake, as surely as the whole: ${wrong.name}`, () => {
      const smallest = found.get(wrong);
      assert.ok(smallest);
      assert.equal(smallest.subject.kind, 'mistake');
      const { call, geometry, actual } = caseOf(wrong);
      const whole = finish(diagnose(call, geometry, actual));
      const small = finish(diagnose(smallest.call, geometryOf(smallest.call), smallest.actual));
      const ids = ({ matches }: typeof whole) => matches[0]?.mistakes.map(({ id }) => id).join('+');
      assert.deepEqual([ids(small), small.confidence], [wrong.id, whole.confidence]);
      const size = (of: typeof call): number => of.input.data.length + of.weight.data.length;
      assert.ok(size(smallest.call) < size(call) / 3, `${size(smallest.call)} of ${size(call)} values`);
    });

    it(`is a test that fails with PyTorch’s faulty implementation and passes with the right one: ${wrong.name}`, function () {
      if (outcomes.length === 0) return this.skip();
      for (const line of outcomes.slice(2 * i, 2 * i + 2)) {
        assert.equal(line, 'AssertionError passed NotImplementedError');
      }
    });
  });

  it('is a part of the output if the mistake cannot be made again', () => {
    const wrong = wrongCases.find(({ name }) => name === drawnAnew);
    assert.ok(wrong);
    const smallest = smallestOf(wrong.call, wrong.actual, wrong.name);
    assert.ok(smallest.ok);
    assert.equal(smallest.value.subject.kind, 'crop');
    assert.ok(smallest.value.actual.data.length < wrong.actual.data.length);
  });

  it('leaves a kernel that rotation changes', () => {
    const smallest = [...found].find(([{ name }]) => name === 'kernel-not-rotated 0')?.[1];
    assert.ok(smallest);
    const { data } = smallest.call.weight;
    assert.notDeepEqual([...data], [...data].reverse());
  });

  it('records the numbers only in a comment', () => {
    for (const [{ name }, { pytorch, numpy }] of found) {
      for (const text of [pytorch, numpy]) {
        assert.match(text, /\n# With the mistake, the output is of shape \[.*\]:\n# {3}\[/, name);
        assert.doesNotMatch(text, /actual = (torch\.tensor|np\.array|np\.asarray\(np\.array)/, name);
      }
    }
  });
});
