import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { castTensor, type Tensor, tensorOf } from '../../../src/engine/core/tensor.ts';
import { writeNpy } from '../../../src/formats/npy/writeNpy.ts';
import type { DiagnosisReport } from '../../../src/scenario/report/diagnosisReport.ts';
import type { SmallestReport } from '../../../src/scenario/shrink/smallestCall.ts';
import type { PropagationReport } from '../../../src/scenario/report/propagationReport.ts';
import { findPython } from '../../../scripts/lab/python.ts';
import { wrongCases } from '../../engine/diagnose/search/wrongCases.ts';
import { answer, fixture, inFolder, refused, tensorIn } from '../convt.ts';

const parameters = ['--stride', '2,1', '--padding', '1,0', '--output-padding', '1,1'];
const call = [...parameters, '--dilation', '1,2', '--groups', '2'];
const reals = ['diagnose', '--input', 'x.npy', '--weight', 'w.npy', '--bias', 'b.npy', ...call];

type Report = DiagnosisReport & { readonly taint: PropagationReport | null } & {
  readonly smallest?: (SmallestReport & { readonly files: Record<string, string> }) | null;
};

async function diagnosed(exitCode: 0 | 1, ...args: readonly string[]): Promise<Report> {
  const { exitCode: code, stdout, stderr } = await answer(...args, '--json');
  assert.deepEqual([code, stderr], [exitCode, '']);
  return JSON.parse(stdout) as Report;
}

/** PyTorch's output with one element changed, in a file. */
function wrongIn(folder: string, at: number, value: number): string {
  const tensor: Tensor = castTensor(fixture('y'), 'float32');
  const wrong = tensorOf('float32', tensor.shape, tensor.data);
  wrong.data[at] = value;
  const path = join(folder, 'wrong.npy');
  writeFileSync(path, writeNpy(wrong));
  return path;
}

/** Runs a Python program that must fail, and returns its error output. */
function complaintOf(python: string, program: string): string {
  const { status, stderr } = spawnSync(python, [program], { encoding: 'utf8' });
  assert.equal(status, 1, stderr);
  return stderr;
}

const cropFiles = ['crop.convt.json', 'crop_of_the_output.npy', 'test_crop_numpy.py', 'test_crop_pytorch.py'];
const mistakeFiles = [
  'smallest.convt.json',
  'test_smallest_numpy.py',
  'test_smallest_pytorch.py',
  'with_the_mistake.npy',
];

describe('convt diagnose --shrink', () => {
  it('writes a crop into a new folder if no mistake is named, and says what was made smaller', async () => {
    await inFolder(async (folder) => {
      const [actual, out] = [wrongIn(folder, 7, 99), join(folder, 'small')];
      const { smallest } = await diagnosed(1, ...reals, '--actual', actual, '--shrink', out);
      assert.ok(smallest?.minimal);
      assert.deepEqual(smallest.output.shape, [1, 1, 1, 1]);
      const batch = smallest.steps.find(({ what }) => what === 'batch');
      assert.deepEqual([batch?.from, batch?.to], ['2', '1']);
      assert.deepEqual(smallest.subject, { kind: 'crop' });
      assert.deepEqual(readdirSync(out).sort(), cropFiles);
      assert.deepEqual(Object.values(smallest.files).sort(), cropFiles);
      assert.deepEqual([...tensorIn(join(out, 'crop_of_the_output.npy')).data], [99]);
      assert.deepEqual(readdirSync(folder).sort(), ['small', 'wrong.npy']);
    });
  });

  it('writes a scenario that shows the same, and tests that fail by themselves', async function () {
    const python = findPython();
    if (!python.ok) {
      console.log(`skipped: ${python.reason}`);
      this.skip();
    }
    this.timeout(60_000);
    await inFolder(async (folder) => {
      const [actual, out] = [wrongIn(folder, 7, 99), join(folder, 'small')];
      const { stdout, exitCode } = await answer(...reals, '--actual', actual, '--shrink', out);
      assert.equal(exitCode, 1);
      assert.match(stdout, /No known mistake explains the output, so this is a crop of your output: input 1×/);
      assert.match(stdout, /output channels +3 → 1/);
      assert.ok(stdout.includes(`Written to ${out}: crop.convt.json, crop_of_the_output.npy`));
      const again = await diagnosed(1, 'diagnose', join(out, 'crop.convt.json'));
      assert.equal(again.verdict, 'mismatch');
      for (const name of ['test_crop_pytorch.py', 'test_crop_numpy.py']) {
        assert.match(complaintOf(python.path, join(out, name)), /AssertionError/);
      }
    });
  });

  it('writes nothing for a correct output, or one of another shape', async () => {
    await inFolder(async (folder) => {
      const out = join(folder, 'small');
      const right = await diagnosed(0, ...reals, '--actual', 'y.npy', '--shrink', out);
      assert.deepEqual([right.smallest, right.taint], [null, null]);
      const { stdout } = await answer(...reals, '--actual', 'y.npy', '--shrink', out);
      assert.match(stdout, /Nothing was written: actual shows no mismatch/);
      const other = await diagnosed(1, ...reals, '--actual', 'x.npy', '--shrink', out);
      assert.deepEqual([other.verdict, other.smallest], ['shape-mismatch', null]);
      assert.deepEqual(readdirSync(folder), []);
    });
  });

  it('refuses a non-empty folder before it begins, and leaves it as it is', async () => {
    await inFolder(async (folder) => {
      const actual = wrongIn(folder, 7, 99);
      const before = readFileSync(actual);
      const args = [...reals, '--actual', actual, '--shrink'];
      assert.equal(await refused(...args, folder), `${folder} is not empty: name a new folder`);
      assert.deepEqual(readdirSync(folder), ['wrong.npy']);
      assert.deepEqual(readFileSync(actual), before);
      assert.match(await refused(...args, actual), /cannot write .*wrong\.npy/);
      assert.match(await refused(...args, join(folder, 'no', 'such')), /cannot write .*no such file or folder/);
      assert.deepEqual(readdirSync(folder), ['wrong.npy']);
    });
  });

  it('replaces an empty folder', async () => {
    await inFolder(async (folder) => {
      const [actual, out] = [wrongIn(folder, 7, 99), join(folder, 'empty')];
      mkdirSync(out);
      await diagnosed(1, ...reals, '--actual', actual, '--shrink', out);
      assert.deepEqual(readdirSync(out).sort(), cropFiles);
    });
  });

  it('shrinks the call together with the mistake that is named', async () => {
    await inFolder(async (folder) => {
      const wrong = wrongCases.find(({ name }) => name === 'kernel-not-rotated 0');
      assert.ok(wrong);
      const { input, weight, bias, params } = wrong.call;
      assert.ok(bias);
      const write = (name: string, tensor: Tensor): string => {
        const path = join(folder, name);
        writeFileSync(path, writeNpy(tensor));
        return path;
      };
      const args = ['diagnose', '--input', write('x.npy', input), '--weight', write('w.npy', weight)].concat(
        ['--bias', write('b.npy', bias), '--actual', write('y.npy', wrong.actual)],
        ['--stride', params.stride.join(), '--padding', params.padding.join()],
        ['--output-padding', params.outputPadding.join()],
      );
      const out = join(folder, 'small');
      const { matches, smallest } = await diagnosed(1, ...args, '--shrink', out);
      const named = (found: Report['matches']) => found.map(({ id, confidence }) => [id, confidence]);
      assert.deepEqual(named(matches), [['kernel-not-rotated', 'certain']]);
      assert.ok(smallest?.subject.kind === 'mistake');
      assert.equal(smallest.subject.id, 'kernel-not-rotated');
      assert.deepEqual(readdirSync(out).sort(), mistakeFiles);
      const again = await diagnosed(1, 'diagnose', join(out, 'smallest.convt.json'));
      assert.deepEqual(named(again.matches), named(matches));
      const { stdout } = await answer(...args, '--shrink', join(folder, 'again'));
      assert.match(stdout, /The smallest failing example of “The kernel was not rotated by 180°”: input 1×/);
      assert.match(stdout, /Call your implementation in my_conv_transpose2d of the tests\./);
    });
  });
});

