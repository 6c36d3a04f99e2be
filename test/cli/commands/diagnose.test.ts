import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { castTensor, type Tensor } from '../../../src/engine/core/tensor.ts';
import { writeNpy } from '../../../src/formats/npy/writeNpy.ts';
import type { DiagnosisReport } from '../../../src/scenario/report/diagnosisReport.ts';
import { wrongCases } from '../../engine/diagnose/search/wrongCases.ts';
import { answer, fixture, inFolder, refused } from '../convt.ts';

const parameters = ['--stride', '2,1', '--padding', '1,0', '--output-padding', '1,1'];
const call = [...parameters, '--dilation', '1,2', '--groups', '2'];
const reals = ['diagnose', '--input', 'x.npy', '--weight', 'w.npy', '--bias', 'b.npy', ...call];

async function diagnosed(exitCode: 0 | 1, ...args: readonly string[]): Promise<DiagnosisReport> {
  const { exitCode: code, stdout, stderr } = await answer(...args, '--json');
  assert.deepEqual([code, stderr], [exitCode, '']);
  return JSON.parse(stdout) as DiagnosisReport;
}

/** Writes PyTorch's output with a change to a file. */
async function withActual<T>(change: (y: Tensor) => Tensor, use: (path: string) => Promise<T>): Promise<T> {
  return await inFolder(async (folder) => {
    const path = join(folder, 'actual.npy');
    writeFileSync(path, writeNpy(change(castTensor(fixture('y'), 'float32'))));
    return await use(path);
  });
}

