import { watch } from 'node:fs';
import { join } from 'node:path';
import { root } from '../lab/paths.ts';

/** The folders of the pages' sources. */
export const sourceFolders: readonly string[] = ['webview', 'src', 'scripts/dev/page'].map((folder) =>
  join(root, folder),
);
/** An editor saves a file in several writes, which must be over before a build starts. */
const settleMilliseconds = 50;

/**
 * Calls `changed` shortly after files anywhere in these folders were saved, once for files that are saved together, and again for files that
 * are saved while `changed` runs. Returns a function that stops watching.
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
