import { randomUUID } from 'node:crypto';
import { access, chmod, constants, lstat, readlink, realpath } from 'node:fs/promises';
import { rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { nullIfMissing, systemErrorText } from './systemError.ts';

/**
 * Writes a whole file or nothing: first under a temporary name beside it, then renamed. A symbolic link is kept and its
 * target is written. An existing file keeps its permissions; a read-only file is not replaced. A device or a pipe is
 * written to directly.
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

/** Replaces a file. `mode` are the permissions of the existing file, or null if there is none. */
async function replace(path: string, bytes: Uint8Array, mode: number | null): Promise<void> {
  if (mode !== null) await access(path, constants.W_OK);
  // Not the name of the file with a suffix, which could exceed the longest allowed name.
  const temporary = join(dirname(path), `.convt-${randomUUID()}.tmp`);
  try {
    await writeFile(temporary, bytes, { flag: 'wx' });
    if (mode !== null) await chmod(temporary, mode);
    await rename(temporary, path);
  } catch (error) {
    // Report the first error, not one of the clean-up.
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
}

/** Follows the symbolic links at `path`, also to a file that does not exist yet. */
async function linkTarget(path: string): Promise<string> {
  const existing = await lstat(path).catch(nullIfMissing);
  if (existing?.isSymbolicLink() !== true) return path;
  return await linkTarget(resolve(await realpath(dirname(path)), await readlink(path)));
}
