import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { catalogue } from '../../../src/engine/diagnose/mistakes/catalogue.ts';
import { diagnose } from '../../../src/engine/diagnose/search/diagnose.ts';
import { callLine, diffLines, type FixCode } from '../../../src/engine/diagnose/model/fixCode.ts';
import { predictedTensor } from '../../engine/diagnose/search/predictedTensor.ts';
import { finish } from '../../../src/engine/core/steps.ts';
import type { Tensor } from '../../../src/engine/core/tensor.ts';
import { readNpy } from '../../../src/formats/npy/readNpy.ts';
import { writeNpy } from '../../../src/formats/npy/writeNpy.ts';
import { pythonCode } from '../../../src/scenario/code/pythonCode.ts';
import { findPython } from '../../../scripts/lab/python.ts';
import { caseOf, lowPrecisionCases, wrongCases, type WrongCase } from '../../engine/diagnose/search/wrongCases.ts';

/** The variants of each mistake whose code is run. */
const most = 9;

/** Returns the program of the Code tab up to its own check. */
function programOf({ call: { params } }: WrongCase, { program }: FixCode, prefix: string): string {
  const file = (name: string) => ({ file: `${prefix}-${name}.npy` });
  const whole = pythonCode(
    {
      version: 1,
      name: 'a mistake',
      dtype: 'float32',
      input: file('x'),
      weight: file('w'),
      bias: file('b'),
      params,
      seed: 0,
      formulation: program === 'call' ? 'naive' : program,
      tolerance: {},
    },
    'pytorch',
    { n: 0, c: 0, y: 0, x: 0 },
  );
  const [until = ''] = whole.split('# The reference');
  return program === 'call' ? `${until}\n${callLine}\n` : until;
}

/**
 * The program with the lines of a mistake in it. What is there in any case, and what is right, has to be in the
 * program, in this order.
 */
function mistaken(program: string, code: FixCode, of: WrongCase): string {
  const lines = program.split('\n');
  const diff = diffLines(code, of.call);
  let at = 0;
  for (const [i, { sign, text }] of diff.entries()) {
    if (sign === '-') {
      // Replace the correct line; otherwise insert before the next known line, or at the end.
      const next = diff.slice(i).find(({ sign: other }) => other !== '-');
      const to = next === undefined ? at : lines.indexOf(next.text, at);
      assert.ok(to >= 0, `not in the program: ${next?.text ?? ''}`);
      lines.splice(next === undefined ? at : to, 0, text);
      at = to + 1;
      continue;
    }
    const found = lines.indexOf(text, at);
    assert.ok(found >= 0, `not in the program: ${text}`);
    if (sign === '+') lines.splice(found, 1);
    at = sign === '+' ? found : found + 1;
  }
  return lines.join('\n');
}

interface Run {
  readonly name: string;
  readonly of: WrongCase;
  readonly code: FixCode;
  /** The output of the program with the mistake; null for a precision, whose values are not predicted. */
  readonly expected: Tensor | null;
  readonly prefix: string;
}

const runs: readonly Run[] = [...wrongCases, ...lowPrecisionCases].flatMap((of, i) => {
  const mistake = catalogue.find(({ id }) => id === of.id);
  if (mistake === undefined) return []; // a pair
  const one = { of, prefix: String(i) };
  if (mistake.id.startsWith('precision-')) {
    return mistake.code === null ? [] : [{ ...one, name: of.name, code: mistake.code, expected: null }];
  }
  const variants = [...mistake.hypotheses(caseOf(of))].slice(0, most);
  return variants.flatMap((hypothesis) => {
    const code = hypothesis.code === undefined ? mistake.code : hypothesis.code;
    if (code === null) return [];
    const name = `${of.name}${hypothesis.detail === '' ? '' : `, ${hypothesis.detail}`}`;
    return [{ ...one, name, code, expected: finish(predictedTensor(hypothesis)) }];
  });
});

/**
 * Runs all programs in one Python process, which writes the `y` of each mistake to a file and compares the corrected
 * programs itself.
 */
const driver = (count: number): string => `
import contextlib, io, os, runpy, numpy as np, torch.nn.functional as F
def run(name):
    with contextlib.redirect_stdout(io.StringIO()):
        return runpy.run_path(name)
for i in range(${count}):
    if os.path.exists(f"after-{i}.py"):
        names = run(f"after-{i}.py")
        right = ${callLine.slice(4).replace(/\b(?!F\b|conv_transpose2d\b)([A-Za-z]\w*)/g, 'names["$1"]')}
        assert names["y"].shape == right.shape and (names["y"] - right).abs().max() < 1e-4, i
    np.save(f"{i}.npy", run(f"before-{i}.py")["y"].numpy())
`;

describe('the code of a mistake and of its fix', function () {
  this.timeout(120_000);
  let folder = '';

  before(function () {
    const python = findPython();
    if (!python.ok) {
      console.log(`      skipped: ${python.reason}`);
      return this.skip();
    }
    folder = mkdtempSync(join(tmpdir(), 'convt-fix-'));
    const programs = new Set<string>();
    runs.forEach(({ of, code, prefix }, i) => {
      const { input, weight, bias } = of.call;
      assert.ok(bias);
      for (const [name, tensor] of Object.entries({ x: input, w: weight, b: bias })) {
        writeFileSync(join(folder, `${prefix}-${name}.npy`), new Uint8Array(writeNpy(tensor).buffer));
      }
      const program = programOf(of, code, prefix);
      // One correct program serves many mistakes.
      if (!programs.has(program)) writeFileSync(join(folder, `after-${i}.py`), program);
      programs.add(program);
      writeFileSync(join(folder, `before-${i}.py`), mistaken(program, code, of));
    });
    const done = spawnSync(python.path, ['-c', driver(runs.length)], { cwd: folder, encoding: 'utf8' });
    assert.equal(done.status, 0, done.stderr);
  });

  after(() => {
    if (folder !== '') rmSync(folder, { recursive: true });
  });

  runs.forEach(({ name, of, expected }, i) => {
    it(`reproduces the mistake and its fix in PyTorch: ${name}`, () => {
      const file = readNpy(new Uint8Array(readFileSync(join(folder, `${i}.npy`))).buffer, 'y.npy');
      assert.ok(file.ok);
      const made = file.value;
      if (expected === null) {
        const { call, geometry } = caseOf(of);
        const { matches } = finish(diagnose(call, geometry, made));
        assert.deepEqual(
          matches.map(({ mistakes: [mistake] }) => mistake?.id),
          [of.id],
        );
        return;
      }
      assert.deepEqual(made.shape, expected.shape);
      for (const [at, value] of made.data.entries()) {
        assert.ok(Math.abs(value - (expected.data[at] as number)) < 1e-4, `[${at}]`);
      }
    });
  });

  it('exists for every mistake that predicts values', () => {
    const without = catalogue.filter(({ id }) => !runs.some(({ of }) => of.id === id));
    assert.deepEqual(
      without.map(({ id }) => id),
      // The program of the Code tab multiplies structural zeros itself, and has no tiles; no line draws the same mask. It
      // neither counts nor places contributions one by one.
      [
        'structural-zeros-multiplied',
        'overlap-equalized',
        'contributions-misplaced',
        'tiles-not-added',
        'dropout-after',
        'precision-tf32',
        'precision-float32',
      ],
    );
  });
});
