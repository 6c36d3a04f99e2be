import { watch } from 'node:fs';
import { join } from 'node:path';
import { root } from '../lab/paths.ts';

/** The folders of the pages' sources. */
const folders = ['webview', 'src', 'scripts/dev/page'];
/** An editor saves a file in several writes, which must be over before a build starts. */
const settleMilliseconds = 50;

/**
 * Calls `changed` shortly after source files were saved, once for files that are saved together, and again for files that
 * are saved while `changed` runs. Returns a function that stops watching.
 */
export function watchSources(changed: () => Promise<void>): () => void {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  const heard = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      running = running.then(changed).catch((error: unknown) => console.error(error));
    }, settleMilliseconds);
  };
  const watchers = folders.map((folder) => watch(join(root, folder), { recursive: true }, heard));
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  };
}
