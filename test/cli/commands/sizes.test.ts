import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { answer, printed, refused } from '../convt.ts';

type Pair = readonly [number, number];

interface SizeCase {
  readonly input: readonly number[];
  readonly weight: readonly number[];
  readonly stride: Pair;
  readonly padding: Pair;
  readonly dilation: Pair;
  readonly wanted: Pair;
  readonly output: readonly number[] | null;
  readonly output_padding: Pair | null;
  readonly error: string | null;
}

interface Recorded {
  readonly output_size: readonly SizeCase[];
  readonly auto_pad: readonly { readonly mode: string; readonly wanted: Pair | null; readonly file: string }[];
}

/** What PyTorch made (sizes.py). */
const recorded = JSON.parse(readFileSync(new URL('../../fixtures/sizes.json', import.meta.url), 'utf8')) as Recorded;

interface ShapeReport {
  readonly parameters: { readonly output_padding: Pair };
  readonly output: { readonly shape: readonly number[] } | null;
  readonly unreached: Readonly<
    Record<'rows' | 'columns', { readonly count: number; readonly first: readonly number[] }>
  >;
  readonly wanted?: { readonly calls: readonly Readonly<Record<string, unknown>>[] };
}

async function shapeOf(...args: readonly string[]): Promise<ShapeReport> {
  return JSON.parse(await printed('shape', ...args, '--json')) as ShapeReport;
}

const path = (name: string): string => `../sizes/${name}.npy`;

/** Returns the verdict on an output that PyTorch made, of a call that flags describe. */
async function verdictOf(...args: readonly string[]): Promise<string> {
  return (JSON.parse(await printed('run', ...args, '--json')) as { readonly verdict: string }).verdict;
}

