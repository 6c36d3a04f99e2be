import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  lstatSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Tensor } from '../../../src/engine/core/tensor.ts';
import { answer, fixture, inFolder, printed, refused, tensorIn } from '../convt.ts';

const ones = ['run', '--input', 'ones:1x1x3x3', '--weight', 'ones:1x1x1x1', '--out'];
const sumOf = ({ data }: Tensor): number => [...data].reduce((sum, value) => sum + value, 0);
const windows = process.platform === 'win32';

describe('convt --out', () => {
  it('may name the input file itself', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'x.npy');
      copyFileSync(new URL('../../fixtures/cli/xi.npy', import.meta.url), path);
      await printed('run', '--input', path, '--weight', 'ones:4x1x1x1', '--out', path);
      // A 1×1 kernel of ones adds the channels up; the values are small integers.
      assert.deepEqual(tensorIn(path).shape, [2, 1, 5, 6]);
      assert.equal(sumOf(tensorIn(path)), sumOf(fixture('xi')));
    });
  });

  it('may have as long a name as a file can have, and a longer one is refused', async () => {
    await inFolder(async (folder) => {
      const longest = `${'y'.repeat(251)}.npy`;
      await printed(...ones, join(folder, longest));
      assert.equal(tensorIn(join(folder, longest)).data.length, 9);
      const longer = join(folder, `y${longest}`);
      const says = await refused(...ones, longer);
      // The reason is worded differently on every system.
      assert.ok(says.startsWith(`cannot write ${longer}: `), says);
      assert.doesNotMatch(says, /\.tmp/);
      assert.deepEqual(readdirSync(folder), [longest]);
    });
  });

  it('writes the target of a symbolic link, whether or not it exists', async function () {
    if (windows) return this.skip(); // links need a privilege there
    await inFolder(async (folder) => {
      const link = join(folder, 'link.npy');
      symlinkSync('target.npy', link);
      for (const when of ['not there', 'there']) {
        await printed(...ones, link);
        assert.ok(lstatSync(link).isSymbolicLink(), when);
        assert.equal(tensorIn(join(folder, 'target.npy')).data.length, 9, when);
      }
      assert.deepEqual(readdirSync(folder), ['link.npy', 'target.npy']);
    });
  });

  it('refuses a loop of links, and a path through a file', async function () {
    if (windows) return this.skip(); // links need a privilege there
    await inFolder(async (folder) => {
      const circle = join(folder, 'circle.npy');
      symlinkSync('circle.npy', circle);
      assert.match(await refused(...ones, circle), /^cannot write .* its symbolic links form a loop$/);
      writeFileSync(join(folder, 'file'), '');
      const through = join(folder, 'file', 'y.npy');
      assert.match(await refused(...ones, through), /: part of its path is not a folder$/);
      assert.deepEqual(readdirSync(folder), ['circle.npy', 'file']);
    });
  });

  it('keeps the permissions of a file, and does not replace a read-only one', async function () {
    if (windows) return this.skip(); // has other permissions
    await inFolder(async (folder) => {
      const path = join(folder, 'y.npy');
      writeFileSync(path, 'mine');
      chmodSync(path, 0o640);
      await printed(...ones, path);
      assert.equal(statSync(path).mode & 0o777, 0o640);
      if (process.getuid?.() === 0) return; // root may write whatever it likes
      writeFileSync(path, 'mine');
      chmodSync(path, 0o440);
      assert.match(await refused(...ones, path), /: not permitted$/);
      assert.equal(readFileSync(path, 'utf8'), 'mine');
    });
  });

  it('writes into a pipe instead of replacing it', async function () {
    if (windows) return this.skip(); // has no named pipes in folders
    await inFolder(async (folder) => {
      const path = join(folder, 'pipe.npy');
      assert.equal(spawnSync('mkfifo', [path]).status, 0);
      const reader = spawn('cat', [path]);
      const chunks: Buffer[] = [];
      reader.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
      const read = new Promise((resolve) => reader.on('close', resolve));
      const { exitCode } = await answer(...ones, path);
      await read;
      assert.equal(exitCode, 0);
      assert.ok(statSync(path).isFIFO());
      // 128 bytes of header, and nine float32.
      assert.equal(Buffer.concat(chunks).length, 128 + 9 * 4);
    });
  });
});

describe('convt reads', () => {
  it('no more of an endless device than the memory cap', async function () {
    if (windows) return this.skip(); // has no such device
    const cap = ['--memory-cap', '1'];
    const says = /^\/dev\/zero has more than the memory cap of 1\sMB/;
    assert.match(await refused('compare', '/dev/zero', 'x.npy', ...cap), says);
    assert.match(await refused('run', '/dev/zero', ...cap), says);
  });

  it('no file whose tensor is wider than the file and beyond the memory cap', async () => {
    // 240 elements of float16, 960 bytes as float32; twice that and 8 bytes an element to rank errors.
    const half = ['compare', 'half.npy', 'half.npy', '--memory-cap'];
    assert.match(await refused(...half, '0.0009'), /^half\.npy needs 960\sB/);
    assert.match(await refused(...half, '0.0038'), /^the comparison needs 3\.84\sKB/);
    assert.equal((await answer(...half, '0.00384')).exitCode, 0);
  });

  it('a document that starts with a byte order mark', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'bom.convt.json');
      const source = (shape: number[]) => ({ fill: 'ones', shape });
      const scenario = { version: 1, input: source([1, 2, 2]), weight: source([1, 1, 2, 2]) };
      writeFileSync(path, `\ufeff${JSON.stringify(scenario)}`);
      assert.match(await printed('shape', path), /^1×3×3\n/);
    });
  });
});