describe('convt diagnose', () => {
  it('exits with 0 for PyTorch’s own output, and reports no mistake', async () => {
    const report = await diagnosed(0, ...reals, '--actual', 'y.npy');
    assert.equal(report.verdict, 'rounding');
    assert.equal(report.profile, 'float32');
    assert.deepEqual(report.matches, []);
  });

  it('exits with 1 and names the mistake, its fix, and the remaining difference', async () => {
    // yr.npy is what PyTorch computes for the call with b = 0.
    const half = (y: Tensor): Tensor => ({ ...y, data: y.data.map((value) => 0.5 * value) }) as Tensor;
    await withActual(half, async (path) => {
      const report = await diagnosed(1, ...reals, '--actual', path);
      assert.equal(report.verdict, 'mismatch');
      assert.deepEqual(
        report.matches.map(({ id, detail, confidence }) => [id, detail, confidence]),
        [['scaled', 'by 0.5', 'certain']],
      );
      assert.ok((report.matches[0]?.maxAbs ?? 1) < 1e-5);
      const { stdout } = await answer(...reals, '--actual', path);
      assert.match(stdout, /scaled: Every value is multiplied by the same factor \(by 0\.5\)/);
      assert.match(stdout, /fix {6}Divide by that factor/);
    });
  });

  it('says which call has this output, if only parameters differ', async () => {
    const wrong = wrongCases.find(({ name }) => name.startsWith('other-parameters '));
    assert.ok(wrong);
    await inFolder(async (folder) => {
      const { input, weight, bias, params } = wrong.call;
      assert.ok(bias);
      for (const [name, tensor] of Object.entries({ x: input, w: weight, b: bias, y: wrong.actual }))
        writeFileSync(join(folder, `${name}.npy`), writeNpy(tensor));
      const file = (name: string): string => join(folder, `${name}.npy`);
      const pair = (values: readonly number[]): string => values.join();
      const args = [
        ...['diagnose', '--input', file('x'), '--weight', file('w'), '--bias', file('b'), '--actual', file('y')],
        ...['--stride', pair(params.stride), '--padding', pair(params.padding)],
        ...['--output-padding', pair(params.outputPadding)],
      ];
      const { matches, where } = await diagnosed(1, ...args);
      // What PyTorch was called with: the fixture's script passes stride 3.
      assert.deepEqual(matches[0]?.call, {
        stride: [3, 3],
        padding: params.padding,
        output_padding: params.outputPadding,
        dilation: [1, 1],
        groups: 1,
      });
      assert.equal(matches[0].confidence, 'certain');
      assert.equal(where, null);
      const { stdout } = await answer(...args);
      assert.match(stdout, /^verdict {8}Wrong: yours is exactly conv_transpose2d with stride 3 in place of 2$/m);
      assert.match(stdout, /^ {2}call {5}Yours is exactly conv_transpose2d with stride 3 in place of 2\.$/m);
      assert.match(stdout, /^ +y = F\.conv_transpose2d\(x, w, b, stride=\(3, 3\), padding=\(1, 1\)/m);
    });
  });

  it('says where the errors are, whether or not a mistake is known', async () => {
    // Two images of six channels, 10 × 8: the last three rows of all of them are wrong.
    const rows = (y: Tensor): Tensor => {
      const [height = 0, width = 0] = y.shape.slice(-2);
      const isLast = (at: number): boolean => Math.floor(at / width) % height >= height - 3;
      return { ...y, data: y.data.map((value, at) => (isLast(at) ? value * 1.5 + (at % 5) : value)) } as Tensor;
    };
    await withActual(rows, async (path) => {
      const { where, matches } = await diagnosed(1, ...reals, '--actual', path);
      assert.deepEqual(matches, []);
      assert.equal(where?.sentences.length, 1);
      assert.match(where.sentences[0] ?? '', /^Rows 0–\d+ are right, the last 3 rows are wrong\.$/);
      const { stdout } = await answer(...reals, '--actual', path);
      assert.match(stdout, /the last 3 rows are wrong\.\n( {2}·+\n)+( {2}█+\n?){3}/);
    });
  });

  it('diagnoses an output of another shape', async () => {
    const less = reals.map((arg) => (arg === '1,1' ? '0,1' : arg));
    const report = await diagnosed(1, ...less, '--actual', 'y.npy');
    assert.equal(report.verdict, 'shape-mismatch');
    assert.match(report.shape ?? '', /\(Ho = 10 instead of 9\)/);
    assert.equal(report.error, null);
  });

  it('reports that no known mistake explains the output', async () => {
    const wrong = (y: Tensor): Tensor => ({ ...y, data: y.data.map((value, at) => (at === 7 ? 99 : value)) }) as Tensor;
    await withActual(wrong, async (path) => {
      const report = await diagnosed(1, ...reals, '--actual', path);
      assert.deepEqual([report.verdict, report.matches], ['mismatch', []]);
      assert.equal(report.error?.mismatches, 1);
    });
  });

  it('prints a report as Markdown, with the fix, the call and the version', async () => {
    const half = (y: Tensor): Tensor => ({ ...y, data: y.data.map((value) => 0.5 * value) }) as Tensor;
    await withActual(half, async (path) => {
      const { exitCode, stdout, stderr } = await answer(...reals, '--actual', path, '--markdown');
      assert.deepEqual([exitCode, stderr], [1, '']);
      assert.match(stdout, /^### conv_transpose2d: `.*actual\.npy`$/m);
      assert.match(
        stdout,
        /^\*\*Wrong: every value is multiplied by the same factor \(by 0\.5\)\.\*\* That explains all/m,
      );
      assert.match(stdout, /^-y = y \* 0\.5$/m);
      assert.match(
        stdout,
        /^y = F\.conv_transpose2d\(x, w, b, stride=\(2, 1\), padding=\(1, 0\), output_padding=\(1, 1\), dilation=\(1, 2\), groups=2\)$/m,
      );
      const manifest = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as {
        readonly version: string;
      };
      assert.ok(stdout.includes(`ConvTranspose2d Debugger ${manifest.version}`));
    });
    assert.match(await refused(...reals, '--actual', 'y.npy', '--json', '--markdown'), /exclude each other/);
  });

  it('refuses if the output to diagnose is missing', async () => {
    assert.equal(
      await refused(...reals),
      '--actual is missing: give a tensor file, or a fill such as randn:1x50x28x28',
    );
  });
});
