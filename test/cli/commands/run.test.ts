import assert from 'node:assert/strict';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { castTensor, type Tensor } from '../../../src/engine/core/tensor.ts';
import type { RunReport } from '../../../src/scenario/report/runReport.ts';
import { writeNpy } from '../../../src/formats/npy/writeNpy.ts';
import { fixture, inFolder, printed, refused, tensorIn } from '../convt.ts';

const parameters = ['--stride', '2,1', '--padding', '1,0', '--output-padding', '1,1'];
const call = [...parameters, '--dilation', '1,2', '--groups', '2'];
const reals = ['run', '--input', 'x.npy', '--weight', 'w.npy', '--bias', 'b.npy', ...call];
const integers = ['run', '--input', 'xi.npy', '--weight', 'wi.npy', ...call];

async function report(...args: readonly string[]): Promise<RunReport> {
  return JSON.parse(await printed(...args, '--json')) as RunReport;
}

/** Runs a command and returns the tensor that `--out` writes. */
async function output(...args: readonly string[]): Promise<Tensor> {
  return await inFolder(async (folder) => {
    const path = join(folder, 'y.npy');
    await printed(...args, '--out', path);
    assert.deepEqual(readdirSync(folder), ['y.npy'], 'a temporary file was left');
    return tensorIn(path);
  });
}

