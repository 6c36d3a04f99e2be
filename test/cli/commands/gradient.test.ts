import assert from 'node:assert/strict';
import type { GradientReport } from '../../../src/scenario/report/gradientReport.ts';
import { answer, printed, refused } from '../convt.ts';

/** A tensor that test/fixtures/backward.py wrote. */
const file = (name: string): string => `../backward/${name}.npy`;

const parameters = ['--stride', '2', '--padding', '1', '--output-padding', '1', '--groups', '2'];
const ofInput = (...rest: readonly string[]): readonly string[] => [
  'diagnose',
  '--grad',
  'input',
  ...parameters,
  ...rest,
];
const ofWeight = (...rest: readonly string[]): readonly string[] => [
  ...['diagnose', '--grad', 'weight', ...parameters],
  ...rest,
];
const weight = ['--weight', file('w')];
const input = ['--input', file('x')];
const gy = ['--grad-output', file('gy')];
const actual = (name: string): readonly string[] => ['--actual', file(name)];

async function diagnosed(exitCode: 0 | 1, ...args: readonly string[]): Promise<GradientReport> {
  const { exitCode: code, stdout, stderr } = await answer(...args, '--json');
  assert.deepEqual([code, stderr], [exitCode, '']);
  return JSON.parse(stdout) as GradientReport;
}

const idsOf = ({ matches }: GradientReport): readonly string[] => matches.map(({ id }) => id);

