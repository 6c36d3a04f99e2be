import { watch } from 'node:fs';
import { join } from 'node:path';
import { root } from '../lab/paths.ts';

/** The folders of the pages' sources. */
const folders = ['webview', 'src', 'scripts/dev/page'];
/** An editor that saves a file makes several changes of it. */
const settleMilliseconds = 50;

/**
 * Calls `changed` a moment after a source was saved, once for all that is saved together, and again for what is saved
 * while that is under way. Returns how to stop.
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
