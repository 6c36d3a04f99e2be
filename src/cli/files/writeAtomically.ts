import { randomUUID } from 'node:crypto';
import { access, chmod, constants, lstat, readlink, realpath } from 'node:fs/promises';
import { rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { nullIfMissing, systemErrorText } from './systemError.ts';

/**
 * Writes a whole file or none: beside its place under another name, then renamed into it. A
 * symbolic link stays one and what it points to is written; a file keeps its permissions, and one
 * that is read-only is not replaced. A device or a pipe is no file to replace: it is written to.
 */
export async function writeAtomically(path: string, bytes: Uint8Array): Promise<Result<null>> {
  try {
    const there = await stat(path).catch(nullIfMissing);
    if (there !== null && !there.isFile()) await writeFile(path, bytes);
    else await replace(await linkTarget(path), bytes, there?.mode ?? null);
    return ok(null);
  } catch (error) {
    return refuse('file', `cannot write ${path}: ${systemErrorText(error)}`);
  }
}

/** `mode`: the permissions of the file that stands there; null where none does. */
async function replace(path: string, bytes: Uint8Array, mode: number | null): Promise<void> {
  if (mode !== null) await access(path, constants.W_OK);
  // A name of its own, not the file's with something added: that may be as long as a name can be.
  const temporary = join(dirname(path), `.convt-${randomUUID()}.tmp`);
  try {
    await writeFile(temporary, bytes, { flag: 'wx' });
    if (mode !== null) await chmod(temporary, mode);
    await rename(temporary, path);
  } catch (error) {
    // What went wrong first is what to report.
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
}

/** Where the symbolic links that stand at `path` lead, be it to a file that is not there yet. */
async function linkTarget(path: string): Promise<string> {
  const there = await lstat(path).catch(nullIfMissing);
  if (there?.isSymbolicLink() !== true) return path;
  return await linkTarget(resolve(await realpath(dirname(path)), await readlink(path)));
}
