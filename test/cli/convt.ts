import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ConvtResult, convt } from '../../src/cli/convt.ts';
import type { Tensor } from '../../src/engine/core/tensor.ts';
import { readNpy } from '../../src/formats/npy/readNpy.ts';

export const program = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

/** The folder of the files that PyTorch wrote, in which commands run. */
const fixtures = fileURLToPath(new URL('../fixtures/cli', import.meta.url));

/** Runs convt in this process, which saves the second that starting a process takes. */
export async function answer(...args: readonly string[]): Promise<ConvtResult> {
  const before = process.cwd();
  process.chdir(fixtures);
  try {
    return await convt(args);
  } finally {
    process.chdir(before);
  }
}

/** Returns the path of a tensor file in test/fixtures/cli-files, with its key if any, for a command line. */
export function file(name: string): string {
  return `../cli-files/${name}`;
}

/** Returns the path of the same file for the test itself. */
export function fixtureFile(name: string): string {
  return join(fixtures, file(name));
}

/** Runs convt as a process of its own. */
export function spawned(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    cwd: fixtures,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

/** Runs a command that must succeed, and returns what it prints. */
export async function printed(...args: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await answer(...args);
  assert.deepEqual([exitCode, stderr], [0, '']);
  return stdout;
}

/** Runs a command that must fail with exit code 2 and an empty stdout, and returns its line on stderr. */
export async function refused(...args: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await answer(...args);
  assert.deepEqual([exitCode, stdout], [2, ''], stderr);
  assert.match(stderr, /^convt: [^\n]+\n$/);
  assert.doesNotMatch(stderr, /a fault in convt/);
  return stderr.slice('convt: '.length, -1);
}

/** Reads the tensor in a file. */
export function tensorIn(path: string): Tensor {
  const result = readNpy(Uint8Array.from(readFileSync(path)).buffer, path);
  assert.ok(result.ok, result.ok ? '' : result.refusal.message);
  return result.value;
}

/** Reads the tensor in a file that PyTorch wrote. */
export function fixture(name: string): Tensor {
  return tensorIn(join(fixtures, `${name}.npy`));
}

/** Calls `use` with an empty folder, which is removed afterwards. */
export async function inFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'convt-'));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
