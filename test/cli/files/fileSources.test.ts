import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withFileSources } from '../../../src/cli/files/fileSources.ts';
import type { Result } from '../../../src/engine/core/refusal.ts';
import { inFolder } from '../convt.ts';

const windows = process.platform === 'win32';

/** Returns the value, or fails with the reason why there is none. */
function valueOf<T>(result: Result<T>): T {
  assert.ok(result.ok, result.ok ? '' : result.refusal.message);
  return result.value;
}

function messageOf(result: Result<unknown>): string {
  assert.ok(!result.ok);
  return result.refusal.message;
}

/** Writes a file of the bytes 0, 1, 2, … */
function counting(path: string, size: number): string {
  writeFileSync(
    path,
    Uint8Array.from({ length: size }, (_, i) => i),
  );
  return path;
}

describe('a file opened by convt', () => {
  it('is read by ranges, each within the limit', async () => {
    await inFolder(async (folder) => {
      const path = counting(join(folder, 'f.bin'), 200);
      await withFileSources(10, async ({ open }) => {
        const source = valueOf(await open(path));
        assert.deepEqual([source.name, source.size], [path, 200]);
        const bytes = valueOf(await source.read(195, 5));
        assert.deepEqual([...new Uint8Array(bytes)], [195, 196, 197, 198, 199]);
        assert.equal(valueOf(await source.read(200, 0)).byteLength, 0);
        assert.match(
          messageOf(await source.read(0, 11)),
          /f\.bin needs 11\sB, more than the memory cap of 10\sB \(--memory-cap\)$/,
        );
      });
    });
  });

  it('is refused if it was cut off after it was opened', async () => {
    await inFolder(async (folder) => {
      const path = counting(join(folder, 'f.bin'), 200);
      await withFileSources(1000, async ({ open }) => {
        const source = valueOf(await open(path));
        truncateSync(path, 150);
        assert.equal(valueOf(await source.read(100, 50)).byteLength, 50);
        assert.match(messageOf(await source.read(100, 51)), /f\.bin: it was cut off at byte 150 while it was read$/);
      });
    });
  });

  it('is opened once and closed in the end, also after a throw', async function () {
    if (process.platform !== 'linux') return this.skip(); // which alone lists what is open
    const open = (): number => readdirSync('/proc/self/fd').length;
    await inFolder(async (folder) => {
      const path = counting(join(folder, 'f.bin'), 4);
      const before = open();
      await withFileSources(1000, async (sources) => {
        const source = valueOf(await sources.open(path));
        assert.equal(valueOf(await sources.open(path)), source);
        assert.equal(valueOf(await sources.beside(join(folder, 'g'))('f.bin')), source);
        assert.equal(open(), before + 1);
      });
      assert.equal(open(), before);
      const thrown = withFileSources(1000, async (sources) => {
        await sources.open(path);
        throw new Error('on the way');
      });
      await assert.rejects(thrown, /on the way/);
      assert.equal(open(), before);
    });
  });

  it('is refused with the reason of the system in words', async () => {
    await inFolder(async (folder) => {
      const path = counting(join(folder, 'f.bin'), 4);
      await withFileSources(1000, async ({ open }) => {
        assert.match(messageOf(await open(folder)), /: it is a folder with a tensor file: name it, "f\.bin"$/);
        assert.match(messageOf(await open(join(folder, 'no'))), /: no such file or folder$/);
        if (windows) return; // says the same of it as of no file
        assert.match(messageOf(await open(join(path, 'f'))), /: part of its path is not a folder$/);
      });
    });
  });

  it('may be a pipe, which is read whole, once', async function () {
    if (windows) return this.skip(); // has no named pipes in folders
    await inFolder(async (folder) => {
      const pipe = join(folder, 'pipe');
      assert.equal(spawnSync('mkfifo', [pipe]).status, 0);
      const path = counting(join(folder, 'f.bin'), 200);
      const writer = spawn('sh', ['-c', `cat '${path}' > '${pipe}'`]);
      const closed = new Promise((resolve) => writer.on('close', resolve));
      await withFileSources(200, async ({ open }) => {
        const source = valueOf(await open(pipe));
        assert.equal(source.size, 200);
        assert.deepEqual([...new Uint8Array(valueOf(await source.read(7, 2)))], [7, 8]);
        assert.equal(valueOf(await open(pipe)), source);
      });
      await closed;
    });
  });

  it('opens files beside it or below, through a symbolic link anywhere', async () => {
    await inFolder(async (folder) => {
      mkdirSync(join(folder, 'model', 'data'), { recursive: true });
      counting(join(folder, 'outside'), 3);
      counting(join(folder, 'model', 'data', 'w'), 5);
      await withFileSources(1000, async ({ beside }) => {
        const find = beside(join(folder, 'model', 'm.onnx'));
        assert.equal(valueOf(await find('data/w')).size, 5);
        for (const name of ['../outside', 'data/../../outside', join(folder, 'outside'), '']) {
          assert.match(
            messageOf(await find(name)),
            /m\.onnx names ".*", which must be a file in its folder or below it$/,
          );
        }
        assert.match(messageOf(await find('no')), /no: no such file or folder$/);
        if (windows) return; // links need a privilege there
        symlinkSync(join('..', 'outside'), join(folder, 'model', 'link'));
        assert.equal(valueOf(await find('link')).size, 3);
      });
    });
  });
});
