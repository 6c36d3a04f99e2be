import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { nullIfMissing, systemErrorText } from './systemError.ts';

/** A file of a folder that is written: its name and what stands in it. */
export type FolderFile = readonly [name: string, content: string | Uint8Array];

/**
 * Writes a new folder with all its files or nothing: beside its place under another name, then renamed into it. An
 * empty folder may stand there; one with something in it is refused and left as it is.
 */
export async function writeFolder(path: string, files: readonly FolderFile[]): Promise<Result<null>> {
  const free = await refuseNonEmptyFolder(path);
  if (!free.ok) return free;
  const place = resolve(path);
  const draft = join(dirname(place), `.convt-${randomUUID()}.tmp`);
  try {
    await mkdir(draft);
    for (const [name, content] of files) await writeFile(join(draft, name), content, { flag: 'wx' });
    // Not every system renames a folder into the place of an empty one.
    await rmdir(place).catch(nullIfMissing);
    await rename(draft, place);
    return ok(null);
  } catch (error) {
    // What went wrong first is what to report.
    await rm(draft, { recursive: true, force: true }).catch(() => undefined);
    return cannotWrite(path, error);
  }
}

/** Whether a folder can be written here, before the work that fills it is done. */
export async function refuseNonEmptyFolder(path: string): Promise<Result<null>> {
  try {
    const there = await readdir(path).catch(nullIfMissing);
    return there === null || there.length === 0 ? ok(null) : refuse('file', `${path} is not empty: name a new folder`);
  } catch (error) {
    return cannotWrite(path, error);
  }
}

function cannotWrite(path: string, error: unknown): Result<never> {
  return refuse('file', `cannot write ${path}: ${systemErrorText(error)}`);
}
