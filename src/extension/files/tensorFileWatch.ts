import * as vscode from 'vscode';

/** A program that writes a file makes a burst of changes of it. */
const settleMilliseconds = 150;

/** Watches the tensor files that a debugger shows. */
export class TensorFileWatch {
  readonly #changed: () => void;
  readonly #watchers = new Map<string, vscode.Disposable>();
  #waiting = false;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** Watches these files and no others. */
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
    // By folder, not by name: a name may hold characters that mean something in a pattern.
    const folder = vscode.Uri.joinPath(uri, '..');
    const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, '*'));
    const heard = (changed: vscode.Uri): void => {
      if (changed.toString() === uri.toString()) this.#settle();
    };
    const listening = [watcher.onDidChange(heard), watcher.onDidCreate(heard), watcher.onDidDelete(heard)];
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
