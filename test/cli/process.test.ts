import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { fixture, inFolder, program, spawned, tensorIn } from './convt.ts';

describe('convt as a process', function () {
  // A loaded machine takes long to start a process.
  this.timeout(120_000);

  it('exits with 0, prints to stdout and writes the file', async () => {
    await inFolder((folder) => {
      const path = join(folder, 'u.npy');
      const call = ['unfold', '--input', 'x.npy', '--kernel-size', '3,2', '--dilation', '1,2'];
      const { status, stdout, stderr } = spawned(...call, '--padding', '1,0', '--stride', '2,1', '--out', path);
      assert.deepEqual([status, stdout, stderr], [0, `2×24×12 float32 → ${path}\n`, '']);
      assert.deepEqual(tensorIn(path), fixture('u'));
      return Promise.resolve();
    });
  });

  it('exits with 1 if the files are not close', () => {
    const { status, stderr } = spawned('compare', 'far.npy', 'x.npy');
    assert.deepEqual([status, stderr], [1, '']);
  });

  it('exits with 2 and one line on stderr for an error', () => {
    const { status, stdout, stderr } = spawned('compare', 'far.npy', 'y.npy');
    assert.deepEqual([status, stdout], [2, '']);
    assert.match(stderr, /^convt: [^\n]+\n$/);
  });

  it('exits with 2 and one line if its output cannot be written', function () {
    // On Linux this device is always full.
    if (!existsSync('/dev/full')) return this.skip();
    const full = openSync('/dev/full', 'w');
    try {
      const { status, stderr } = spawnSync(
        process.execPath,
        [program, 'shape', '--input', '1x1x2x2', '--weight', '1x1x2x2'],
        { stdio: ['ignore', full, 'pipe'], encoding: 'utf8' },
      );
      assert.equal(stderr, 'convt: cannot write to stdout: no space is left on the device\n');
      assert.equal(status, 2);
    } finally {
      closeSync(full);
    }
  });
});
