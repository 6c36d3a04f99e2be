import { readdir, stat } from 'node:fs/promises';
import { isAbsolute, join, relative } from 'node:path';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { systemErrorText } from './systemError.ts';

/** Folders that hold no scenarios of their own. */
const skipped: ReadonlySet<string> = new Set(['node_modules', '.git']);

/**
 * Returns the paths of all `*.convt.json` at or below the given paths, each once, sorted, with `/` between folders, and
 * relative if they are in the working folder. A file is taken whatever its name. Symbolic links to folders are not
 * followed. Refuses a path that does not exist.
 */
export async function findScenarios(paths: readonly string[]): Promise<Result<readonly string[]>> {
  const found = new Set<string>();
  for (const path of paths) {
    try {
      if (!(await stat(path)).isDirectory()) found.add(shownPath(path));
      else for (const file of await scenariosIn(path)) found.add(shownPath(file));
    } catch (error) {
      return refuse('file', `cannot read ${path}: ${systemErrorText(error)}`);
    }
  }
  return ok([...found].sort());
}

async function scenariosIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const found = await Promise.all(
    entries.map(async (entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return skipped.has(entry.name) ? [] : await scenariosIn(path);
      return entry.name.endsWith('.convt.json') ? [path] : [];
    }),
  );
  return found.flat();
}

function shownPath(path: string): string {
  const way = isAbsolute(path) ? relative(process.cwd(), path) : path;
  const shown = way.startsWith('..') && isAbsolute(path) ? path : way;
  return process.platform === 'win32' ? shown.replaceAll('\\', '/') : shown;
}
