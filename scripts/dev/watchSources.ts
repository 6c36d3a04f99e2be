import { watch } from 'node:fs';
import { join } from 'node:path';
import { root } from '../lab/paths.ts';

/** The folders of the pages' sources. */
export const sourceFolders: readonly string[] = ['webview', 'src', 'scripts/dev/page'].map((folder) =>
  join(root, folder),
);
/**
 * Time to wait after a change, in milliseconds. An editor saves a file in several writes, which must be over before a
 * build starts.
 */
const settleMilliseconds = 50;

/**
 * Calls `changed` shortly after a file anywhere in these folders was saved. If several are saved together, calls it
 * once. If files are saved while `changed` runs, calls it again afterwards. Returns a function that stops watching.
 */
export function watchSources(folders: readonly string[], changed: () => Promise<void>): () => void {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  const heard = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      running = running.then(changed).catch((error: unknown) => console.error(error));
    }, settleMilliseconds);
  };
  const watchers = folders.map((folder) => watch(folder, { recursive: true }, heard));
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  };
}
