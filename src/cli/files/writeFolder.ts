import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { nullIfMissing, systemErrorText } from './systemError.ts';

/** A file to write into a folder: its name and its content. */
export type FolderFile = readonly [name: string, content: string | Uint8Array];

/**
 * Writes a new folder with all its files, or nothing: first under a temporary name beside its place, then renamed. An
 * existing empty folder is replaced; a non-empty one is refused and left as it is.
 */
export async function writeFolder(path: string, files: readonly FolderFile[]): Promise<Result<null>> {
  const free = await refuseNonEmptyFolder(path);
  if (!free.ok) return free;
  const place = resolve(path);
  const draft = join(dirname(place), `.convt-${randomUUID()}.tmp`);
  try {
    await mkdir(draft);
    for (const [name, content] of files) await writeFile(join(draft, name), content, { flag: 'wx' });
    // Some systems cannot rename a folder over an empty one.
    await rmdir(place).catch(nullIfMissing);
    await rename(draft, place);
    return ok(null);
  } catch (error) {
    // Report the first error, not one of the clean-up.
    await rm(draft, { recursive: true, force: true }).catch(() => undefined);
    return cannotWrite(path, error);
  }
}

/** Refuses a path that is not free or an empty folder, before the work that fills it is done. */
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
