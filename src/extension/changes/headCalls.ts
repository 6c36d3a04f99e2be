import type * as vscode from 'vscode';
import type { FindOptions } from '../../python/findCalls.ts';
import { callsOfFile } from '../../review/changes/callsOfFile.ts';
import type { LocatedCall } from '../../review/changes/locatedCall.ts';
import { type Git, pathIn } from '../git/git.ts';
import type { GitRepository } from '../git/gitApi.ts';
import { findGitFile, readGitFile } from '../git/gitVersion.ts';

const head = { kind: 'commit', ref: 'HEAD' } as const;

/** The most bytes of a file whose earlier version is read for its lenses. */
const largestText = 4e6;
/** The contents that are kept. */
const mostKept = 50;

/** The calls that files have in the commit that is checked out, kept by their content. */
export class HeadCalls {
  readonly #git: Git;
  readonly #kept = new Map<string, readonly LocatedCall[] | null>();

  constructor(git: Git) {
    this.#git = git;
  }

  /**
   * Returns the calls of a file in the checked-out commit, under its name there; null if the commit has no such file, the
   * file is too large or is none that calls can be found in, or there is no Git.
   */
  async of(uri: vscode.Uri, options: FindOptions | undefined): Promise<readonly LocatedCall[] | null> {
    const repository = await this.#git.repositoryOf(uri);
    if (repository === null) return null;
    const origin = originOf(repository, uri);
    const file = await findGitFile(repository, head, origin);
    if (file === null || file.size > largestText) return null;
    const path = pathIn(repository, origin);
    const key = `${path}\n${file.id}\n${JSON.stringify([options?.defaultInput, [...(options?.answers ?? [])]])}`;
    const kept = this.#kept.get(key);
    if (kept !== undefined) return kept;
    const bytes = await readGitFile(repository, head, origin, file, largestText);
    if (!bytes.ok) return null;
    const calls = callsOfFile(path, new TextDecoder().decode(bytes.value), options);
    this.#keep(key, calls.ok ? calls.value : null);
    return calls.ok ? calls.value : null;
  }

  #keep(key: string, calls: readonly LocatedCall[] | null): void {
    this.#kept.set(key, calls);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > mostKept && oldest !== undefined) this.#kept.delete(oldest);
  }
}

/** Returns the URI that a file had in the checked-out commit: another one if it was renamed since. */
function originOf({ state }: GitRepository, uri: vscode.Uri): vscode.Uri {
  const key = uri.toString();
  const renamed = [...state.indexChanges, ...state.workingTreeChanges].find(
    ({ renameUri, originalUri }) => renameUri?.toString() === key && originalUri.toString() !== key,
  );
  return renamed?.originalUri ?? uri;
}
