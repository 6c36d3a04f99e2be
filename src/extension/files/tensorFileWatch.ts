import * as vscode from 'vscode';

/** A program that writes a file causes a burst of changes, which is reported once after this time. */
const settleMilliseconds = 150;

/** Watches a set of tensor files and reports their changes. */
export class TensorFileWatch {
  readonly #changed: () => void;
  readonly #watchers = new Map<string, vscode.Disposable>();
  #waiting = false;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** Replaces the set of watched files. */
  watch(files: readonly vscode.Uri[]): void {
    const wanted = new Map(files.map((uri) => [uri.toString(), uri]));
    for (const [key, watcher] of this.#watchers) {
      if (wanted.has(key)) continue;
      watcher.dispose();
      this.#watchers.delete(key);
    }
    for (const [key, uri] of wanted) {
      if (!this.#watchers.has(key)) this.#watchers.set(key, this.#watcherOf(uri));
    }
  }

  dispose(): void {
    this.watch([]);
  }

  #watcherOf(uri: vscode.Uri): vscode.Disposable {
    // Watches the folder, because a file's name may contain characters that have a meaning in a pattern.
    const folder = vscode.Uri.joinPath(uri, '..');
    const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, '*'));
    const report = (changed: vscode.Uri): void => {
      if (changed.toString() === uri.toString()) this.#settle();
    };
    const listening = [watcher.onDidChange(report), watcher.onDidCreate(report), watcher.onDidDelete(report)];
    return vscode.Disposable.from(watcher, ...listening);
  }

  #settle(): void {
    if (this.#waiting) return;
    this.#waiting = true;
    setTimeout(() => {
      this.#waiting = false;
      if (this.#watchers.size > 0) this.#changed();
    }, settleMilliseconds);
  }
}