describe('convt diagnose of NaN and infinities', () => {
  it('reports no sources for a finite call', async () => {
    assert.equal((await diagnosed(0, ...reals, '--actual', 'y.npy')).taint, null);
  });

  it('reports that a NaN in the output has no source in the call', async () => {
    await inFolder(async (folder) => {
      const actual = wrongIn(folder, 7, NaN);
      const { verdict, taint } = await diagnosed(1, ...reals, '--actual', actual);
      assert.equal(verdict, 'non-finite');
      assert.equal(taint?.actual?.unexplained, 1);
      assert.deepEqual(taint.counts, { input: 0, weight: 0, bias: 0 });
      const { stdout } = await answer(...reals, '--actual', actual);
      assert.match(stdout, /No element of the input, the weight or the bias is NaN or infinite\./);
      assert.match(stdout, /1 non-finite without a source in the call/);
    });
  });

  it('traces an infinite weight in PyTorch and in unfold + matmul', async () => {
    interface Stored {
      readonly shape: readonly number[];
      readonly values: readonly (number | string)[];
    }
    const { cases } = JSON.parse(readFileSync(new URL('../../fixtures/taint.json', import.meta.url), 'utf8')) as {
      readonly cases: readonly {
        readonly input: Stored;
        readonly weight: Stored;
        readonly nonFinite: readonly number[];
        readonly unfolded: readonly number[];
      }[];
    };
    const [first] = cases;
    assert.ok(first);
    await inFolder(async (folder) => {
      const write = (name: string, { shape, values }: Stored): string => {
        const path = join(folder, name);
        writeFileSync(path, writeNpy(tensorOf('float32', shape, values.map(Number))));
        return path;
      };
      const total = 4 * 8 * 8;
      // An output with NaN where the output of PyTorch is non-finite, and 0 elsewhere.
      const output = (places: readonly number[]): Stored => ({
        shape: [1, 4, 8, 8],
        values: Array.from({ length: total }, (_, at) => (places.includes(at) ? 'NaN' : 0)),
      });
      const args = [
        'diagnose',
        '--input',
        write('x.npy', first.input),
        '--weight',
        write('w.npy', first.weight),
        '--stride',
        '2',
        '--padding',
        '1',
        '--output-padding',
        '1',
      ];
      const actual = write('y.npy', output(first.unfolded));
      const { taint } = await diagnosed(1, ...args, '--actual', actual);
      assert.deepEqual(taint?.sources, [
        { tensor: 'weight', index: [0, 3, 1, 1], value: 'Infinity', reaches: 16, spoils: 64 },
      ]);
      assert.deepEqual(taint.kinds, { clean: total - 64, defined: 16, formulated: 48, overflow: 0 });
      assert.deepEqual(taint.actual, { clean: total - 64, defined: 16, formulated: 48, unexplained: 0, missing: 0 });
      const { stdout } = await answer(...args, '--actual', actual);
      assert.match(stdout, /weight\[0, 3, 1, 1\] = \+Inf: reaches 16 outputs, makes 64 non-finite in unfold \+ matmul/);
      assert.match(stdout, /in PyTorch, 16 outputs are non-finite/);
      assert.match(stdout, /48 non-finite because an inserted or padded zero/);
    });
  });
});
