import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/lab/paths.ts';

/** Runs the command line that is shipped, from a folder with files that PyTorch wrote. */
function convt(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'dist', 'convt.js'), ...args], {
    cwd: join(root, 'test', 'fixtures', 'cli'),
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

describe('the packaged command line', () => {
  it('knows its version', () => {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      version: string;
    };
    assert.deepEqual(convt('--version'), { status: 0, stdout: `${version}\n`, stderr: '' });
  });

  it('runs a document, its files beside it', () => {
    const { status, stdout, stderr } = convt('run', 'call.convt.json', '--json');
    assert.deepEqual([status, stderr], [0, '']);
    const { output, verdict } = JSON.parse(stdout) as {
      output: { shape: number[] };
      verdict: string;
    };
    assert.deepEqual([output.shape, verdict], [[2, 6, 10, 9], 'rounding']);
  });

  it('refuses in one line', () => {
    const { status, stdout, stderr } = convt('compare', 'x.npy', 'y.npy');
    assert.deepEqual([status, stdout], [2, '']);
    assert.match(stderr, /^convt: actual of shape \(2, 4, 5, 6\) must have [^\n]+\n$/);
  });
});
