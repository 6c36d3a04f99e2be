import { randomUUID } from 'node:crypto';
import { access, chmod, constants, lstat, readlink, realpath } from 'node:fs/promises';
import { rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { nullIfMissing, systemErrorText } from './systemError.ts';

/**
 * Writes a file completely or not at all: writes a temporary file beside it, which is then renamed. If `path` is a
 * symbolic link, its target is written. An existing file keeps its permissions; if it is read-only, it is not replaced.
 * A device or a pipe is written directly.
 */
export async function writeAtomically(path: string, bytes: Uint8Array): Promise<Result<null>> {
  try {
    const existing = await stat(path).catch(nullIfMissing);
    if (existing !== null && !existing.isFile()) await writeFile(path, bytes);
    else await replace(await linkTarget(path), bytes, existing?.mode ?? null);
    return ok(null);
  } catch (error) {
    return refuse('file', `cannot write ${path}: ${systemErrorText(error)}`);
  }
}

/** Replaces a file. `mode` has the permissions of the existing file; null if there is none. */
async function replace(path: string, bytes: Uint8Array, mode: number | null): Promise<void> {
  if (mode !== null) await access(path, constants.W_OK);
  // The name does not contain that of the file, because it could become longer than the system allows.
  const temporary = join(dirname(path), `.convt-${randomUUID()}.tmp`);
  try {
    await writeFile(temporary, bytes, { flag: 'wx' });
    if (mode !== null) await chmod(temporary, mode);
    await rename(temporary, path);
  } catch (error) {
    // An error while deleting is ignored, so that the first error is reported.
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
}

/** Returns the path that the symbolic links at `path` lead to. There need not be a file yet. */
async function linkTarget(path: string): Promise<string> {
  const existing = await lstat(path).catch(nullIfMissing);
  if (existing?.isSymbolicLink() !== true) return path;
  return await linkTarget(resolve(await realpath(dirname(path)), await readlink(path)));
}
