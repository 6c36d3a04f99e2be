import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DiagnosisReport } from '../../../src/scenario/report/diagnosisReport.ts';
import type { RunReport } from '../../../src/scenario/report/runReport.ts';
import { answer, refused } from '../convt.ts';

/** Returns the path of a file that PyTorch wrote (verdicts.py). */
const path = (name: string): string => `../verdicts/${name}`;

/** Returns the arguments of a call with the tensors x, w (and b) of a group of files. */
function callOf(group: string, { bias = false, flags = [] as readonly string[] } = {}): readonly string[] {
  const tensor = (name: string): string => path(`${group}_${name}.npy`);
  return ['--input', tensor('x'), '--weight', tensor('w'), ...(bias ? ['--bias', tensor('b')] : []), ...flags];
}

type Report = DiagnosisReport & { readonly dtypeFrom: string | null };

async function diagnosed(exitCode: 0 | 1, ...args: readonly string[]): Promise<Report> {
  const { exitCode: code, stdout, stderr } = await answer('diagnose', ...args, '--json');
  assert.deepEqual([code, stderr], [exitCode, ''], stdout);
  return JSON.parse(stdout) as Report;
}

const half = callOf('half', { flags: ['--stride', '2', '--padding', '1'] });

describe('the precision of an output whose dtype is not given', () => {
  it('is that of the float16 files of the call, and is said', async () => {
    const args = [...half, '--actual', path('half_y.npy')];
    const { verdict, dtype, dtypeFrom } = await diagnosed(0, ...args);
    assert.deepEqual([verdict, dtype, dtypeFrom], ['rounding', 'float16', path('half_x.npy')]);
    const { stdout } = await answer('diagnose', ...args);
    assert.match(stdout, /^judged as float16, summed in float32: the dtype of \.\.\/verdicts\/half_x\.npy\n/);
    const run = await answer('run', ...args);
    assert.match(run.stdout, /\njudged as float16, summed in float32: the dtype of \.\.\/verdicts\/half_x\.npy\n/);
  });

  it('is that of the half-precision files of a document that names none, as on the page', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'convt-verdicts-'));
    const file = (name: string) => ({ file: join(import.meta.dirname, '../../fixtures/verdicts', name) });
    const diagnosedAs = async (exitCode: 0 | 1, weight: string, actual: string, more: object = {}) => {
      const [x, w, y] = [file('half_x.npy'), file(weight), file(actual)];
      const document = { version: 1, input: x, weight: w, stride: 2, padding: 1, actual: y, ...more };
      const scenario = join(folder, 'half.convt.json');
      writeFileSync(scenario, JSON.stringify(document));
      const { verdict, dtype, dtypeFrom } = await diagnosed(exitCode, scenario);
      return [verdict, dtype, dtypeFrom];
    };
    try {
      const from = file('half_x.npy').file;
      assert.deepEqual(await diagnosedAs(0, 'half_w.npy', 'half_y.npy'), ['rounding', 'float16', from]);
      assert.deepEqual(await diagnosedAs(0, 'half_w.npy', 'half_sums.npy'), ['rounding', 'tf32', from]);
      assert.deepEqual(await diagnosedAs(1, 'half_w.npy', 'half_sums_wrong.npy'), ['mismatch', 'tf32', from]);
      assert.deepEqual(await diagnosedAs(1, 'half32_w.npy', 'half_y.npy'), ['mismatch', 'float32', null]);
      const chosen = { dtype: 'float32' };
      assert.deepEqual(await diagnosedAs(1, 'half_w.npy', 'half_y.npy', chosen), ['mismatch', 'float32', null]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('is that of bfloat16 tensors in a PyTorch file', async () => {
    const [x, w, y] = ['x', 'w', 'y'].map((key) => path(`bf.pt#${key}`));
    const flags = ['--stride', '2', '--padding', '1'];
    const args = ['--input', x ?? '', '--weight', w ?? '', '--actual', y ?? '', ...flags];
    const { verdict, dtype, dtypeFrom } = await diagnosed(0, ...args);
    assert.deepEqual([verdict, dtype, dtypeFrom], ['rounding', 'bfloat16', path('bf.pt#x')]);
  });

  it('is float16 for float16 numbers in a float32 file', async () => {
    const { verdict, dtype } = await diagnosed(0, ...half, '--actual', path('half_held.npy'));
    assert.deepEqual([verdict, dtype], ['rounding', 'float16']);
  });

  it('is that of float32 sums for an output that was not rounded to float16', async () => {
    const sums = await diagnosed(0, ...half, '--actual', path('half_sums.npy'));
    assert.deepEqual([sums.verdict, sums.dtype], ['rounding', 'tf32']);
    // The rounding of float16 would hide this error.
    const wrong = await diagnosed(1, ...half, '--actual', path('half_sums_wrong.npy'));
    assert.deepEqual([wrong.verdict, wrong.dtype], ['mismatch', 'tf32']);
    const given = await diagnosed(0, ...half, '--actual', path('half_sums_wrong.npy'), '--dtype', 'float16');
    assert.deepEqual([given.verdict, given.dtypeFrom], ['rounding', null]);
    const { stdout } = await answer('run', ...half, '--actual', path('half_sums.npy'), '--json');
    const { dtype, verdict } = JSON.parse(stdout) as RunReport;
    assert.deepEqual([verdict, dtype], ['rounding', 'tf32']);
  });

  it('does not excuse a wrong element', async () => {
    const { verdict, matches } = await diagnosed(1, ...half, '--actual', path('half_wrong.npy'));
    assert.deepEqual([verdict, matches], ['mismatch', []]);
  });

  it('is given by any of its names', async () => {
    const args = ['run', '--input', 'ones:1x1x3x3', '--weight', 'ones:1x1x2x2', '--json', '--dtype'];
    for (const [name, dtype] of [
      ['half', 'float16'],
      ['torch.bfloat16', 'bfloat16'],
      ['double', 'float64'],
    ] as const)
      assert.equal((JSON.parse((await answer(...args, name)).stdout) as RunReport).dtype, dtype);
  });

  it('names sums in float16 of large numbers, and lets pass those that are rounded once', async () => {
    const large = callOf('large', { flags: ['--padding', '2'] });
    assert.equal((await diagnosed(0, ...large, '--actual', path('large_y.npy'))).verdict, 'rounding');
    const { matches } = await diagnosed(1, ...large, '--actual', path('large_narrow.npy'));
    assert.deepEqual(
      matches.map(({ id, detail }) => [id, detail]),
      [['precision-float16', 'float16, summed in float16']],
    );
  });

  it('is float64 for integers, which a refusal beside other tensors says', async () => {
    const [x, w] = [path('int_x.npy'), path('int_w.npy')];
    const args = ['--input', x, '--weight', w, '--stride', '2', '--actual', path('int_y.npy')];
    assert.equal((await diagnosed(0, ...args)).verdict, 'exact');
    assert.equal(
      await refused('run', '--input', x, '--weight', path('half_w.npy')),
      `dtype: ${x} is int8, which is read as float64, but ${path('half_w.npy')} is float16: choose one with --dtype`,
    );
  });

  it('is float32 for float16 beside float32 or bfloat16 tensors', async () => {
    const x = path('half_x.npy');
    const flags = ['--stride', '2', '--padding', '1', '--json'];
    for (const weight of [path('half32_w.npy'), path('bf.pt#w')]) {
      const { stdout } = await answer('run', '--input', x, '--weight', weight, ...flags);
      assert.equal((JSON.parse(stdout) as RunReport).dtype, 'float32', weight);
    }
  });

  it('is refused for float16 beside float64 tensors', async () => {
    assert.match(
      await refused('diagnose', '--input', path('half_x.npy'), '--weight', 'w64.npy', '--actual', path('half_y.npy')),
      /^dtype: .*half_x\.npy is float16, but w64\.npy is float64: choose one with --dtype$/,
    );
  });
});

describe('NaN and infinities of an output', () => {
  it('are correct where the definition makes them', async () => {
    const { verdict } = await diagnosed(0, ...callOf('inf'), '--actual', path('inf_y.npy'));
    assert.equal(verdict, 'exact');
  });

  it('are wrong where no order of summation makes them, in every precision', async () => {
    const args = [...callOf('inf'), '--actual', path('inf_nan.npy')];
    for (const flags of [[], ['--dtype', 'float16'], ['--dtype', 'float32'], ['--dtype', 'bfloat16']]) {
      const { verdict, profile } = await diagnosed(1, ...args, ...flags);
      assert.deepEqual([verdict, profile], ['non-finite', null], flags.join(' '));
    }
  });

  it('are correct as overflows of the precision', async () => {
    const args = [...callOf('over'), '--actual', path('over_y.npy')];
    const { verdict, profile, matches } = await diagnosed(0, ...args);
    assert.deepEqual([verdict, profile, matches], ['non-finite', 'float16', []]);
    const { stdout } = await answer('diagnose', ...args);
    assert.match(stdout, /\nverdict {8}Correct, with float16 overflow\n/);
    await diagnosed(1, ...args, '--dtype', 'float32');
  });
});

describe('the confidence of a diagnosis', () => {
  it('is certain of a bias that enters every contribution', async () => {
    const args = callOf('fold', { bias: true, flags: ['--stride', '2', '--padding', '1'] });
    const { matches, evidence } = await diagnosed(1, ...args, '--actual', path('fold_y.npy'));
    const named = matches.map(({ id, confidence }) => [id, confidence]);
    assert.deepEqual(named, [['bias-per-contribution', 'certain']]);
    assert.equal(evidence?.deciding, 64);
  });

  it('is never certain of a single element', async () => {
    const args = callOf('one', { bias: true });
    const { matches, evidence, ambiguity } = await diagnosed(1, ...args, '--actual', path('one_y.npy'));
    const named = matches.map(({ id, confidence }) => [id, confidence]);
    assert.deepEqual(named, [['bias-twice', 'possible']]);
    assert.equal(evidence?.deciding, 1);
    assert.match(ambiguity ?? '', /^Only one value shows the mistake, too few to choose among \d+ hypotheses/);
  });

  it('names the mistake, not the order that was chosen to fit the output', async () => {
    const args = [...callOf('groups', { flags: ['--groups', '2'] }), '--actual', path('groups_y.npy')];
    const { matches, ambiguity } = await diagnosed(1, ...args);
    const named = matches.map(({ id, confidence }) => [id, confidence]);
    assert.deepEqual(named, [['group-channels-interleaved', 'certain']]);
    assert.equal(ambiguity, null);
  });

  it('names output_padding where the call has it, for pairs too', async () => {
    const flags = ['--stride', '2', '--padding', '1', '--output-padding', '1'];
    const args = [...callOf('same', { bias: true, flags }), '--actual', path('same_y.npy')];
    const { matches } = await diagnosed(1, ...args);
    const named = matches.map(({ id, kind, confidence }) => [id, kind, confidence]);
    assert.deepEqual(named, [['kernel-not-rotated+output-padding-leading', 'pair', 'certain']]);
  });

  it('names right numbers in another shape, and claims no more of the shape', async () => {
    const { shape, matches } = await diagnosed(1, ...callOf('flat'), '--actual', path('flat_y.npy'));
    const named = matches.map(({ id, detail }) => [id, detail]);
    assert.deepEqual(named, [['output-reshaped', 'without its batch axis']]);
    assert.match(shape ?? '', /\(3 axes instead of 4\)\.$/);
  });
});