describe('convt run', () => {
  it('writes PyTorch’s numbers, in the dtype of the files', async () => {
    const y = await output(...reals);
    const expected = fixture('y');
    assert.deepEqual([y.dtype, y.shape], ['float32', expected.shape]);
    // At most 13 terms of size 8 and a bias: γ₁₃(2⁻²⁴) · 13 · 8 < 1e-4, and far from any other result.
    y.data.forEach((value, i) => {
      assert.ok(Math.abs(value - (expected.data[i] ?? NaN)) < 1e-4, `element ${i}`);
    });
    const expected64 = fixture('y64');
    const y64 = await output('run', '--input', 'x64.npy', '--weight', 'w64.npy', ...call);
    assert.equal(y64.dtype, 'float64');
    y64.data.forEach((value, i) => {
      // The same terms in float64: γ₁₃(2⁻⁵³) · 13 · 8 < 1e-12 on either side.
      assert.ok(Math.abs(value - (expected64.data[i] ?? NaN)) < 2e-12, `element ${i}`);
    });
  });

  it('checks the output of another implementation instead of the formulation’s', async () => {
    const right = await report(...reals, '--actual', 'y.npy');
    assert.equal(right.verdict, 'rounding');
    assert.equal(right.actual?.file, 'y.npy');
    const plain = await report(...reals);
    assert.equal(right.output.sha256, plain.output.sha256);
    const { data } = fixture('y');
    await inFolder(async (folder) => {
      const path = join(folder, 'wrong.npy');
      const wrong = castTensor(fixture('y'), 'float32');
      wrong.data[100] = (data[100] ?? NaN) + 1;
      writeFileSync(path, writeNpy(wrong));
      const found = await report(...reals, '--actual', path);
      assert.equal(found.verdict, 'mismatch');
      // 100 = ((0·6 + 1)·10 + 1)·9 + 1
      assert.deepEqual(found.error.maxAbsAt, [0, 1, 1, 1]);
      assert.match(await printed(...reals, '--actual', path), /wrong\.npy against the naive scatter loop/);
    });
    assert.equal(
      await refused(...reals, '--actual', 'x.npy'),
      "x.npy is 2×4×5×6; this call's output is 2×6×10×9. convt diagnose says what gives this shape.",
    );
  });

  for (const formulation of ['auto', 'naive', 'unfold-matmul', 'matmul-fold', 'sub-pixel', 'transposed-matrix']) {
    it(`gives PyTorch’s numbers bit for bit if sums are exact, by ${formulation}`, async () => {
      const y = await output(...integers, '--formulation', formulation);
      assert.deepEqual([...y.data], [...fixture('yi').data]);
    });
  }

  it('gives PyTorch’s numbers bit for bit if sums are exact, by winograd on a call it supports', async () => {
    const call = ['--input', 'ones:1x2x3x3', '--weight', 'ones:2x1x3x3', '--formulation', 'winograd'];
    // A sum of ones counts the taps that reach an output, twice for two channels.
    const taps = [1, 2, 3, 2, 1];
    const y = await output('run', ...call);
    assert.deepEqual(y.shape, [1, 1, 5, 5]);
    assert.deepEqual(
      [...y.data],
      taps.flatMap((down) => taps.map((across) => 2 * down * across)),
    );
    assert.equal((await report('run', ...call)).formulation, 'winograd');
  });

  it('prints one JSON object with the shape, the error, the bound and the verdict', async () => {
    const { output, error, verdict, formulation, parameters: given } = await report(...reals);
    assert.deepEqual([output.shape, output.dtype], [[2, 6, 10, 9], 'float32']);
    assert.match(output.sha256, /^[0-9a-f]{64}$/);
    assert.ok(error.maxAbs !== null && error.maxAbs > 0 && error.maxAbs < 1e-4);
    assert.ok(error.maxUlp !== null && error.maxUlp > 0);
    assert.ok(error.boundRatio !== null && error.boundRatio > 0 && error.boundRatio <= 1);
    assert.deepEqual([verdict, formulation], ['rounding', 'unfold-matmul']);
    assert.deepEqual(given, {
      stride: [2, 1],
      padding: [1, 0],
      output_padding: [1, 1],
      dilation: [1, 2],
      groups: 2,
    });
  });

  it('finds integer sums exact, and resolves auto', async () => {
    const { error, verdict, formulation } = await report(...integers, '--formulation', 'auto');
    assert.deepEqual([error.maxAbs, verdict, formulation], [0, 'exact', 'sub-pixel']);
  });

  it('computes in the dtype of --dtype', async () => {
    const { output, error } = await report(...reals, '--dtype', 'float64');
    assert.equal(output.dtype, 'float64');
    assert.ok((error.maxAbs ?? 1) < 1e-12);
  });

  it('draws fills as torch.manual_seed and torch.randn do, input first', async () => {
    const fills = ['--input', 'randn:1x1x3x4', '--weight', 'randn:1x2x2x2', '--bias', 'randn:2'];
    const rounded = await output('run', ...fills, '--stride', '2', '--seed', '5');
    const expected = castTensor(fixture('yr'), 'float32');
    // float32 draws, one product and the bias each: two roundings of numbers below 8.
    rounded.data.forEach((value, i) => {
      assert.ok(Math.abs(value - (expected.data[i] ?? NaN)) <= 2 * 2 ** -24 * 8, `element ${i}`);
    });
    assert.deepEqual(rounded.shape, expected.shape);
  });

  it('runs a document with its files, and lets flags override it', async () => {
    const { output, error } = await report('run', 'call.convt.json');
    assert.deepEqual([output.shape, error.total], [[2, 6, 10, 9], 2 * 6 * 10 * 9]);
    const direct = await report(...reals);
    assert.equal(output.sha256, direct.output.sha256);
    assert.equal((await report('run', '../cli/call.convt.json')).output.sha256, direct.output.sha256);
    const overridden = await report(
      'run',
      'call.convt.json',
      '--bias',
      'none',
      '--stride',
      '1',
      '--output-padding',
      '0',
    );
    assert.deepEqual([overridden.bias, overridden.parameters.stride], [null, [1, 1]]);
    assert.deepEqual(overridden.parameters.dilation, [1, 2]);
  });

  it('runs a document with comments and trailing commas as it runs the plain one', async () => {
    await inFolder(async (folder) => {
      const write = (name: string, text: string): string => {
        const path = join(folder, name);
        writeFileSync(path, text);
        return path;
      };
      const plain = '{"version": 1, "input": {"values": [[[2]]]}, "weight": {"values": [[[[3, 5]]]]}}';
      const annotated = plain.replace('[2]', '[2, /* the only element, */ ]').replace(/\}$/, ', // the end\n}');
      const outputs = [];
      for (const path of [write('plain.convt.json', plain), write('annotated.convt.json', annotated)]) {
        outputs.push(Array.from((await output('run', path)).data));
      }
      assert.deepEqual(outputs, [
        [6, 10],
        [6, 10],
      ]);
      const broken = write('broken.convt.json', annotated.replace('// the end', 'the end'));
      assert.equal(
        await refused('run', broken),
        `${broken}: The scenario is not JSON: invalid symbol (line 1, column ${annotated.indexOf('// the end') + 1}).`,
      );
    });
  });

  it('prints the same for people', async () => {
    const text = await printed(...reals);
    assert.match(text, /^x 2×4×5×6 · w 4×3×3×2 · b 6 → y 2×6×10×9 float32$/m);
    assert.match(text, /^max \|Δ\| +\d(\.\d+)?e−\d at \[\d, \d, \d, \d\]$/m);
    assert.match(text, /^verdict +Correct, within float32 rounding$/m);
  });

  it('prints the name of a document on one line, without control sequences', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'named.convt.json');
      const source = (shape: number[]) => ({ fill: 'ones', shape });
      const name = 'two\nlines\u001b[31m';
      const scenario = { version: 1, name, input: source([1, 2, 2]), weight: source([1, 1, 2, 2]) };
      writeFileSync(path, JSON.stringify(scenario));
      assert.match(await printed('run', path), /^two lines \[31m\nx 1×2×2/);
    });
  });

  it('reports non-finite if an inserted zero meets an infinite weight, and exits with 0', async () => {
    const { verdict, error } = await report('run', 'infinite.convt.json');
    assert.equal(verdict, 'non-finite');
    assert.ok(error.nonFinite.actual.nan > 0 && error.nonFinite.expected.nan === 0);
    assert.equal((await report('run', 'infinite.convt.json', '--formulation', 'auto')).error.nonFinite.unmatched, 0);
  });
});
