import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findPython } from '../../scripts/lab/python.ts';
import { root } from '../../scripts/lab/paths.ts';

/** What a script in test/fixtures has drawn. */
interface DrawnByPython {
  readonly json: unknown;
  readonly bytes: ArrayBuffer;
}

/**
 * Runs `test/fixtures/<script>.py FOLDER ARGUMENTS…`, which writes `<name>.json` and `<name>.bin` into the folder, and
 * reads both. Null, with the reason printed, if there is no Python with PyTorch.
 */
export function drawnByPython(script: string, name: string, ...args: readonly string[]): DrawnByPython | null {
  const python = findPython();
  if (!python.ok) {
    console.log(`      skipped: ${python.reason}`);
    return null;
  }
  const folder = mkdtempSync(join(tmpdir(), 'convt-drawn-'));
  const path = join(root, 'test/fixtures', `${script}.py`);
  const done = spawnSync(python.path, ['-W', 'ignore', path, folder, ...args], { encoding: 'utf8' });
  assert.equal(done.status, 0, done.stderr);
  const json = JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as unknown;
  const { buffer } = new Uint8Array(readFileSync(join(folder, `${name}.bin`)));
  rmSync(folder, { recursive: true });
  return { json, bytes: buffer };
}
