import * as vscode from 'vscode';
import type { GitApi, GitExports, GitRepository } from './gitApi.ts';

/** Several changes that follow one another within this time are told as one. */
const pauseMilliseconds = 300;

/**
 * VS Code's own Git, if there is one: a window in a browser has none, and a user may have turned it off. It is activated
 * when its API is first asked for.
 */
export class Git {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #listening: vscode.Disposable[] = [];
  readonly #watched = new Set<GitRepository>();
  #api: Promise<GitApi | null> | null = null;
  #timer: unknown;
  #isDisposed = false;

  /** Fires, after a pause, when a repository is opened or closed, or when its commit, index or files change. */
  readonly onDidChange = this.#changed.event;

  /** Returns the API once Git has read the open folders; null if there is no Git. */
  api(): Promise<GitApi | null> {
    return (this.#api ??= this.#find());
  }

  /** Returns the repository that a file is in; null without Git, or if the file is in none. */
  async repositoryOf(uri: vscode.Uri): Promise<GitRepository | null> {
    if (uri.scheme !== 'file') return null;
    return (await this.api())?.getRepository(uri) ?? null;
  }

  dispose(): void {
    this.#isDisposed = true;
    clearTimeout(this.#timer);
    for (const each of this.#listening) each.dispose();
    this.#changed.dispose();
  }

  async #find(): Promise<GitApi | null> {
    const extension = vscode.extensions.getExtension<GitExports>('vscode.git');
    if (extension === undefined) return null;
    try {
      const exports = await extension.activate();
      this.#listen(
        exports.onDidChangeEnablement(() => {
          this.#api = null;
          this.#tellSoon();
        }),
      );
      if (!exports.enabled) return null;
      const api = exports.getAPI(1);
      await initialized(api);
      for (const repository of api.repositories) this.#watch(repository);
      this.#listen(
        api.onDidOpenRepository((repository) => {
          this.#watch(repository);
          this.#tellSoon();
        }),
      );
      this.#listen(api.onDidCloseRepository(() => this.#tellSoon()));
      return api;
    } catch {
      // Git is not installed, or was turned off meanwhile: what depends on it is absent.
      return null;
    }
  }

  #watch(repository: GitRepository): void {
    if (this.#watched.has(repository)) return;
    this.#watched.add(repository);
    this.#listen(repository.state.onDidChange(() => this.#tellSoon()));
  }

  #listen(listener: vscode.Disposable): void {
    if (this.#isDisposed) listener.dispose();
    else this.#listening.push(listener);
  }

  #tellSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (!this.#isDisposed) this.#changed.fire();
    }, pauseMilliseconds);
  }
}

async function initialized(api: GitApi): Promise<void> {
  if (api.state === 'initialized') return;
  await new Promise<void>((resolve) => {
    const listening = api.onDidChangeState((state) => {
      if (state !== 'initialized') return;
      listening.dispose();
      resolve();
    });
  });
}

/** Returns the path of a file within its repository, with `/` between folders. */
export function pathIn(repository: GitRepository, uri: vscode.Uri): string {
  const root = repository.rootUri.path.replace(/\/$/, '');
  return uri.path.startsWith(`${root}/`) ? uri.path.slice(root.length + 1) : uri.path;
}