describe('--output-size', () => {
  for (const {
    input,
    weight,
    stride,
    padding,
    dilation,
    wanted,
    output,
    output_padding,
    error,
  } of recorded.output_size) {
    it(`${wanted.join('×')} of ${input.slice(2).join('×')} with stride ${stride.join()} is as in PyTorch`, async () => {
      const call = ['--input', input.join('x'), '--weight', weight.join('x'), '--stride', stride.join()];
      const rest = ['--padding', padding.join(), '--dilation', dilation.join(), '--output-size', wanted.join()];
      if (error === null) {
        const report = await shapeOf(...call, ...rest);
        assert.deepEqual([report.output?.shape, report.parameters.output_padding], [output, output_padding]);
        return;
      }
      // "requested an output size of (8, 10), but valid sizes range from [9, 11] to [10, 12] (for an input of …)"
      const [, least = '', most = ''] = /range from \[(.*)\] to \[(.*)\] \(/.exec(error) ?? [];
      const axis = wanted.findIndex((size, at) => size < bound(least, at) || size > bound(most, at));
      const message = await refused('shape', ...call, ...rest);
      assert.ok(message.startsWith(`output_size[${axis}] = ${wanted[axis] ?? ''} is not possible: `), message);
      const [from, to] = [bound(least, axis), bound(most, axis)];
      assert.ok(message.includes(from === to ? `gives ${from}.` : `gives ${from} to ${to}.`), message);
      assert.ok(message.endsWith(`convt shape --wanted ${wanted.join()}`), message);
    });
  }

  it('excludes --output-padding, which it gives', async () => {
    const args = ['shape', '--input', '1x1x3x3', '--weight', '1x1x2x2', '--stride', '2'];
    const message = await refused(...args, '--output-size', '6', '--output-padding', '0');
    assert.match(message, /^--output-size gives the output_padding: leave --output-padding out/);
  });
});

function bound(list: string, axis: number): number {
  return Number(list.split(',')[axis]);
}

describe('--auto-pad', () => {
  for (const { mode, wanted, file } of recorded.auto_pad) {
    const size = wanted === null ? [] : ['--output-size', wanted.join()];
    it(`${[mode, ...size].join(' ')} keeps the window of ONNX's specification`, async () => {
      const call = ['--input', path('x'), '--weight', path('w'), '--stride', '2', '--auto-pad', mode, ...size];
      assert.equal(await verdictOf(...call, '--actual', path(file)), 'exact');
      const diagnosed = await answer('diagnose', ...call, '--actual', path(file));
      assert.deepEqual([diagnosed.exitCode, diagnosed.stderr], [0, '']);
    });
  }

  it('excludes a padding in numbers, and other words', async () => {
    const args = ['run', '--input', path('x'), '--weight', path('w'), '--stride', '2', '--auto-pad'];
    assert.match(
      await refused(...args, 'valid', '--padding-end', '1'),
      /^--auto-pad gives the padding: leave --padding-end/,
    );
    assert.match(await refused(...args, 'same'), /^auto-pad = "same" must be one of same-upper, same-lower, valid\./);
  });

  it('says which output is too large for it', async () => {
    const args = ['--input', '1x1x3x3', '--weight', '1x1x2x2', '--stride', '2', '--auto-pad', 'same-lower'];
    assert.match(
      await refused('shape', ...args, '--output-size', '9'),
      /^--auto-pad same-lower: .* with an output of 9 .* adds 3 lines of zeros at the bottom .* at most 1, /,
    );
  });
});

describe('--input-layout, --weight-layout and --actual-layout', () => {
  const call = ['--stride', '2', '--padding', '1,0'];

  for (const order of ['OIHW', 'HWIO', 'HWOI', 'OHWI', 'IHWO']) {
    it(`take a channels-last input and a weight in ${order}`, async () => {
      const last = ['--input', path('x_nhwc'), '--weight', path(`w_${order}`), '--input-layout', 'NHWC'];
      const args = [...last, '--weight-layout', order, ...call];
      assert.equal(await verdictOf(...args, '--actual', path('y_nhwc')), 'exact');
      const first = [...args, '--actual', path('y'), '--actual-layout', 'NCHW'];
      assert.equal(await verdictOf(...first), 'exact');
      assert.equal((await answer('diagnose', ...first)).exitCode, 0);
    });
  }

  for (const order of ['OIHW', 'HWIO', 'HWOI']) {
    it(`take a weight of two groups in ${order}`, async () => {
      const args = ['--input', path('xg'), '--weight', path(`wg_${order}`), '--weight-layout', order, '--groups', '2'];
      assert.equal(await verdictOf(...args, '--stride', '2', '--actual', path('yg')), 'exact');
    });
  }

  it('say the shapes of fills as well', async () => {
    const { output } = await shapeOf(
      ...['--input', '2x5x4x3', '--input-layout', 'nhwc', '--weight', '3x5x2x3', '--weight-layout', 'hwoi'],
      ...call,
    );
    assert.deepEqual(output?.shape, [2, 2, 9, 11]);
  });

  it('hold for the output to check unless a flag of its own says otherwise, and say which', async () => {
    const args = ['--input', path('x_nhwc'), '--weight', path('w'), '--input-layout', 'NHWC', ...call];
    for (const command of ['run', 'diagnose'])
      assert.match(
        await refused(command, ...args, '--actual', path('y')),
        /^actual of shape \(2, 2, 9, 11\) has its channels first, .* add --actual-layout NCHW\.$/,
      );
  });

  it('are written into the programs of other frameworks', async () => {
    const args = ['--input', '1x5x4x3', '--input-layout', 'NHWC', '--weight', '3x5x2x3', '--weight-layout', 'HWOI'];
    const program = await printed('frameworks', ...args, '--program', 'onnx');
    assert.match(program, /kernel = w\.transpose\(3, 2, 0, 1\)/);
    assert.match(program, /x\.transpose\(0, 3, 1, 2\)/);
  });

  it('refuse groups that do not divide the channels, of files and of fills', async () => {
    const groups = ['--weight-layout', 'OIHW', '--groups', '2'];
    const says = /^groups = 2 does not divide the \d output channels of weight of shape \(.*\), stored as OIHW\.$/;
    assert.match(await refused('shape', '--input', '1x4x3x3', '--weight', '3x2x2x2', ...groups), says);
    assert.match(await refused('run', '--input', path('xg'), '--weight', path('w'), ...groups), says);
  });
});

describe('convt shape', () => {
  it('takes shapes and pairs as Python prints them', async () => {
    const call = ['--input', '(1, 2, 4, 3)', '--weight', '[2,3,2,2]', '--bias', '(3,)', '--stride', '(2, 1)'];
    // (4 − 1)·2 + 2 and (3 − 1)·1 + 2.
    assert.deepEqual((await shapeOf(...call)).output?.shape, [1, 3, 8, 4]);
    assert.deepEqual(
      (await shapeOf('--input', '1×2×4×3', '--weight', '2x3x2x2', '--stride', '2x1')).output?.shape,
      [1, 3, 8, 4],
    );
  });

  it('lists the nearest calls with a wanted output, each of which gives it', async () => {
    const call = ['--input', '1x3x12x10', '--weight', '3x8x4x4', '--stride', '2'];
    const { wanted } = await shapeOf(...call, '--wanted', '24,20');
    const calls = wanted?.calls ?? [];
    assert.deepEqual(calls[0], {
      kernel_size: [4, 4],
      stride: [2, 2],
      padding: [1, 1],
      output_padding: [0, 0],
      dilation: [1, 1],
      changed: 2,
      even: true,
    });
    assert.equal(calls.length, 12);
    for (const each of calls) {
      const [h, w] = each.kernel_size as Pair;
      const flags = ['stride', 'padding', 'output_padding', 'dilation'].flatMap((name) => [
        `--${name.replace('_', '-')}`,
        (each[name] as Pair).join(),
      ]);
      const { output } = await shapeOf('--input', '1x3x12x10', '--weight', `3x8x${h}x${w}`, ...flags);
      assert.deepEqual(output?.shape, [1, 8, 24, 20]);
    }
  });

  it('keeps the kernel of a file, and starts from a call that is illegal by its padding', async () => {
    const call = ['--input', path('x'), '--weight', path('w'), '--stride', '2'];
    const { wanted } = await shapeOf(...call, '--wanted', '10,8');
    assert.ok(wanted !== undefined && wanted.calls.length > 0);
    for (const { kernel_size } of wanted.calls) assert.deepEqual(kernel_size, [3, 5]);
    const text = await printed('shape', ...call, '--padding', '99', '--wanted', '10,8');
    assert.match(text, /^padding\[0\] = 99 leaves no output: [^\n]+\n\nCalls that give 10×8, the nearest first:\n/);
  });

  it('says which rows and columns no tap reaches', async () => {
    const call = ['--input', '1x1x4x3', '--weight', '1x1x2x3', '--stride', '3,2', '--output-padding', '1,1'];
    // Row o is reached if o − k is a multiple of 3 for a tap k of 0, 1 (at most 9); the last column by no tap.
    const { unreached } = await shapeOf(...call);
    assert.deepEqual(unreached, { rows: { count: 4, first: [2, 5, 8, 11] }, columns: { count: 1, first: [7] } });
    const text = await printed('shape', ...call, '--bias', '1');
    assert.match(text, /\nNo tap reaches rows 2, 5, 8 and 11 of the output \(4 of 12\): they are the bias alone\.\n/);
    assert.match(text, /\nNo tap reaches column 7 of the output: it is the bias alone\.\n$/);
  });
});
