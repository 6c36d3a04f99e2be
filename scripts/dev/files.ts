import { type FSWatcher, realpathSync, watch } from 'node:fs';
import { readFile, realpath, stat } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import type { ServedStat } from './page/devServer.ts';

/** Thrown if a file cannot be read. Carries an error code of VS Code's file systems. */
export class FileFailure extends Error {
  readonly code: 'FileNotFound' | 'NoPermissions';

  constructor(code: FileFailure['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/** Reads files below the given folders. Refuses to read any others. */
export class ServedFiles {
  readonly #folders: readonly string[];
  readonly #watchers = new Map<string, FSWatcher>();
  readonly #changed: (path: string) => void;

  /**
   * @param changed called with the path of each file that changes in a watched folder
   * @throws if a folder does not exist
   */
  constructor(folders: readonly string[], changed: (path: string) => void) {
    this.#folders = folders.map((folder) => realpathSync(folder));
    this.#changed = changed;
  }

  async stat(path: string): Promise<ServedStat> {
    const found = await stat(await this.#allowed(path));
    const { size, ctimeMs: ctime, mtimeMs: mtime } = found;
    // The numbers of `vscode.FileType`.
    return { type: found.isDirectory() ? 2 : 1, size, ctime, mtime };
  }

  async read(path: string): Promise<Buffer> {
    return await readFile(await this.#allowed(path));
  }

  /** Watches the files directly in a folder until {@link dispose}. */
  async watch(folder: string): Promise<void> {
    const real = await this.#allowed(folder);
    if (this.#watchers.has(folder)) return;
    const heard = (_: string, name: string | null): void => {
      if (name !== null) this.#changed(join(folder, name));
    };
    this.#watchers.set(folder, watch(real, heard));
  }

  dispose(): void {
    for (const watcher of this.#watchers.values()) watcher.close();
    this.#watchers.clear();
  }

  /**
   * Resolves the symbolic links of a path, because these could lead out of the served folders.
   * @throws FileFailure if the resolved path is not below a served folder
   */
  async #allowed(path: string): Promise<string> {
    const refused = new FileFailure(
      'NoPermissions',
      `${path} is not below a served folder: start npm run dev with --folder and its folder`,
    );
    const real = await realpath(path).catch(() => null);
    if (real !== null) {
      if (this.#contains(real)) return real;
      throw refused;
    }
    // Only a path below the served folders is reported as missing; the existence of other files stays hidden.
    const parent = await realpath(dirname(path)).catch(() => null);
    if (parent === null || !this.#contains(parent)) throw refused;
    throw new FileFailure('FileNotFound', `${path} does not exist`);
  }

  #contains(real: string): boolean {
    return this.#folders.some((folder) => real === folder || real.startsWith(folder + sep));
  }
}
