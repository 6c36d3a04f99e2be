import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { nullIfMissing, systemErrorText } from './systemError.ts';

/** A file to write into a folder, as its name and its content. */
export type FolderFile = readonly [name: string, content: string | Uint8Array];

/**
 * Writes a new folder with all its files, or nothing: writes a temporary folder beside it, which is then renamed. An
 * existing folder is replaced if it is empty; otherwise it is left as it is, and a refusal is returned.
 */
export async function writeFolder(path: string, files: readonly FolderFile[]): Promise<Result<null>> {
  const free = await refuseNonEmptyFolder(path);
  if (!free.ok) return free;
  const place = resolve(path);
  const draft = join(dirname(place), `.convt-${randomUUID()}.tmp`);
  try {
    await mkdir(draft);
    for (const [name, content] of files) await writeFile(join(draft, name), content, { flag: 'wx' });
    // Some systems cannot rename a folder to the path of an empty folder, so the empty one is removed first.
    await rmdir(place).catch(nullIfMissing);
    await rename(draft, place);
    return ok(null);
  } catch (error) {
    // An error while deleting is ignored, so that the first error is reported.
    await rm(draft, { recursive: true, force: true }).catch(() => undefined);
    return cannotWrite(path, error);
  }
}

/**
 * Refuses a path at which there is something other than an empty folder. Called before the work whose results go into
 * the folder.
 */
export async function refuseNonEmptyFolder(path: string): Promise<Result<null>> {
  try {
    const existing = await readdir(path).catch(nullIfMissing);
    return existing === null || existing.length === 0
      ? ok(null)
      : refuse('file', `${path} is not empty: name a new folder`);
  } catch (error) {
    return cannotWrite(path, error);
  }
}

function cannotWrite(path: string, error: unknown): Result<never> {
  return refuse('file', `cannot write ${path}: ${systemErrorText(error)}`);
}