describe('convt diagnose --grad', () => {
  it('calls PyTorch’s gradients right, and takes the sizes from gy', async () => {
    const all = [
      ofInput(...weight, ...gy, ...actual('dx')),
      ofInput(...weight, ...input, ...gy, ...actual('dx')),
      ofWeight(...input, ...gy, ...actual('dw')),
      ['diagnose', '--grad', 'bias', ...gy, ...actual('db')],
      ofInput(...weight, '--grad-output', file('gy1'), ...actual('dx1')),
    ];
    for (const args of all) {
      const report = await diagnosed(0, ...args);
      assert.deepEqual([report.verdict, report.matches, report.where?.wrong ?? 0], ['rounding', [], 0]);
    }
    assert.match(await printed(...(all[0] ?? [])), /^gradient {7}of the input, \(3, 4, 5, 4\)\n/);
  });

  it('takes the sizes of a 1-D call from gy, whose axes are those of the weight or of its gradient', async () => {
    const line = ['diagnose', ...parameters.slice(0, -2)];
    const gyOfLine = ['--grad-output', file('lineGy')];
    for (const args of [
      [...line, '--grad', 'input', '--weight', file('lineW'), ...gyOfLine, ...actual('lineDx')],
      [...line, '--grad', 'input', '--weight', file('lineW'), '--grad-output', file('lineGy1'), ...actual('lineDx1')],
      [...line, '--grad', 'weight', '--input', file('lineX'), ...gyOfLine, ...actual('lineDw')],
      [...line, '--grad', 'bias', '--weight', file('lineW'), ...gyOfLine, ...actual('lineDb')],
      [...line, '--grad', 'bias', '--grad-output', file('lineGy1'), ...actual('lineDb')],
    ]) {
      // The sum of one image is not that of the batch.
      if (args.includes(file('lineGy1')) && args.includes(file('lineDb'))) {
        assert.equal((await diagnosed(1, ...args)).output.shape.join(), '3');
      } else assert.equal((await diagnosed(0, ...args)).verdict, 'rounding');
    }
    // (2, 3, 16) may be one image of two channels as well, whose gradient summed over other axes has three numbers.
    assert.match(
      await refused('diagnose', '--grad', 'bias', ...gyOfLine, ...actual('lineDb')),
      /^grad_output of shape \(2, 3, 16\) may be \(Cout, Ho, Wo\) or, of a 1-D layer, \(N, Cout, Lo\): give --weight as well\.$/,
    );
  });

  it('names what is wrong with a gradient', async () => {
    const cases = [
      [ofInput(...weight, ...gy, ...actual('rotated')), 'kernel-rotated'],
      [ofWeight(...input, ...gy, ...actual('mean')), 'mean-for-sum'],
      [ofWeight(...input, ...gy, ...actual('conv2d')), 'weight-in-out-swapped'],
      [['diagnose', '--grad', 'bias', ...gy, ...actual('twice')], 'accumulated-again'],
    ] as const;
    for (const [args, id] of cases) assert.deepEqual(idsOf(await diagnosed(1, ...args)), [id]);
    const { stdout } = await answer(...cases[1][0]);
    assert.match(stdout, /verdict {8}Wrong: a mean in place of the sum \(divided by N = 3\)/);
    assert.match(stdout, /from the gradient of this mistake/);
  });

  it('says how sure it is of few values', async () => {
    const { matches, ambiguity } = await diagnosed(1, 'diagnose', '--grad', 'bias', ...gy, ...actual('twice'));
    assert.equal(matches[0]?.confidence, 'possible');
    assert.match(ambiguity ?? '', /^Only 6 different values show the mistake/);
  });

  it('diagnoses another shape, and the padding that makes it', async () => {
    const report = await diagnosed(1, ...ofInput(...weight, ...gy, ...actual('unpadded')));
    assert.equal(report.verdict, 'shape-mismatch');
    assert.equal(report.shape, 'The gradient’s shape is (3, 4, 4, 3), but that of the input is (3, 4, 5, 4).');
    assert.equal(idsOf(report)[0], 'padding-ignored');
  });

  it('says where the errors are, in a weight’s words', async () => {
    const { where, matches } = await diagnosed(1, ...ofWeight(...input, ...gy, ...actual('lastRow')));
    assert.deepEqual(where?.sentences, ['Kernel rows 0–1 are right, the last kernel row is wrong.']);
    assert.equal(matches[0]?.id, 'part-not-written');
  });

  it('judges float16 tensors by the rounding of float16', async () => {
    const half = ['--weight', file('w16'), '--grad-output', file('gy16'), ...actual('dx16')];
    const report = await diagnosed(0, ...ofInput(...half));
    assert.deepEqual([report.dtype, report.verdict], ['float16', 'rounding']);
    assert.equal((await diagnosed(1, ...ofInput(...half, '--dtype', 'float32'))).verdict, 'mismatch');
  });

  it('reads channels-last images and weights in another order', async () => {
    const last = ['--input-layout', 'NHWC', '--grad-output', file('gyNhwc')];
    assert.equal((await diagnosed(0, ...ofInput(...weight, ...last, ...actual('nhwc')))).verdict, 'rounding');
    const other = ['--weight-layout', 'HWOI', ...actual('hwoi')];
    assert.equal((await diagnosed(0, ...ofWeight(...input, ...gy, ...other))).verdict, 'rounding');
    // Without the flag, the order of the axes is the mistake.
    assert.deepEqual(idsOf(await diagnosed(1, ...ofWeight(...input, ...gy, ...actual('hwoi')))), [
      'weight-memory-order',
    ]);
  });

  it('writes Markdown with the line of PyTorch that computes the gradient', async () => {
    const { stdout } = await answer(...ofInput(...weight, ...gy, ...actual('rotated')), '--markdown');
    assert.match(stdout, /^### Gradient of conv_transpose2d’s input: `/);
    assert.match(stdout, /\*\*Wrong: the kernel was rotated by 180°\.\*\* That explains all 240 values\./);
    assert.match(stdout, /F\.conv2d\(gy, w, stride=\(2, 2\), padding=\(1, 1\), groups=2\)\[\.\.\., :5, :4\]/);
  });

  it('says which file is missing or has another shape', async () => {
    const needs = async (...args: readonly string[]): Promise<string> => await refused(...args);
    assert.equal(
      await needs(...ofInput(...gy, ...actual('dx'))),
      '--grad input needs --weight, the weight of the call: give a tensor file.',
    );
    assert.equal(
      await needs(...ofWeight(...gy, ...actual('dw'))),
      '--grad weight needs --input, the input of the call: give a tensor file.',
    );
    assert.equal(
      await needs('diagnose', '--grad', 'bias', ...actual('db')),
      '--grad bias needs --grad-output, gy, the gradient of the output: give a tensor file.',
    );
    assert.equal(
      await needs(...ofInput(...weight, ...gy)),
      '--grad input needs --actual, the gradient to check: give a tensor file.',
    );
    assert.equal(
      await needs(...ofInput(...weight, ...input, '--grad-output', file('short'), ...actual('dx'))),
      'grad_output of shape (3, 6, 9, 7) must have the shape of the output, (3, 6, 10, 8); output_padding 0,0 gives that size.',
    );
    assert.match(
      await needs(...ofInput(...weight, '--grad-output', file('short'), ...actual('dx'))),
      /^grad_output of height 9 is the output of no input with stride 2, padding 1, output_padding 1 and dilation 1: check /,
    );
    assert.match(
      await needs('diagnose', '--grad', 'bias', '--grad-output', file('db'), ...actual('db')),
      /^grad_output of shape \(6,\) must be \(N, Cout, Ho, Wo\) or \(Cout, Ho, Wo\)/,
    );
    assert.equal(
      await needs('diagnose', '--grad', 'inputs', ...weight, ...gy, ...actual('dx')),
      'grad = "inputs" must be one of input, weight, bias. Did you mean input?',
    );
    assert.match(
      await needs('diagnose', ...weight, ...input, ...gy, ...actual('dx')),
      /^--grad-output is gy for --grad/,
    );
    assert.match(
      await needs(...ofInput(...weight, ...gy, ...actual('dx'), '--shrink', '/tmp/none')),
      /^--shrink makes/,
    );
  });
});
