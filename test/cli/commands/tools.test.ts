import assert from 'node:assert/strict';
import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeNpy } from '../../../src/formats/npy/writeNpy.ts';
import { writeNpz } from '../../../src/formats/npy/writeNpz.ts';
import { answer, fixture, inFolder, printed, refused, tensorIn } from '../convt.ts';

interface Pair {
  readonly actual: string;
  readonly expected: string;
  readonly flags: readonly string[];
  readonly close: boolean;
}

const about = JSON.parse(readFileSync(new URL('../../fixtures/cli.json', import.meta.url), 'utf8')) as {
  readonly pairs: readonly Pair[];
  readonly farMaxAbs: number;
};

const window = ['--kernel-size', '3,2', '--dilation', '1,2', '--padding', '1,0', '--stride', '2,1'];

describe('convt unfold', () => {
  it('writes what torch.nn.functional.unfold gives, in the dtype of the file', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'u.npy');
      const text = await printed('unfold', '--input', 'x.npy', ...window, '--out', path);
      assert.match(text, /^2×24×12 float32 → /);
      assert.deepEqual(tensorIn(path), fixture('u'));
      await printed('unfold', '--input', 'x64.npy', ...window, '--out', path);
      assert.equal(tensorIn(path).dtype, 'float64');
    });
  });

  it('defaults to stride 1, no padding and no dilation, and takes a fill', async () => {
    assert.equal(await printed('unfold', '--input', 'arange:1x4x4', '--kernel-size', '2'), '4×9 float32\n');
  });
});

describe('convt fold', () => {
  it('writes what torch.nn.functional.fold gives', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'f.npy');
      await printed('fold', '--input', 'ui.npy', '--output-size', '5,6', ...window, '--out', path);
      assert.deepEqual(tensorIn(path), fixture('fi'));
    });
  });
});

describe('convt compare', () => {
  for (const { actual, expected, flags, close } of about.pairs) {
    it(`agrees with torch.testing.assert_close: ${actual}, ${expected} ${flags.join(' ')}`, async () => {
      const { exitCode, stdout, stderr } = await answer(
        'compare',
        `${actual}.npy`,
        `${expected}.npy`,
        ...flags,
        '--json',
      );
      assert.deepEqual([exitCode, stderr], [close ? 0 : 1, '']);
      assert.equal((JSON.parse(stdout) as { close: boolean }).close, close);
    });
  }

  it('prints one JSON object with the largest error and where it is', async () => {
    const { stdout } = await answer('compare', 'far.npy', 'x.npy', '--json');
    const { error, verdict } = JSON.parse(stdout) as {
      error: { maxAbs: number; maxAbsAt: number[]; mismatches: number };
      verdict: string;
    };
    assert.deepEqual(
      [error.maxAbs, error.maxAbsAt, error.mismatches, verdict],
      [about.farMaxAbs, [1, 2, 3, 4], 1, 'mismatch'],
    );
  });

  it('prints the same for people', async () => {
    assert.match(
      (await answer('compare', 'far.npy', 'x.npy')).stdout,
      /at \[1, 2, 3, 4\]\n[^]*verdict +Different: .*\n$/,
    );
    assert.match(await printed('compare', 'x.npy', 'x.npy'), /\nverdict +Equal\n$/);
  });

  it('prints a lower bound for a number that overflowed', async () => {
    await inFolder(async (folder) => {
      const write = (name: string, value: number): string => {
        const path = join(folder, name);
        writeFileSync(path, writeNpy({ dtype: 'float64', shape: [1], data: Float64Array.of(value) }));
        return path;
      };
      // 10³⁰⁰ is 2·10⁶²³ times the smallest double.
      const { stdout } = await answer('compare', write('a.npy', -1e300), write('e.npy', 0));
      assert.match(stdout, /^max ULP +at least 1\.79e308$/m);
      assert.match(stdout, /^max \|Δ\| +1e300 at \[0\]$/m);
      const sum = await answer('compare', write('a.npy', -1.5e308), write('e.npy', 1.5e308));
      assert.match(sum.stdout, /^mean Δ +at most −1\.79e308$/m);
    });
  });

  it('compares tensors of different dtypes with the larger tolerance', async () => {
    assert.equal((await answer('compare', 'x64.npy', 'x.npy')).exitCode, 0);
  });
});

describe('convt compare, of whole files,', () => {
  const folder = '../differences';
  const files = (name: string): readonly string[] => [`${folder}/${name}-before.pt`, `${folder}/${name}-after.pt`];

  it('lists what became of each tensor, and exits with 1', async () => {
    const { exitCode, stdout } = await answer('compare', ...files('step'));
    assert.equal(exitCode, 1);
    // The statuses and numbers are PyTorch's, see test/fixtures/differences.py.
    assert.match(stdout, /^other shape +stem\.bias +4 → 6 +float32$/m);
    assert.match(stdout, /^changed +up\.0\.weight +4×2×4×4 +float32 +0\.25 +0\.332 +4\.19e6 +2 \/ 128$/m);
    assert.match(stdout, /^removed +head\.old .* same values as head\.new$/m);
    assert.match(stdout, /^other dtype +wide +2×3 +float32 → float64/m);
    assert.match(stdout, /^changed +norm\.running_mean .*1 NaN or infinite in one file only$/m);
    assert.doesNotMatch(stdout, /stem\.weight/);
    assert.match(stdout, /^verdict +Different: 10 of 16 tensors$/m);
    assert.match((await answer('compare', ...files('step'), '--all')).stdout, /^equal +stem\.weight/m);
  });

  it('prints one JSON object with every tensor', async () => {
    const { stdout } = await answer('compare', ...files('prefix'), '--json');
    const report = JSON.parse(stdout) as {
      close: boolean;
      counts: object;
      tensors: { key: string; actual: { key: string }; error: { maxAbsAt: number[] } }[];
    };
    assert.deepEqual([report.close, report.counts], [false, { changed: 1, equal: 2 }]);
    const [first, second] = report.tensors;
    assert.deepEqual([first?.key, first?.actual.key], ['module.up.weight', 'up.weight']);
    assert.deepEqual(second?.error.maxAbsAt, [1]);
  });

  it('exits with 0 for the same tensors, and holds a NaN against them only if NaN is unequal', async () => {
    const [before = ''] = files('step');
    assert.equal((await answer('compare', before, before, '--equal-nan')).exitCode, 0);
    const { exitCode, stdout } = await answer('compare', ...files('same'));
    assert.equal(exitCode, 1);
    assert.match(stdout, /NaN does not equal NaN; with --equal-nan it does/);
    const equal = await answer('compare', ...files('same'), '--equal-nan');
    assert.deepEqual([equal.exitCode, /verdict +Equal/.test(equal.stdout)], [0, true]);
  });

  it('takes the tolerance for every tensor, and compares single tensors by their keys as before', async () => {
    const within = await answer('compare', ...files('prefix'), '--atol', '2', '--json');
    assert.deepEqual((JSON.parse(within.stdout) as { counts: object }).counts, { close: 1, equal: 2 });
    const [before = '', after = ''] = files('prefix');
    const single = await answer('compare', `${before}#up.bias`, `${after}#module.up.bias`);
    assert.deepEqual([single.exitCode, /mismatches +1 \/ 2/.test(single.stdout)], [1, true]);
    assert.match((await answer('compare', before, 'x.npy')).stderr, /has 3 tensors: name one/);
  });

  it('exits with 2 if a tensor cannot be read within the memory cap', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'a.npz');
      const npy = (count: number) => writeNpy({ dtype: 'float32', shape: [count], data: new Float32Array(count) });
      const members = [['large', npy(40_000)] as const, ['small', npy(10)] as const];
      writeFileSync(path, await writeNpz(members));
      const { exitCode, stdout } = await answer('compare', path, path, '--memory-cap', '0.1');
      assert.equal(exitCode, 2);
      assert.match(stdout, /^cannot be read +large .*a tensor needs 160.KB, more than the memory cap of 100.KB/m);
    });
  });
});

describe('convt shape', () => {
  it('prints the shape and the formula with its numbers', async () => {
    const flags = ['--stride', '2', '--padding', '1'];
    const text = await printed('shape', '--input', '1x1x28x28', '--weight', '1x1x3x3', ...flags);
    assert.equal(text.split('\n')[0], '1×1×55×55');
    assert.match(text, /\(28−1\)·2 − 2·1 \+ 1·2 \+ 0 \+ 1 = 55/);
  });

  it('accepts files, fills, documents and flags, and prints JSON', async () => {
    const json = await printed('shape', 'call.convt.json', '--json');
    assert.deepEqual((JSON.parse(json) as { output: object }).output, { shape: [2, 6, 10, 9] });
    const text = await printed('shape', '--input', 'x.npy', '--weight', 'ones:4x5x2x2');
    assert.equal(text.split('\n')[0], '2×5×6×7');
  });

  it('reads only the header of a file, whatever the memory cap', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'large.npy');
      // A sparse file of 1.6 GB: a header like PyTorch's and no data.
      const header = `{'descr': '<f4', 'fortran_order': False, 'shape': (1, 1, 20000, 20000), }\n`;
      const start = Buffer.from(`\x93NUMPY\x01\x00${String.fromCharCode(header.length)}\x00`, 'latin1');
      writeFileSync(path, Buffer.concat([start, Buffer.from(header)]));
      truncateSync(path, start.length + header.length + 4 * 20000 * 20000);
      const flags = ['--weight', '1x1x3x3', '--memory-cap', '1'];
      const text = await printed('shape', '--input', path, ...flags);
      assert.equal(text.split('\n')[0], '1×1×20002×20002');
    });
  });

  it('reads a header that is longer than the first range, and refuses one beyond the cap', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'long.npy');
      const write = (length: number): void => {
        const bytes = Buffer.alloc(12 + 300_000 + 16, ' ');
        bytes.set(Buffer.from('\x93NUMPY\x02\x00', 'latin1'));
        bytes.writeUInt32LE(length, 8);
        bytes.write(`{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2, 2),`, 12);
        bytes.write('}', 12 + 300_000 - 1);
        writeFileSync(path, bytes);
      };
      const call = ['shape', '--input', path, '--weight', '1x1x3x3'];
      write(300_000);
      assert.match(await printed(...call), /^1×4×4\n/);
      write(300_017);
      assert.match(await refused(...call), /long\.npy is cut off: its header ends at byte 300029/);
      write(2 ** 32 - 1);
      assert.match(await refused(...call), /has a \.npy header of 4294967295 bytes; at most 1048576 can be read/);
      assert.match(
        await refused(...call, '--memory-cap', '0.1'),
        /long\.npy needs 300\sKB, more than the memory cap of 100\sKB/,
      );
    });
  });

  it('allocates nothing: a call of petabytes has a shape', async () => {
    const shape = '1x1x10000000x10000000';
    assert.match(await printed('shape', '--input', shape, '--weight', '1x1x1x1'), /^1×1×10000000×10000000/);
  });
});

describe('convt', () => {
  it('prints help for every command and every flag', async () => {
    for (const command of ['run', 'unfold', 'fold', 'compare', 'shape', 'list', 'export']) {
      assert.match(await printed('--help'), new RegExp(`^  ${command} `, 'm'));
      assert.match(await printed(command, '--help'), new RegExp(`^usage: convt ${command} `, 'm'));
    }
    assert.match(await printed('run', '--help'), /--output-padding 1\|1,0/);
  });

  it('says what a tensor S may be in the help of the commands that take one, and of no others', async () => {
    for (const command of ['run', 'diagnose', 'probe', 'unfold', 'shape']) {
      assert.match(await printed(command, '--help'), /^S is a tensor: /m);
    }
    for (const command of ['check', 'report', 'review', 'mcp', 'list', 'export', 'compare']) {
      assert.doesNotMatch(await printed(command, '--help'), /^S is a tensor: |\bS\b/m);
    }
    assert.match(await printed('list', '--help'), /^FILE is a tensor file: .*\.safetensors/m);
  });

  it('prints its version', async () => {
    const file = new URL('../../../package.json', import.meta.url);
    const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version: string };
    assert.equal(await printed('--version'), `${version}\n`);
  });
});
